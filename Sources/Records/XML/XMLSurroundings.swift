/// What stands before, around and beside the records: for the rejection file, and to say what was not read.
struct XMLSurroundings {
    private(set) var envelope = XMLEnvelope()
    /// Whether a record has been met.
    private(set) var isClosed = false
    private(set) var root: XMLRoot?
    /// The namespaces around the first record, as `prefix=uri`.
    private(set) var namespaces: [String] = []

    /// The document from the root on, with its start tags written anew.
    private var preamble: [UInt8] = []
    private var isPreambleKept = true
    /// How far the document has been copied; -1 before the root.
    private var copied = -1
    /// The open elements' start tags, without `>`, and their names.
    private var tags: [[UInt8]] = []
    private var names: [[UInt8]] = []

    private var siblings: [Sibling] = []
    private var sibling: Int?

    /// Elements that stand where records stand, under another name.
    private struct Sibling {
        var name: XMLName
        var line: Int
        var count = 0
        var isCounted = false
    }

    // MARK: Before the first record

    mutating func start(
        _ tag: XMLTag, _ input: XMLInputWindow, at position: Int, longest: Int, except hidden: XMLName,
        drops: XMLDropList
    ) {
        if root == nil { root = XMLRoot(tag) }
        guard !isClosed else { return }
        // What is to be left out may stand there under any name.
        if !drops.isEmpty, isPreambleKept { dropPreamble() }
        if copied < 0 { copied = position }
        copy(input, to: position)
        let name = tag.writtenName
        var text = [UInt8(ascii: "<")] + name
        for index in 0..<tag.namespaceCount {
            let (prefix, uri) = tag.namespace(index)
            if uri != hidden { text.append(namespace: uri, prefix: prefix) }
        }
        let plain = text.count
        for index in 0..<tag.attributeCount {
            guard let attribute = tag.attribute(index), attribute.uri != hidden, !drops.drops(attribute.name) else {
                continue
            }
            text.append(UInt8(ascii: " "))
            text.append(prefix: attribute.prefix, name: attribute.name)
            text.append(contentsOf: "=\"".utf8)
            text.append(escaping: attribute.value)
            text.append(UInt8(ascii: "\""))
        }
        if text.count > longest { text.removeSubrange(plain...) }
        names.append(name)
        tags.append(text)
        if isPreambleKept { preamble.append(contentsOf: text) }
        copied = input.position
        if preamble.count > longest { dropPreamble() }
    }

    mutating func end() {
        sibling = nil
        guard !isClosed else { return }
        _ = names.popLast()
        _ = tags.popLast()
    }

    /// Copies what is about to leave the parser's memory.
    mutating func copy(_ input: XMLInputWindow) {
        guard !isClosed, copied >= 0 else { return }
        copy(input, to: input.position)
    }

    private mutating func copy(_ input: XMLInputWindow, to end: Int) {
        if isPreambleKept, !input.append(from: copied, to: end, into: &preamble) { dropPreamble() }
        copied = end
    }

    private mutating func dropPreamble() {
        isPreambleKept = false
        preamble = []
    }

    /// Makes the envelope, at the first record.
    mutating func close(before position: Int, _ input: XMLInputWindow, scope: XMLNamespaceScope, record: XMLTag) {
        sibling = nil
        guard !isClosed else { return }
        if root == nil { root = XMLRoot(record) }
        if copied >= 0 { copy(input, to: position) }
        isClosed = true
        envelope.start.append(contentsOf: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
        if isPreambleKept {
            envelope.start.append(contentsOf: preamble)
        } else {
            for tag in tags { envelope.start.append(contentsOf: tag + Array(">\n".utf8)) }
        }
        for name in names.reversed() { envelope.end.append(contentsOf: Array("\n</".utf8) + name + Array(">".utf8)) }
        envelope.end.append(0x0A)
        let prefix = record.prefix.isNone ? "" : record.prefix.string + ":"
        envelope.recordName = prefix + record.name.string
        let own = (0..<record.namespaceCount).map { record.namespace($0) }
        namespaces = (scope.inForce + own).prefix(20).map { namespace in
            let uri = XMLFault.clean(namespace.uri.string, longest: 200)
            return namespace.prefix.isNone ? uri : "\(namespace.prefix.string)=\(uri)"
        }
        (preamble, tags, names) = ([], [], [])
    }

    // MARK: Beside the records

    mutating func startSibling(_ name: XMLName, line: Int) {
        if let known = siblings.firstIndex(where: { $0.name == name }) {
            siblings[known].isCounted = false
            sibling = known
        } else if siblings.count < 100 {
            sibling = siblings.count
            siblings.append(Sibling(name: name, line: line))
        }
    }

    /// An element with children looks like a record; one without does not, and is passed over in silence.
    mutating func noteChildOfSibling() {
        guard let sibling, !siblings[sibling].isCounted else { return }
        siblings[sibling].isCounted = true
        siblings[sibling].count += 1
    }

    /// One entry for each name.
    var skipped: [SkippedRow] {
        siblings.filter { $0.count > 0 }.map { sibling in
            let name = sibling.name.string
            return SkippedRow(
                line: sibling.line,
                cause: sibling.count == 1
                    ? "element <\(name)> stands where the records stand, but is none"
                    : "\(sibling.count) elements <\(name)> stand where the records stand, but are none")
        }
    }
}
