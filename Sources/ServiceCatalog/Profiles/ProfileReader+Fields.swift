extension ProfileReader {
    /// Fields with their sources, in the order of the file.
    ///
    /// - Parameter service: the service that the fields belong to; `nil`: any.
    mutating func assignments(_ node: YAMLNode, what: String, service: String?) -> [Profile.FieldAssignment] {
        guard let mapping = yaml.mapping(node, keys: nil, what: what) else { return [] }
        return mapping.entries.compactMap { entry in
            checkField(entry.key, of: service, at: entry.place)
            guard let source = source(entry.value, what: "the field “\(entry.key)”") else { return nil }
            return Profile.FieldAssignment(field: entry.key, source: source)
        }
    }

    private static let kinds = ["column", "first", "split", "join", "value"]

    private mutating func source(_ node: YAMLNode, what: String) -> FieldSource? {
        guard case .mapping = node.content else {
            if node.isEmpty {
                yaml.report("\(what) has no source; name a column after the colon, or [] for none", at: node)
                return nil
            }
            return FieldSource(.column(columnNames(node, what: what)))
        }
        let keys = Self.kinds + ["at", "part", "with", "words", "default"]
        guard let mapping = yaml.mapping(node, keys: keys, what: what, example: "[First Name]") else { return nil }
        let given = mapping.entries.filter { Self.kinds.contains($0.key) }
        guard let entry = given.first, given.count == 1 else {
            let place = given.dropFirst().first?.place ?? node.place
            yaml.report("\(what) needs exactly one of column, first, split, join and value", at: place)
            return nil
        }
        refuseStrayKeys(of: entry.key, in: mapping, what: what)
        guard let kind = kind(entry, in: mapping, what: what) else { return nil }
        var source = FieldSource(kind)
        if let node = mapping["words"] { source.words = meanings(node) }
        source.fallback = mapping["default"].flatMap { yaml.string($0, what: "“default”") }
        return source
    }

    private mutating func refuseStrayKeys(of kind: String, in mapping: YAMLMapping, what: String) {
        for (key, owner) in [("at", "split"), ("part", "split"), ("with", "join")] where kind != owner {
            guard let place = mapping.place(of: key) else { continue }
            yaml.report("“\(key)” belongs to “\(owner)”, and \(what) has “\(kind)”", at: place)
        }
        guard kind == "value" else { return }
        for key in ["words", "default"] {
            guard let place = mapping.place(of: key) else { continue }
            yaml.report("“\(key)” means nothing beside “value”, which is always the same", at: place)
        }
    }

    private mutating func kind(_ entry: YAMLNode.Entry, in mapping: YAMLMapping, what: String) -> FieldSource.Kind? {
        switch entry.key {
        case "value":
            return yaml.string(entry.value, what: "“value”").map { .value($0) }
        case "first":
            return first(entry.value, what: what)
        case "split":
            let columns = columnNames(entry.value, what: "“split”")
            let at = yaml.required("at", in: mapping).flatMap { separator($0, what: "“at”") }
            let part = yaml.required("part", in: mapping)
            guard let number = part?.text.flatMap({ Int($0) }), number != 0, abs(number) <= 100 else {
                if let part { yaml.report("“part” must be a number from 1 on, or from -1 backwards", at: part) }
                return nil
            }
            return at.map { .split(columns, at: $0, part: number) }
        case "join":
            guard let items = yaml.sequence(entry.value, what: "“join”") else { return nil }
            let with = mapping["with"].map { separator($0, what: "“with”") ?? " " } ?? " "
            return .join(items.map { columnNames($0, what: "an item of “join”") }, with: with)
        default:
            return .column(columnNames(entry.value, what: "“column”"))
        }
    }

    /// Names of columns; among them may be sources of any other form.
    private mutating func first(_ node: YAMLNode, what: String) -> FieldSource.Kind {
        if case .sequence(let items) = node.content,
            items.contains(where: { if case .mapping = $0.content { true } else { false } })
        {
            return .first(items.compactMap { source($0, what: what) })
        }
        var columns = columnNames(node, what: "“first”")
        columns.isFirstFilled = true
        return .column(columns)
    }

    /// A text that may be white space, as `" "`.
    private mutating func separator(_ node: YAMLNode, what: String) -> String? {
        guard let text = node.text, !text.isEmpty, !node.isEmpty else {
            yaml.report("\(what) must be a text such as \",\"; put a space in quotes", at: node)
            return nil
        }
        return text
    }

    private mutating func meanings(_ node: YAMLNode) -> [FieldSource.Word] {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“words”", example: "{LON1: London - City}") else {
            return []
        }
        var seen: [String: String] = [:]
        return mapping.entries.compactMap { entry in
            if let earlier = seen.updateValue(entry.key, forKey: Spelling.key(entry.key, .folded)) {
                yaml.report("“\(entry.key)” is the same word as “\(earlier)”; keep one", at: entry.place)
            }
            guard let meaning = yaml.string(entry.value, what: "the meaning of “\(entry.key)”") else { return nil }
            return FieldSource.Word(word: entry.key, meaning: meaning)
        }
    }
}
