/// Finds the element that is one record from the elements at the beginning of a file.
///
/// The rule, in words that `recordPath` follows:
///
/// 1. *Record-like* is an element with child elements, or with attributes and never a text of its own (`<row a="1"/>`).
///    `<field id="x">text</field>` is not.
/// 2. Walk down from the root. A record-like child is a candidate when it occurs twice or more in one parent, or when
///    the parent's name is its plural (`employees/employee`, `ROWSET/ROW`). Nothing inside a candidate is looked at.
/// 3. An element other than the root with more than four different children that hold plain text is itself a record, so
///    its repeated groups are none.
/// 4. Candidates with child elements go before those that have only attributes. One candidate is left: that is the
///    record. More than one: nobody can know which is meant, so that is an error which names two of them.
/// 5. No candidate: the file has a single record. Walk down from the root while an element has one child element and no
///    other; where that ends is the record.
/// 6. A root without child elements holds no records.
struct XMLSurvey {
    private var nodes: [Node] = []
    private var open: [Int] = []
    private let deepest: Int
    /// The elements stand too deep; nothing more is looked at.
    private(set) var isTooDeep = false
    private var lastOwner = 0

    private struct Node {
        var name: XMLName
        var children: [Int] = []
        /// Elements of this path in the whole beginning, and the most in one parent.
        var count = 0
        var mostInParent = 0
        var inParent = 0
        var parentInstance = 0
        var instance = 0
        var hasAttributes = false
        var hasText = false

        var isRecordLike: Bool { !children.isEmpty || (hasAttributes && !hasText) }
    }

    /// More paths than this are not looked at; the record is long known by then.
    private static let mostNodes = 2000

    init(deepest: Int) {
        self.deepest = deepest
    }

    // MARK: Events

    mutating func start(_ tag: XMLTag) {
        lastOwner += 1
        guard open.count < deepest else {
            isTooDeep = true
            return
        }
        let node: Int
        if let parent = open.last {
            guard parent >= 0, let found = child(tag.name, of: parent) else { return open.append(-1) }
            node = found
            if nodes[node].parentInstance != nodes[parent].instance {
                nodes[node].parentInstance = nodes[parent].instance
                nodes[node].inParent = 0
            }
            nodes[node].inParent += 1
            nodes[node].mostInParent = max(nodes[node].mostInParent, nodes[node].inParent)
        } else {
            if nodes.isEmpty {
                nodes.append(Node(name: tag.name))
                root = XMLRoot(tag)
            }
            node = 0
        }
        nodes[node].instance = lastOwner
        nodes[node].count += 1
        if tag.attributeCount > 0 { nodes[node].hasAttributes = true }
        open.append(node)
    }

    mutating func text(_ text: XMLText) {
        if let node = open.last, node >= 0, !nodes[node].hasText, !text.isBlank { nodes[node].hasText = true }
    }

    mutating func end() {
        _ = open.popLast()
    }

    private mutating func child(_ name: XMLName, of parent: Int) -> Int? {
        if let known = nodes[parent].children.first(where: { nodes[$0].name == name }) { return known }
        guard nodes.count < Self.mostNodes else { return nil }
        nodes.append(Node(name: name))
        nodes[parent].children.append(nodes.count - 1)
        return nodes.count - 1
    }

    // MARK: Judging

    /// Whether more of the file could not change what is found.
    var hasCandidate: Bool { !candidates().isEmpty }

    var rootName: String? { nodes.first?.name.string }

    private(set) var root: XMLRoot?

    /// Whether an element stands at the path, of names from the root on.
    func contains(_ path: [String]) -> Bool {
        guard let first = path.first, rootName == first else { return false }
        var node = 0
        for name in path.dropFirst() {
            guard let child = nodes[node].children.first(where: { nodes[$0].name.string == name }) else { return false }
            node = child
        }
        return true
    }

    /// The root holds nothing but text: a message perhaps, but no records.
    var isTextOnly: Bool {
        nodes.first.map { $0.children.isEmpty && $0.hasText } ?? false
    }

    /// The path of the record's element, empty when the root is; `nil` when there is no root.
    /// - Throws: `RecordError` where two elements are as likely to be the record.
    func recordPath(in name: String) throws(RecordError) -> [String]? {
        guard let root = nodes.first else { return nil }
        guard !root.children.isEmpty else { return [] }
        var found = candidates()
        if found.contains(where: { !nodes[$0.last ?? 0].children.isEmpty }) {
            found.removeAll { nodes[$0.last ?? 0].children.isEmpty }
        }
        if found.count > 1 {
            let shown = found.prefix(2).map { path in
                XMLFault.clean(names(path).joined(separator: "/"), longest: 100)
            }
            let other = found.count > 2 ? " (and \(found.count - 2) more)" : ""
            throw XMLFault(
                line: 0, column: 0,
                sentence: "two elements could be one record: \(shown[0]) and \(shown[1])\(other). Say which is "
                    + "meant, for example --record \(shown[0])."
            ).error(in: name)
        }
        return names(found.first ?? singleRecord())
    }

    private func names(_ path: [Int]) -> [String] {
        path.map { nodes[$0].name.string }
    }

    private func candidates() -> [[Int]] {
        guard !nodes.isEmpty else { return [] }
        var found: [[Int]] = []
        var waiting: [[Int]] = [[0]]
        while let path = waiting.popLast(), let parent = path.last {
            if parent != 0, nodes[parent].children.lazy.filter({ isPlainText($0) }).count > 4 { continue }
            for child in nodes[parent].children where nodes[child].isRecordLike {
                if nodes[child].mostInParent > 1 || isPlural(nodes[parent].name, of: nodes[child].name) {
                    found.append(path + [child])
                } else {
                    waiting.append(path + [child])
                }
            }
        }
        return found.sorted { ($0.count, $0.last ?? 0) < ($1.count, $1.last ?? 0) }
    }

    private func singleRecord() -> [Int] {
        var path = [0]
        while let last = path.last, nodes[last].children.count == 1, let child = nodes[last].children.first,
            !nodes[child].children.isEmpty
        {
            path.append(child)
        }
        return path
    }

    private func isPlainText(_ node: Int) -> Bool {
        nodes[node].children.isEmpty && nodes[node].hasText
    }

    private func isPlural(_ parent: XMLName, of child: XMLName) -> Bool {
        let (many, one) = (parent.string.lowercased(), child.string.lowercased())
        guard many.hasPrefix(one) else { return false }
        return ["s", "es", "list", "_list", "set", "_set", "collection"].contains(many.dropFirst(one.count))
    }
}
