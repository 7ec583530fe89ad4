/// The namespaces that the elements around the records declare.
struct XMLNamespaceScope {
    private var declarations: [(prefix: XMLName, uri: XMLName, depth: Int)] = []
    /// All that are in force, as they stand in a start tag: ` xmlns:a="…" xmlns:b="…"`.
    private(set) var text: [UInt8] = []

    mutating func add(_ tag: XMLTag, depth: Int, except hidden: XMLName) {
        for index in 0..<tag.namespaceCount {
            let (prefix, uri) = tag.namespace(index)
            if uri != hidden { declarations.append((prefix, uri, depth)) }
        }
        rebuild()
    }

    /// - Returns: whether there was anything to remove.
    mutating func remove(below depth: Int) -> Bool {
        guard let last = declarations.last, last.depth > depth else { return false }
        while let last = declarations.last, last.depth > depth { declarations.removeLast() }
        rebuild()
        return true
    }

    /// Of each prefix the innermost declaration.
    var inForce: [(prefix: XMLName, uri: XMLName)] {
        declarations.indices.filter { index in
            !declarations[(index + 1)...].contains { $0.prefix == declarations[index].prefix }
        }.map { (declarations[$0].prefix, declarations[$0].uri) }
    }

    /// Appends what an element inherits that declares `tag`'s own.
    func append(to bytes: inout [UInt8], except tag: XMLTag) {
        for (prefix, uri) in inForce where !uri.isNone {
            let isHidden = (0..<tag.namespaceCount).contains { tag.namespace($0).prefix == prefix }
            if !isHidden { bytes.append(namespace: uri, prefix: prefix) }
        }
    }

    private mutating func rebuild() {
        text.removeAll(keepingCapacity: true)
        for (prefix, uri) in inForce where !uri.isNone { text.append(namespace: uri, prefix: prefix) }
    }
}
