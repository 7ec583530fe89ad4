/// Reads the values of one YAML file and collects all that is wrong with them.
///
/// Every accessor returns `nil` (or what could be read) after it has reported a problem, so that a caller goes on and
/// the file's author sees all problems of the file at once.
package struct YAMLReader: Sendable {
    /// What a file is meant to be: what it may hold differs a little.
    package enum Kind: Sendable {
        case definition
        case profile
        /// Keys that begin with `_` are notes for people and left out.
        case calendar

        /// Larger files are refused before they are parsed: definitions are written by hand, and a calendar of a hundred
        /// regions has some hundred kilobytes.
        package var maximumByteCount: Int {
            switch self {
            case .definition, .profile: 1 << 20
            case .calendar: 4 << 20
            }
        }
    }

    /// The path as the user named it, or `built-in:NAME`.
    package let file: String
    package let kind: Kind
    package private(set) var problems: [DefinitionProblem] = []
    private var known: Set<DefinitionProblem> = []

    package init(file: String, kind: Kind = .definition) {
        self.file = file
        self.kind = kind
    }

    // MARK: Problems

    /// The same problem at the same place counts once.
    package mutating func report(_ message: String, at place: YAMLPlace) {
        let problem = DefinitionProblem(file: file, line: place.line, column: place.column, message: message)
        if known.insert(problem).inserted { problems.append(problem) }
    }

    package mutating func report(_ message: String, at node: YAMLNode) {
        report(message, at: node.place)
    }

    /// Reports a word that is none of a closed set ("did you mean").
    mutating func reportChoice(_ text: String, of words: [String], at node: YAMLNode, what: String) {
        report("\(what) cannot be “\(text)”; \(Suggestion.phrase(for: text, among: words))", at: node)
    }

    /// What a value should have been, with an example where there is one, and what it is.
    private mutating func reportKind(of node: YAMLNode, what: String, wanted: String, example: String?) {
        let example = example.map { ", such as \($0)" } ?? ""
        report("\(what) must be \(wanted)\(example), but this is \(node.kind)", at: node)
    }

    // MARK: Mappings

    /// The mapping in a node; reports another kind of value, and each key that is not in `keys` ("did you mean").
    ///
    /// - Parameters:
    ///   - keys: the keys that mean something here; `nil` where the file's author chooses them.
    ///   - what: what is being read, for messages: `a service`, `the field email`.
    ///   - place: where a key that is missing is reported, if not at the mapping itself.
    package mutating func mapping(
        _ node: YAMLNode, keys: [String]?, what: String, example: String? = nil, place: YAMLPlace? = nil
    ) -> YAMLMapping? {
        guard case .mapping(let entries) = node.content else {
            reportKind(of: node, what: what, wanted: "a group of keys with values", example: example)
            return nil
        }
        if let keys {
            for entry in entries where !keys.contains(entry.key) {
                report(
                    "\(what) has no key “\(entry.key)”; \(Suggestion.phrase(for: entry.key, among: keys))",
                    at: entry.place)
            }
        }
        return YAMLMapping(place: place ?? node.place, entries: entries, what: what)
    }

    /// The value of a key that must be there and not empty.
    package mutating func required(_ key: String, in mapping: YAMLMapping) -> YAMLNode? {
        guard let node = mapping[key] else {
            report("\(mapping.what) needs the key “\(key)”", at: mapping.place)
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
    package mutating func string(_ node: YAMLNode, what: String, example: String? = nil) -> String? {
        guard let text = node.text, !node.isEmpty else {
            reportKind(of: node, what: what, wanted: "a text", example: example)
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
        reportChoice(text, of: Choice.allCases.map(\.rawValue), at: node, what: what)
        return nil
    }

    // MARK: Lists

    /// The items of a list, which may be empty.
    package mutating func items(_ node: YAMLNode, what: String, example: String = "[one, two]") -> [YAMLNode]? {
        if case .sequence(let items) = node.content { return items }
        reportKind(of: node, what: what, wanted: "a list", example: example)
        return nil
    }

    /// The items of a list that must have at least one.
    package mutating func sequence(_ node: YAMLNode, what: String) -> [YAMLNode]? {
        guard let items = items(node, what: what) else { return nil }
        guard !items.isEmpty else {
            report("\(what) is an empty list; write at least one item or leave the key out", at: node)
            return nil
        }
        return items
    }
}

/// The keys and values of one mapping, looked up by key.
package struct YAMLMapping: Sendable {
    /// Where a key that is missing is reported.
    package let place: YAMLPlace
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
