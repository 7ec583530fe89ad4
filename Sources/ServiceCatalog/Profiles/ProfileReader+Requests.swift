extension ProfileReader {
    private static let ruleKeys = ["when", "service", "set", "changes", "unchanged", "unclear", "otherwise"]
    private static let outcomeKeys = ["service", "set", "unchanged", "unclear"]

    private static let ruleLimit = 200

    mutating func requests(_ node: YAMLNode) -> [RequestRule] {
        guard let items = yaml.sequence(node, what: "“requests”") else { return [] }
        if items.count > Self.ruleLimit {
            yaml.report("“requests” has more than \(Self.ruleLimit) rules; put several words into one", at: node)
        }
        var rules: [RequestRule] = []
        for (index, item) in items.enumerated() {
            guard let rule = rule(item, isLast: index == items.count - 1) else { continue }
            rules.append(rule)
        }
        return rules
    }

    private mutating func rule(_ node: YAMLNode, isLast: Bool) -> RequestRule? {
        guard let mapping = yaml.mapping(node, keys: Self.ruleKeys, what: "a rule") else { return nil }
        var outcome = mapping
        var terms: [RequestRule.Term] = []
        var isConditional = false
        if let otherwise = mapping["otherwise"] {
            for entry in mapping.entries where entry.key != "otherwise" && Self.ruleKeys.contains(entry.key) {
                yaml.report(
                    "“\(entry.key)” cannot stand beside “otherwise”; put it inside: otherwise: {…}", at: entry.place)
            }
            if case .scalar = otherwise.content {
                return otherwise.text == "unchanged"
                    ? finish(.unchanged(nil), [], mapping, isConditional: false, isLast: isLast, at: node)
                    : wrongOtherwise(otherwise)
            }
            guard let inner = yaml.mapping(otherwise, keys: Self.outcomeKeys, what: "“otherwise”") else { return nil }
            outcome = inner
        } else if let when = mapping["when"] {
            terms = self.terms(when)
            isConditional = true
        }
        guard let result = self.outcome(outcome) else { return nil }
        if case .change = result { isConditional = true }
        return finish(result, terms, outcome, isConditional: isConditional, isLast: isLast, at: node)
    }

    private mutating func wrongOtherwise(_ node: YAMLNode) -> RequestRule? {
        yaml.report(
            "“otherwise” must be unchanged, or a group of keys such as {unclear: \"…\"} or {service: work-new-user}",
            at: node)
        return nil
    }

    private mutating func finish(
        _ outcome: RequestRule.Outcome, _ terms: [RequestRule.Term], _ mapping: YAMLMapping, isConditional: Bool,
        isLast: Bool, at node: YAMLNode
    ) -> RequestRule {
        if !isConditional, !isLast {
            yaml.report("this rule always holds, so the rules below it never do; put it last", at: node)
        }
        var rule = RequestRule(terms: terms, outcome: outcome, assignments: [], line: node.place.line)
        if let set = mapping["set"] {
            if rule.service == nil {
                yaml.report("“set” needs a service to set the fields of", at: set)
            }
            rule.assignments = assignments(set, what: "“set”", service: rule.service)
        }
        return rule
    }

    // MARK: Outcomes

    private mutating func outcome(_ mapping: YAMLMapping) -> RequestRule.Outcome? {
        let given = mapping.entries.filter { ["service", "unchanged", "unclear"].contains($0.key) }
        guard let entry = given.first, given.count == 1 else {
            let place = given.dropFirst().first?.place ?? mapping.place
            yaml.report("a rule needs exactly one of service, unchanged and unclear", at: place)
            return nil
        }
        if entry.key != "service", let place = mapping.place(of: "changes") {
            yaml.report("“changes” needs a service that makes them", at: place)
        }
        switch entry.key {
        case "service":
            guard let id = serviceID(entry.value) else { return nil }
            guard let changes = mapping["changes"] else { return .service(id) }
            return .change(service: id, pairs: pairs(changes))
        case "unclear":
            return yaml.string(entry.value, what: "“unclear”").map { .unclear($0) }
        default:
            switch entry.value.text?.lowercased() {
            case "true", "yes": return .unchanged(nil)
            default: return yaml.string(entry.value, what: "“unchanged”", example: "true").map { .unchanged($0) }
            }
        }
    }

    private mutating func pairs(_ node: YAMLNode) -> [RequestRule.Pair] {
        let example = "{site: [Old Site, New Site]}"
        guard let mapping = yaml.mapping(node, keys: nil, what: "“changes”", example: example) else { return [] }
        return mapping.entries.compactMap { entry in
            pair(entry.value, what: "“\(entry.key)”").map {
                RequestRule.Pair(word: entry.key, old: $0.old, new: $0.new)
            }
        }
    }

    private mutating func pair(_ node: YAMLNode, what: String) -> (old: ColumnNames, new: ColumnNames)? {
        guard case .sequence(let items) = node.content, items.count == 2 else {
            yaml.report("\(what) needs two columns, the old and the new: [Old Site, New Site]", at: node)
            return nil
        }
        return (columnNames(items[0], what: what), columnNames(items[1], what: what))
    }

    // MARK: Terms

    private mutating func terms(_ node: YAMLNode) -> [RequestRule.Term] {
        let example = "{Status: [Hire, New Hire]}"
        guard let mapping = yaml.mapping(node, keys: nil, what: "“when”", example: example) else { return [] }
        if mapping.entries.isEmpty {
            yaml.report("“when” is empty; leave it out of a rule that always holds", at: node)
        }
        return mapping.entries.flatMap { entry -> [RequestRule.Term] in
            if entry.key == "changed" { return changed(entry.value) }
            let key = YAMLNode(content: .scalar(entry.key, isQuoted: true), place: entry.place)
            let column = columnNames(key, what: "a column of “when”")
            return test(entry.value, column: entry.key).map { [RequestRule.Term(column: column, test: $0)] } ?? []
        }
    }

    /// `[Old, New]`, or a list of such pairs of which all must differ.
    private mutating func changed(_ node: YAMLNode) -> [RequestRule.Term] {
        var pairs = [node]
        if case .sequence(let items) = node.content, let first = items.first, case .sequence = first.content {
            pairs = items
        }
        return pairs.compactMap { node in
            pair(node, what: "“changed”").map { RequestRule.Term(column: $0.old, test: .differs($0.new)) }
        }
    }

    private mutating func test(_ node: YAMLNode, column: String) -> RequestRule.Test? {
        if case .mapping = node.content {
            guard let mapping = yaml.mapping(node, keys: ["days"], what: "the test of “\(column)”"),
                let days = yaml.required("days", in: mapping)
            else { return nil }
            return self.days(days).map { .days($0) }
        }
        switch node.text {
        case "filled"?: return .filled
        case "empty"?: return .empty
        case "future"?: return .days(0...Self.farAway)
        case "past"?: return .days(-Self.farAway...(-1))
        default: return .words(wordList(node, what: "a word of “\(column)”"), named: listNames(node))
        }
    }

    /// More days than any two dates are apart.
    private static let farAway = 1_000_000

    /// `-30..`, `..-1`, `0..30` or one number.
    private mutating func days(_ node: YAMLNode) -> ClosedRange<Int>? {
        guard let text = node.text, let range = Self.range(text) else {
            yaml.report("“days” must be a range of days such as -30.., ..-1 or 0..30", at: node)
            return nil
        }
        return range
    }

    private static func range(_ text: String) -> ClosedRange<Int>? {
        func bound(_ text: Substring, _ open: Int) -> Int? {
            if text.isEmpty { return open }
            return Int(text).flatMap { abs($0) < farAway ? $0 : nil }
        }
        guard let dots = text.firstRange(of: "..") else {
            return bound(text[...], farAway).flatMap { $0 == farAway ? nil : $0...$0 }
        }
        guard let lower = bound(text[..<dots.lowerBound], -farAway),
            let upper = bound(text[dots.upperBound...], farAway),
            lower <= upper
        else { return nil }
        return lower...upper
    }

    /// The names of lists, where there is nothing else.
    private func listNames(_ node: YAMLNode) -> [String] {
        let items: [YAMLNode] = if case .sequence(let items) = node.content { items } else { [node] }
        let names = items.compactMap { item in item.text.flatMap { words[$0] == nil ? nil : $0 } }
        return names.count == items.count ? names : []
    }

    /// A word, or a list of words; the name of a list under `words:` stands for its words.
    mutating func wordList(_ node: YAMLNode, what: String) -> [String] {
        let items: [YAMLNode]
        if case .scalar = node.content { items = [node] } else { items = yaml.sequence(node, what: what) ?? [] }
        return items.flatMap { item -> [String] in
            guard let text = yaml.string(item, what: what) else { return [] }
            return words[text] ?? [text]
        }
    }
}
