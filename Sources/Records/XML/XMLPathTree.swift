/// The paths met inside records, each a node under its parent, so that finding an element's column needs no text.
///
/// ### Layout
///
///     nodes   one array; links are indices, -1 for none
///     child   firstChild -> nextSibling -> …    one for each name (and key) under the parent, in order of appearance
///     repeat  a name's second, third … occurrence hangs on the first one's `again`, and has children of its own
///
/// Records repeat the same sequence of elements, so the child that followed the last time is tried first (`cursor`).
struct XMLPathTree {
    /// The name of each column.
    private(set) var columns: [String] = []
    private var nodes: [Node]
    private let longestHeader: Int
    private let drops: XMLDropList
    private let unescapesNames: Bool
    /// All names together, in bytes; a bound is needed as one may have 50,000.
    private var headerBytes = 0
    private static let mostHeaderBytes = 4 << 20

    static let root = 0
    /// What `child` and `column` give when there are more paths than may be.
    static let full = -1

    private struct Node {
        var name: XMLName
        /// The value that tells elements of one name apart, from the dictionary as well.
        var key: XMLName
        var keyAttribute: XMLName
        var isAttribute: Bool
        /// It and all inside it are left out.
        var isDropped = false
        var occurrence = 1
        var column = -1
        var parent: Int
        var firstChild = -1
        var lastChild = -1
        var nextSibling = -1
        var cursor = -1
        var again = -1
        /// Of a first occurrence: the latest in the element `owner`.
        var latest = -1
        var owner = 0
    }

    init(longestHeader: Int, drops: XMLDropList, unescapesNames: Bool) {
        self.longestHeader = longestHeader
        self.drops = drops
        self.unescapesNames = unescapesNames
        nodes = [Node(name: .none, key: .none, keyAttribute: .none, isAttribute: false, parent: -1)]
    }

    /// The node of an element or attribute in the element of node `parent`; a new one where there is none yet.
    ///
    /// - Parameter owner: a number that no other element has, for the element that holds it; 1 or more.
    @inline(__always)
    mutating func child(
        of parent: Int, owner: Int, name: XMLName, key: XMLName = .none, keyAttribute: XMLName = .none,
        isAttribute: Bool = false
    ) -> Int {
        let expected = expectedChild(of: parent, owner, name, key, isAttribute)
        guard expected == Self.full else { return expected }
        return unexpectedChild(of: parent, owner, name, key, keyAttribute, isAttribute, addsNodes: true)
    }

    /// The node of an element without attributes, where there is one already.
    /// - Returns: its index, or `full`: nothing is added.
    @inline(__always)
    mutating func knownChild(of parent: Int, owner: Int, name: XMLName) -> Int {
        let expected = expectedChild(of: parent, owner, name, .none, false)
        guard expected == Self.full else { return expected }
        return unexpectedChild(of: parent, owner, name, .none, .none, false, addsNodes: false)
    }

    /// The child that followed the last time, if that is it; else `full`.
    @inline(__always)
    private mutating func expectedChild(
        of parent: Int, _ owner: Int, _ name: XMLName, _ key: XMLName, _ isAttribute: Bool
    ) -> Int {
        var nodes = nodes.mutableSpan
        let last = nodes[parent].cursor
        var next = last < 0 ? -1 : nodes[last].nextSibling
        // Behind the last child there is most likely another record.
        if next < 0 { next = nodes[parent].firstChild }
        guard next >= 0, nodes[next].name == name, nodes[next].key == key, nodes[next].isAttribute == isAttribute,
            nodes[next].owner != owner
        else { return Self.full }
        nodes[parent].cursor = next
        nodes[next].owner = owner
        nodes[next].latest = next
        return next
    }

    @inline(never)
    private mutating func unexpectedChild(
        of parent: Int, _ owner: Int, _ name: XMLName, _ key: XMLName, _ keyAttribute: XMLName, _ isAttribute: Bool,
        addsNodes: Bool
    ) -> Int {
        let found =
            addsNodes
            ? search(parent, name, key, keyAttribute, isAttribute) : existing(parent, name, key, isAttribute)
        guard found != Self.full else { return found }
        nodes[parent].cursor = found
        if nodes[found].owner == owner {
            guard addsNodes || nodes[nodes[found].latest].again >= 0 else { return Self.full }
            return nextOccurrence(of: found)
        }
        nodes[found].owner = owner
        nodes[found].latest = found
        return found
    }

    /// The column of a node that has one, or `full`.
    @inline(__always)
    func knownColumn(of node: Int) -> Int { nodes[node].column }

