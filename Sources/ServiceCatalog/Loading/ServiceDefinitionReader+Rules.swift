extension ServiceDefinitionReader {
    private static let demandKeys = ["required", "any-of", "forbidden", "different", "check"]

    /// Reads `rules:`; one entry of the list may hold several demands under one condition.
    mutating func rules(_ node: YAMLNode) -> [RowRule] {
        var placed: [(rule: RowRule, place: YAMLPlace)] = []
        let keys = ["when"] + Self.demandKeys + ["warn", "notice", "note", "reject"]
        for item in yaml.sequence(node, what: "“rules”") ?? [] {
            guard let mapping = yaml.mapping(item, keys: keys, what: "a rule") else { continue }
            var condition: Condition?
            if let when = mapping["when"] {
                condition = self.condition(when)
                // A rule without its condition would ask too much of every row; its problems are reported below.
                if condition == nil { condition = Condition([]) }
            }
            let found = demands(in: mapping, condition: condition)
            if found.isEmpty, !mapping.entries.contains(where: { $0.key != "when" }) {
                yaml.report(
                    "this rule asks for nothing; add one of: \(keys.dropFirst().joined(separator: ", "))", at: item)
            }
            placed += found
        }
        reportContradictions(placed)
        return placed.map(\.rule)
    }

    // MARK: Demands

    private mutating func demands(
        in mapping: YAMLMapping, condition: Condition?, grade: Grade = .error
    ) -> [(rule: RowRule, place: YAMLPlace)] {
        var rules: [(rule: RowRule, place: YAMLPlace)] = []
        func add(_ demand: RowRule.Demand?, _ grade: Grade, at place: YAMLPlace) {
            if let demand { rules.append((RowRule(condition: condition, demand: demand, grade: grade), place)) }
        }
        // Only what `warn` understands stays a demand there; other keys have been reported.
        for entry in mapping.entries where grade == .error || Self.demandKeys.contains(entry.key) {
            let place = entry.place
            switch entry.key {
            case "required":
                add(fieldNames(entry.value, what: "“required”").map { .required($0) }, grade, at: place)
            case "forbidden":
                add(fieldNames(entry.value, what: "“forbidden”").map { .forbidden($0) }, grade, at: place)
            case "any-of":
                add(anyOf(entry.value), grade, at: place)
            case "different":
                add(different(entry.value), grade, at: place)
            case "check":
                for check in fieldChecks(entry.value, grade: grade) {
                    add(.check(field: check.field, test: check.check.test), check.check.grade, at: place)
                }
            case "warn":
                guard let inner = yaml.mapping(entry.value, keys: Self.demandKeys, what: "“warn”") else { continue }
                rules += demands(in: inner, condition: condition, grade: .warning)
            case "notice":
                add(notice(entry.value), .warning, at: place)
            case "note":
                add(note(entry.value, key: "note"), .warning, at: place)
            case "reject":
                add(note(entry.value, key: "reject"), .error, at: place)
            default: break
            }
        }
        return rules
    }

    private mutating func anyOf(_ node: YAMLNode) -> RowRule.Demand? {
        guard let items = yaml.sequence(node, what: "“any-of”") else { return nil }
        return .anyOf(items.compactMap { fieldNames($0, what: "“any-of”") })
    }

    private mutating func different(_ node: YAMLNode) -> RowRule.Demand? {
        guard let names = fieldNames(node, what: "“different”") else { return nil }
        guard names.count == 2, names[0] != names[1] else {
            yaml.report("“different” compares two fields, such as [change_from, change_to]", at: node)
            return nil
        }
        return .different(names[0], names[1])
    }

    private mutating func fieldChecks(_ node: YAMLNode, grade: Grade) -> [(field: String, check: FieldCheck)] {
        guard let mapping = yaml.mapping(node, keys: fields.map(\.name), what: "“check”") else { return [] }
        return mapping.entries.flatMap { entry -> [(field: String, check: FieldCheck)] in
            let keys = Self.testKeys + (grade == .error ? ["warn"] : [])
            guard let tests = yaml.mapping(entry.value, keys: keys, what: "the check of “\(entry.key)”") else {
                return []
            }
            return checks(in: tests.entries, grade: grade).checks.map { (entry.key, $0) }
        }
    }

    private mutating func notice(_ node: YAMLNode) -> RowRule.Demand? {
        guard let name = fieldName(node, what: "“notice”") else { return nil }
        if let field = fields.first(where: { $0.name == name }), !field.checks.contains(where: \.test.isDate) {
            yaml.report("“notice” compares a date, so the field “\(name)” needs “format: date”", at: node)
        }
        return .notice(field: name)
    }

    private mutating func note(_ node: YAMLNode, key: String) -> RowRule.Demand? {
        guard let mapping = yaml.mapping(node, keys: ["code", "field", "text"], what: "“\(key)”") else { return nil }
        let codeNode = yaml.required("code", in: mapping)
        let code = codeNode.flatMap { yaml.string($0, what: "“code”") }
        let sentence = yaml.required("text", in: mapping).flatMap { yaml.string($0, what: "“text”") }
        let field = mapping["field"].flatMap { fieldName($0, what: "“field”") }
        if let code, let codeNode {
            let words = code.split(whereSeparator: { $0 == "." || $0 == "-" })
            let isWellFormed =
                words.count > 1 && code.contains(".")
                && code.utf8.allSatisfy { $0 == 0x2E || $0 == 0x2D || (0x61...0x7A).contains($0) }
            if !isWellFormed {
                yaml.report("a code is lower-case words joined by “.” and “-”, such as license.change", at: codeNode)
            }
        }
        guard let code, let sentence else { return nil }
        return .note(code: code, field: field, sentence: sentence)
    }

    // MARK: Conditions

    /// `{field: present}`, `{field: absent}`, `{field: value}` or `{field: [value, value]}`; all terms must hold.
    ///
    /// A value that reads `present` or `absent` is written in quotes.
    mutating func condition(_ node: YAMLNode) -> Condition? {
        guard let mapping = yaml.mapping(node, keys: nil, what: "“when”") else { return nil }
        guard !mapping.entries.isEmpty else {
            yaml.report("“when” is empty; write a field and its value, or leave the key out", at: node)
            return nil
        }
        return Condition(mapping.entries.compactMap { term($0) })
    }

    private mutating func term(_ entry: YAMLNode.Entry) -> Condition.Term? {
        let name = entry.key
        let field = fields.first { $0.name == name }
        if field == nil {
            yaml.report(
                "“when” names the field “\(name)”, which this service does not have; "
                    + Suggestion.phrase(for: name, among: fields.map(\.name)), at: entry.place)
        }
        switch entry.value.content {
        case .scalar("present", isQuoted: false):
            return Condition.Term(field: name, state: .present)
        case .scalar("absent", isQuoted: false):
            if field?.isRequired == true {
                yaml.report("“\(name)” is required, so it is never absent and this never applies", at: entry.value)
            }
            return Condition.Term(field: name, state: .absent)
        default:
            break
        }
        let items: [YAMLNode]
        if case .scalar = entry.value.content {
            items = [entry.value]
        } else {
            items = yaml.sequence(entry.value, what: "“\(name)”") ?? []
        }
        var values: [String] = []
        for item in items {
            guard let value = yaml.string(item, what: "a value of “\(name)”") else { continue }
            if let known = closedValues[name], !known.contains(value) {
                yaml.report(
                    "“\(value)” is not a value of “\(name)”; \(Suggestion.phrase(for: value, among: known))", at: item)
            }
            values.append(value)
        }
        return values.isEmpty ? nil : Condition.Term(field: name, state: .oneOf(values))
    }

    // MARK: Contradictions

    private mutating func reportContradictions(_ rules: [(rule: RowRule, place: YAMLPlace)]) {
        for (rule, place) in rules where rule.grade == .error {
            guard case .forbidden(let forbidden) = rule.demand else { continue }
            for name in forbidden {
                if fields.contains(where: { $0.name == name && $0.isRequired }) {
                    yaml.report("“\(name)” is required by its field and forbidden here; keep one of the two", at: place)
                }
                let requiring = rules.first { other in
                    guard other.rule.grade == .error, case .required(let names) = other.rule.demand else {
                        return false
                    }
                    let (left, right) = (rule.condition, other.rule.condition)
                    return names.contains(name) && (left == nil || right == nil || left == right)
                }
                if let requiring {
                    yaml.report(
                        "“\(name)” is forbidden here and required in line \(requiring.place.line) for the same rows; "
                            + "keep one of the two", at: place)
                }
            }
        }
    }
}
