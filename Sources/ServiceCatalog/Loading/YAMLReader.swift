/// Reads the values of one YAML file and collects all that is wrong with them.
///
/// Every accessor returns `nil` (or what could be read) after it has reported a problem, so that a caller goes on and
/// the file's author sees all problems of the file at once.
package struct YAMLReader: Sendable {
    /// The path as the user named it, or `built-in:NAME`.
    package let file: String
    package private(set) var problems: [DefinitionProblem] = []

    package init(file: String) {
        self.file = file
    }

    // MARK: Problems

    /// The same problem at the same place counts once.
    package mutating func report(_ message: String, at place: YAMLPlace) {
        let problem = DefinitionProblem(file: file, line: place.line, column: place.column, message: message)
        if !problems.contains(problem) { problems.append(problem) }
    }

    package mutating func report(_ message: String, at node: YAMLNode) {
        report(message, at: node.place)
    }

    // MARK: Mappings

    /// The mapping in a node; reports another kind of value, and each key that is not in `keys` ("did you mean").
    ///
    /// - Parameters:
    ///   - keys: the keys that mean something here; `nil` where the file's author chooses them.
    ///   - what: what is being read, for messages: `a service`, `the field email`.
    package mutating func mapping(_ node: YAMLNode, keys: [String]?, what: String) -> YAMLMapping? {
        guard case .mapping(let entries) = node.content else {
            report("\(what) must be a group of keys with values, but this is \(node.kind)", at: node)
            return nil
        }
        if let keys {
            for entry in entries where !keys.contains(entry.key) {
                report(
                    "\(what) has no key “\(entry.key)”; \(Suggestion.phrase(for: entry.key, among: keys))",
                    at: entry.place)
            }
        }
        return YAMLMapping(node: node, entries: entries, what: what)
    }

    /// The value of a key that must be there and not empty.
    package mutating func required(_ key: String, in mapping: YAMLMapping) -> YAMLNode? {
        guard let node = mapping[key] else {
            report("\(mapping.what) needs the key “\(key)”", at: mapping.node)
            return nil
        }
        if node.isEmpty {
            report("“\(key)” has no value; write one after the colon", at: node)
            return nil
        }
        return node
    }

    // MARK: Scalars

    /// A text that is not empty.
    package mutating func string(_ node: YAMLNode, what: String) -> String? {
        guard let text = node.text, !node.isEmpty else {
            report("\(what) must be a text, but this is \(node.kind)", at: node)
            return nil
        }
        guard !text.allSatisfy(\.isWhitespace) else {
            report("\(what) is empty; write a text", at: node)
            return nil
        }
        return text
    }

    /// `true` or `false`; `yes` and `no` are understood as well.
    package mutating func boolean(_ node: YAMLNode, what: String) -> Bool? {
        switch node.text?.lowercased() {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            report("\(what) must be true or false", at: node)
            return nil
        }
    }

    /// One of a closed set of words.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: YAMLNode, of type: Choice.Type, what: String
    ) -> Choice? where Choice.RawValue == String {
        guard let text = string(node, what: what) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        report("\(what) cannot be “\(text)”; \(Suggestion.phrase(for: text, among: words))", at: node)
        return nil
    }

    // MARK: Lists

    /// The items of a list that must have at least one.
    package mutating func sequence(_ node: YAMLNode, what: String) -> [YAMLNode]? {
        guard case .sequence(let items) = node.content else {
            report("\(what) must be a list, such as [one, two], but this is \(node.kind)", at: node)
            return nil
        }
        guard !items.isEmpty else {
            report("\(what) is an empty list; write at least one item or leave the key out", at: node)
            return nil
        }
        return items
    }
}

/// The keys and values of one mapping, looked up by key.
package struct YAMLMapping: Sendable {
    package let node: YAMLNode
    package let entries: [YAMLNode.Entry]
    /// What was read, for messages.
    package let what: String

    package subscript(key: String) -> YAMLNode? {
        entries.first { $0.key == key }?.value
    }

    /// Where a key stands.
    package func place(of key: String) -> YAMLPlace? {
        entries.first { $0.key == key }?.place
    }
}
