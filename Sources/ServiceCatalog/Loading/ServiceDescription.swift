/// One service in words: what a row must hold and what becomes of it, as `muster services show` prints it.
package struct ServiceDescription {
    private let definition: ServiceDefinition

    package init(of definition: ServiceDefinition) {
        self.definition = definition
    }

    package var text: String {
        var lines = [
            "\(definition.id): \(definition.product.name), \(definition.service.name)", "",
            "MACD kind:      \(macd)",
            "Service level:  \(definition.serviceLevel)",
            "Origin:         \(definition.source.origin), SHA-256 \(definition.source.contentHash.prefix(16))…",
            "Named after:    \(labels(definition.subject)), whichever is filled in first",
            "Duplicates:     \(duplicates)",
            "Portal sheet:   \(definition.hasPack ? "yes" : "no")",
            "Product is:     \(definition.product.all.joined(separator: ", "))",
            "Service is:     \(definition.service.all.joined(separator: ", "))",
            "Words match:    \(matching)",
        ]
        lines += section("Required fields", definition.fields.filter(\.isRequired).flatMap(field))
        lines += section("Optional fields", definition.fields.filter { !$0.isRequired }.flatMap(field))
        lines += section("Rules", definition.rules.map { "  - " + rule($0) })
        let tasks = definition.tasks.map { task in
            task.text + (task.condition.map { " (when \(condition($0)))" } ?? "")
        }
        lines += section("Tasks of the case", tasks.enumerated().map { "  \($0.offset + 1). \($0.element)" })
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: The head

    private var macd: String {
        switch definition.macd {
        case .fixed(let kind):
            return kind.rawValue
        case .byValue(let field, let kinds, let otherwise):
            let parts = MACDKind.allCases.compactMap { kind -> String? in
                let values = kinds.filter { $0.value == kind }.keys.sorted()
                return values.isEmpty ? nil : "\(kind.rawValue) for \(values.joined(separator: ", "))"
            }
            return (parts + ["\(otherwise.rawValue) otherwise"]).joined(separator: "; ") + "; by \(label(field))"
        }
    }

    private var duplicates: String {
        guard let key = definition.uniqueKey else { return "not looked for" }
        let parts = key.parts.map { part in
            let others = part.dropFirst().map(label).joined(separator: ", ")
            return part.first.map(label).map { others.isEmpty ? $0 : "\($0) (or else \(others))" } ?? ""
        }
        let scope = key.isAcrossServices ? "rows of any service" : "rows of this service"
        return "\(scope) that agree on \(parts.joined(separator: " + "))"
    }

    private var matching: String {
        switch definition.matching {
        case .folded: "whatever their case, spaces, hyphens and punctuation"
        case .exact: "exactly as written"
        }
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines
    }

    // MARK: Fields

    private func field(_ field: FieldDefinition) -> [String] {
        var lines = ["  \(field.label) (\(field.name))"]
        if let help = field.help { lines.append("      \(help)") }
        let tests = field.checks.filter { $0.grade == .error }.map(\.test.phrase)
        if !tests.isEmpty { lines.append("      Must be: \(tests.joined(separator: "; "))") }
        let warnings = field.checks.filter { $0.grade == .warning }.map(\.test.phrase)
        if !warnings.isEmpty {
            lines.append("      Should be, or the case is flagged: \(warnings.joined(separator: "; "))")
        }
        if let example = field.example { lines.append("      Example: \(example)") }
        if !field.isInCase { lines.append("      Not a column of the cases file") }
        if !field.spellings.isEmpty { lines.append("      Headers: \(field.spellings.joined(separator: ", "))") }
        return lines
    }

    /// `E-mail`: a name in the words that people use.
    private func label(_ name: String) -> String {
        definition.field(named: name)?.label ?? name
    }

    private func labels(_ names: [String]) -> String {
        let labels = names.map(label)
        guard let last = labels.last, labels.count > 1 else { return labels.first ?? "" }
        return labels.dropLast().joined(separator: ", ") + " and " + last
    }

    // MARK: Rules

    private func rule(_ rule: RowRule) -> String {
        let sentence = demand(rule.demand, verb: rule.grade == .warning ? "should" : "must")
        let grade = rule.grade == .warning ? " (the case is flagged)" : ""
        guard let condition = rule.condition else { return sentence + grade }
        return "when \(self.condition(condition)): \(sentence)\(grade)"
    }

    private func demand(_ demand: RowRule.Demand, verb: String) -> String {
        switch demand {
        case .required(let names):
            "\(labels(names)) \(verb) be filled in"
        case .anyOf(let groups):
            "one of these \(verb) be filled in: " + groups.map { labels($0) }.joined(separator: "; ")
        case .forbidden(let names):
            "\(labels(names)) \(verb) be empty"
        case .different(let left, let right):
            "\(label(left)) and \(label(right)) \(verb) differ"
        case .check(let field, let test):
            "\(label(field)) \(verb) be \(test.phrase)"
        case .notice(let field):
            "\(label(field)) should not lie before the time the case is due"
        case .note(let code, _, let sentence):
            "\(sentence) [\(code)]"
        }
    }

    private func condition(_ condition: Condition) -> String {
        let terms = condition.terms.map { term in
            switch term.state {
            case .present: "\(label(term.field)) is filled in"
            case .absent: "\(label(term.field)) is empty"
            case .oneOf(let values): "\(label(term.field)) is \(values.joined(separator: " or "))"
            }
        }
        return terms.joined(separator: " and ")
    }
}

extension ValueTest {
    /// What passes, as the end of “must be …” or “should be …”.
    fileprivate var phrase: String {
        switch self {
        case .format(let format): format.phrase
        case .phone: ValueFormat.phone.phrase
        case .date: ValueFormat.date.phrase
        case .length(let range): "\(Self.text(of: range)) characters long"
        case .range(let range): "a number, \(Self.text(of: range))"
        case .pattern(let pattern): "of the form \(pattern.source)"
        case .oneOf(let words): "one of \(words.words.joined(separator: ", "))"
        case .notReserved(let numbers): "none of \(numbers.ranges.map(\.text).joined(separator: ", "))"
        case .characters: "of the letters that the target system takes: A–Z a–z 0–9 . , - _ ( ) ' and space"
        }
    }

    private static func text(of range: ClosedRange<Int>) -> String {
        if range.lowerBound == range.upperBound { return "\(range.lowerBound)" }
        if range.upperBound == .max { return "at least \(range.lowerBound)" }
        return range.lowerBound <= 0 ? "at most \(range.upperBound)" : "\(range.lowerBound) to \(range.upperBound)"
    }
}

extension ValueFormat {
    fileprivate var phrase: String {
        switch self {
        case .username: "a username: 3 to 70 letters, digits and . @ - _ /"
        case .email: "an e-mail address"
        case .extensionNumber: "an extension: digits"
        case .phone: "a phone number"
        case .mac: "a MAC address"
        case .date: "a date"
        case .isoDate: "a date written YYYY-MM-DD"
        case .locale: "a language that 8x8 offers, such as en-GB"
        case .timeZone: "a time zone, such as Europe/London"
        case .region: "a region that has a calendar"
        case .integer: "a whole number"
        }
    }
}
