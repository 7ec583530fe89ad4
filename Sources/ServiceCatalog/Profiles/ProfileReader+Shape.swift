extension ProfileReader {
    // MARK: How a file is recognised

    mutating func fit(_ node: YAMLNode, format: Profile.Format?) -> Profile.Fit {
        var fit = Profile.Fit()
        let keys = ["root", "namespace", "headers", "hints"]
        guard let mapping = yaml.mapping(node, keys: keys, what: "“fit”") else { return fit }
        refuseXMLKeys(["root", "namespace"], in: mapping, format: format)
        fit.roots = mapping["root"].flatMap { texts($0, what: "“root”") } ?? []
        fit.namespace = mapping["namespace"].flatMap { yaml.string($0, what: "“namespace”") }
        fit.headers = mapping["headers"].map { alternatives($0, what: "“headers”") } ?? []
        fit.hints = mapping["hints"].flatMap { texts($0, what: "“hints”") } ?? []
        // A rejection file has no dropped columns, and must be recognised as the first file was.
        for (key, names) in [("headers", fit.headers.flatMap(\.self)), ("hints", fit.hints)] {
            guard let node = mapping[key] else { continue }
            for name in names { namesRead.append((name, place(of: name, in: node))) }
        }
        if fit.headers.isEmpty, fit.roots.isEmpty {
            yaml.report("“fit” names nothing that a file must have; list columns under “headers”", at: node)
        }
        return fit
    }

    private func place(of name: String, in node: YAMLNode) -> YAMLPlace {
        switch node.content {
        case .scalar(let text, _): return text == name ? node.place : .start
        case .mapping: return node.place
        case .sequence(let items):
            return items.lazy.map { self.place(of: name, in: $0) }.first { $0 != .start } ?? node.place
        }
    }

    /// A list in which each item is a name, or a list of names any of which will do.
    private mutating func alternatives(_ node: YAMLNode, what: String) -> [[String]] {
        (yaml.items(node, what: what) ?? []).compactMap { item in
            let names = texts(item, what: "an item of \(what)")?.flatMap { columns[$0]?.names ?? [$0] }
            if names?.isEmpty == true { yaml.report("an item of \(what) is an empty list", at: item) }
            return names
        }
    }

    private mutating func refuseXMLKeys(_ keys: [String], in mapping: YAMLMapping, format: Profile.Format?) {
        guard format == .csv else { return }
        for key in keys where mapping[key] != nil {
            yaml.report(
                "“\(key)” says something about XML only, and the format is csv",
                at: mapping.place(of: key) ?? mapping.place)
        }
    }

    mutating func refusals(_ node: YAMLNode) -> [Profile.Refusal] {
        (yaml.sequence(node, what: "“refuse”") ?? []).compactMap { item in
            let keys = ["root", "headers", "because"]
            guard let mapping = yaml.mapping(item, keys: keys, what: "an item of “refuse”"),
                let because = yaml.required("because", in: mapping).flatMap({ yaml.string($0, what: "“because”") })
            else { return nil }
            var refusal = Profile.Refusal(because: because)
            refusal.roots = mapping["root"].flatMap { texts($0, what: "“root”") } ?? []
            refusal.headers = mapping["headers"].map { alternatives($0, what: "“headers”") } ?? []
            if refusal.roots.isEmpty, refusal.headers.isEmpty {
                yaml.report("an item of “refuse” needs the key “root” or “headers”", at: item)
            }
            return refusal
        }
    }

    // MARK: How records are found

    mutating func shape(_ node: YAMLNode, format: Profile.Format?) -> Profile.Shape {
        var shape = Profile.Shape()
        let keys = ["record", "keys", "header-rows", "unescape-names", "inner-document", "slices", "primary"]
        guard let mapping = yaml.mapping(node, keys: keys, what: "“shape”") else { return shape }
        refuseXMLKeys(["record", "keys", "unescape-names", "inner-document", "slices"], in: mapping, format: format)
        if let record = mapping["record"] { shape.records = recordPaths(record) }
        if let keys = mapping["keys"], let keys = yaml.mapping(keys, keys: nil, what: "“keys”") {
            for entry in keys.entries {
                shape.keys[entry.key] = yaml.string(entry.value, what: "the attribute of “\(entry.key)”")
            }
        }
        if let rows = mapping["header-rows"] {
            switch rows.text {
            case "1": shape.headerRows = 1
            case "2": shape.headerRows = 2
            default: yaml.report("“header-rows” must be 1 or 2", at: rows)
            }
            if format == .xml {
                yaml.report("“header-rows” says something about CSV only, and the format is xml", at: rows)
            }
        }
        shape.unescapesNames = mapping["unescape-names"].flatMap { yaml.boolean($0, what: "“unescape-names”") } ?? false
        shape.innerDocument = mapping["inner-document"].flatMap { yaml.string($0, what: "“inner-document”") }
        shape.slices = mapping["slices"].map { allSlices($0) } ?? []
        shape.primary = mapping["primary"].flatMap { primary($0) }
        return shape
    }

    private mutating func recordPaths(_ node: YAMLNode) -> [[String]] {
        let items: [YAMLNode]
        if case .scalar = node.content { items = [node] } else { items = yaml.sequence(node, what: "“record”") ?? [] }
        return items.compactMap { item in
            guard let text = yaml.string(item, what: "“record”", example: "Report_Data/Report_Entry") else {
                return nil
            }
            let steps = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard !steps.contains(""), !steps.contains(where: { $0.contains(":") }) else {
                yaml.report(
                    "“\(text)” is no path; write the names of the elements from the root, without prefixes, such as "
                        + "Report_Data/Report_Entry", at: item)
                return nil
            }
            return steps
        }
    }

    private mutating func allSlices(_ node: YAMLNode) -> [Profile.Slices] {
        guard case .sequence = node.content else { return slices(node).map { [$0] } ?? [] }
        let items = yaml.sequence(node, what: "“slices”") ?? []
        if items.count > 8 { yaml.report("“slices” has more than eight items", at: node) }
        return items.compactMap { slices($0) }
    }

    private mutating func slices(_ node: YAMLNode) -> Profile.Slices? {
        guard let mapping = yaml.mapping(node, keys: ["of", "from", "tie", "where"], what: "“slices”"),
            let path = yaml.required("of", in: mapping).flatMap({ yaml.string($0, what: "“of”") })
        else { return nil }
        var slices = Profile.Slices(path: path)
        slices.from = mapping["from"].flatMap { yaml.string($0, what: "“from”") }
        slices.tie = mapping["tie"].flatMap { yaml.string($0, what: "“tie”") }
        if slices.from == nil, let tie = mapping.place(of: "tie") {
            yaml.report("“tie” parts slices of one day, so it needs “from”", at: tie)
        }
        if let node = mapping["where"] { slices.filters = filters(node, of: path) }
        return slices
    }

    /// `{email_type: [B]}`, or `{column: path, is: […]}` with `is-not` for the contrary.
    private mutating func filters(_ node: YAMLNode, of path: String) -> [Profile.Slices.Filter] {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“where”", example: "{email_type: [B]}") else {
            return []
        }
        guard let columnNode = mapping["column"] else {
            return mapping.entries.map { entry in
                Profile.Slices.Filter(
                    column: path + "/" + entry.key, words: filterWords(entry.value), isExcluding: false)
            }
        }
        _ = yaml.mapping(node, keys: ["column", "is", "is-not"], what: "“where”")
        guard let column = yaml.string(columnNode, what: "“column”"),
            (mapping["is"] == nil) != (mapping["is-not"] == nil), let list = mapping["is"] ?? mapping["is-not"]
        else {
            yaml.report("“where” needs either “is” or “is-not” with a list of words", at: node)
            return []
        }
        let isInside = column.split(separator: "/").first != path.split(separator: "/").first
        return [
            Profile.Slices.Filter(
                column: isInside ? path + "/" + column : column, words: filterWords(list),
                isExcluding: mapping["is-not"] != nil)
        ]
    }

    /// Words, among which `""` stands for none.
    private mutating func filterWords(_ node: YAMLNode) -> [String] {
        let items: [YAMLNode]
        if case .scalar = node.content { items = [node] } else { items = yaml.sequence(node, what: "“where”") ?? [] }
        return items.flatMap { item -> [String] in
            if case .scalar("", isQuoted: true) = item.content { return [""] }
            return wordList(item, what: "a word of “where”")
        }
    }

    private mutating func primary(_ node: YAMLNode) -> Profile.Primary? {
        guard let mapping = yaml.mapping(node, keys: ["column", "is", "person"], what: "“primary”") else { return nil }
        let column = yaml.required("column", in: mapping).map { columnNames($0, what: "“column”").names } ?? []
        let words = yaml.required("is", in: mapping).map { wordList($0, what: "a word of “is”") } ?? []
        let person = yaml.required("person", in: mapping).map { columnNames($0, what: "“person”").names } ?? []
        guard !column.isEmpty, !words.isEmpty, !person.isEmpty else { return nil }
        return Profile.Primary(columns: column, words: words, person: person)
    }

    // MARK: Dates

    mutating func dates(_ node: YAMLNode) -> Profile.Dates {
        var dates = Profile.Dates()
        guard let mapping = yaml.mapping(node, keys: ["columns", "order", "none"], what: "“dates”") else {
            return dates
        }
        if let node = mapping["columns"] { dates.columns = columnNames(node, what: "“columns”").names }
        dates.order = mapping["order"].flatMap { yaml.choice($0, of: DateOrder.self, what: "“order”") }
        dates.none = mapping["none"].flatMap { texts($0, what: "“none”") } ?? []
        return dates
    }
}