    /// A child that there is, or `full`.
    private func existing(_ parent: Int, _ name: XMLName, _ key: XMLName, _ isAttribute: Bool) -> Int {
        // From the child that came last onwards, for fields that a record leaves out, then from the first.
        let start = max(nodes[parent].cursor, nodes[parent].firstChild)
        var at = start
        while at >= 0 {
            if nodes[at].name == name, nodes[at].key == key, nodes[at].isAttribute == isAttribute { return at }
            at = nodes[at].nextSibling
            if at < 0, start != nodes[parent].firstChild { at = nodes[parent].firstChild }
            if at == start { break }
        }
        return Self.full
    }

    private mutating func search(
        _ parent: Int, _ name: XMLName, _ key: XMLName, _ keyAttribute: XMLName, _ isAttribute: Bool
    ) -> Int {
        let known = existing(parent, name, key, isAttribute)
        guard known == Self.full else { return known }
        let node = Node(name: name, key: key, keyAttribute: keyAttribute, isAttribute: isAttribute, parent: parent)
        let new = add(node)
        guard new != Self.full else { return new }
        if !drops.isEmpty { nodes[new].isDropped = drops.drops(spellings(of: new)) }
        let last = nodes[parent].lastChild
        if last < 0 { nodes[parent].firstChild = new } else { nodes[last].nextSibling = new }
        nodes[parent].lastChild = new
        return new
    }

    private mutating func nextOccurrence(of first: Int) -> Int {
        let latest = nodes[first].latest
        var next = nodes[latest].again
        if next < 0 {
            var node = nodes[first]
            node = Node(
                name: node.name, key: node.key, keyAttribute: node.keyAttribute, isAttribute: node.isAttribute,
                isDropped: node.isDropped, occurrence: nodes[latest].occurrence + 1, parent: node.parent)
            next = add(node)
            guard next != Self.full else { return next }
            nodes[latest].again = next
        }
        nodes[first].latest = next
        return next
    }

    /// Elements without a column of their own count as well, four for each column that may be.
    private mutating func add(_ node: Node) -> Int {
        guard nodes.count <= longestHeader * 4 else { return Self.full }
        nodes.append(node)
        return nodes.count - 1
    }

    /// The column of a node, a new one when it has none yet.
    @inline(__always)
    mutating func column(of node: Int) -> Int {
        let column = nodes[node].column
        return column >= 0 ? column : addColumn(for: node, named: nil)
    }

    /// A new column, for a node or for what is no part of the record.
    /// - Returns: its index, or `full`.
    mutating func addColumn(for node: Int?, named name: String?) -> Int {
        guard columns.count < longestHeader else { return Self.full }
        let name = name ?? node.map(path(of:)) ?? ""
        headerBytes += name.utf8.count
        guard headerBytes <= Self.mostHeaderBytes else { return Self.full }
        columns.append(name)
        if let node { nodes[node].column = columns.count - 1 }
        return columns.count - 1
    }

    // MARK: What is left out

    @inline(__always)
    func isDropped(_ node: Int) -> Bool { nodes[node].isDropped }

    /// Whether an element's attribute is left out, asked before it is met as a child.
    mutating func dropsAttribute(_ name: XMLName, of parent: Int) -> Bool {
        let node = search(parent, name, .none, .none, true)
        return node != Self.full && nodes[node].isDropped
    }

    private func spellings(of node: Int) -> [[String]] {
        var steps: [[String]] = []
        var at = node
        while at > 0 {
            let key = nodes[at].key.isNone ? nil : (nodes[at].keyAttribute.string, nodes[at].key.string)
            steps.append(XMLDropList.spellings(nodes[at].name.string, key: key))
            at = nodes[at].parent
        }
        return steps.reversed()
    }

    /// Which of its name in its parent a node is; 1 for the first.
    func occurrence(of node: Int) -> Int { nodes[node].occurrence }

    // MARK: Names

    private func shown(_ name: XMLName) -> String {
        unescapesNames ? XMLNameEscapes.undone(name.string) : name.string
    }

    private func path(of node: Int) -> String {
        var steps: [String] = []
        var at = node
        while at > 0 {
            var step = (nodes[at].isAttribute ? "@" : "") + shown(nodes[at].name)
            if !nodes[at].key.isNone {
                step += "[@\(nodes[at].keyAttribute.string)=\(nodes[at].key.string)]"
            }
            if nodes[at].occurrence > 1 { step += "[\(nodes[at].occurrence)]" }
            steps.append(step)
            at = nodes[at].parent
        }
        return steps.isEmpty ? "text()" : steps.reversed().joined(separator: "/")
    }
}
