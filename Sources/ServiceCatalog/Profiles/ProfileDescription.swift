/// One profile in words: what files it is for and what it makes of a row, as `muster profiles show` prints it.
package struct ProfileDescription {
    private let profile: Profile

    package init(of profile: Profile) {
        self.profile = profile
    }

    /// Several lines, with a line end after the last.
    package var text: String {
        var lines = [
            "\(profile.id): \(profile.name)", "",
            "Format:        \(profile.format == .csv ? "CSV" : "XML")",
            "Kind:          \(kind)",
            "Origin:        \(profile.source.origin), SHA-256 \(profile.source.contentHash.prefix(16))…",
        ]
        lines += section("Recognised by", fit)
        lines += section("Read as", shape)
        lines += section("Columns by a name of the profile's own", own)
        lines += section("Words by a name of the profile's own", lists)
        lines += section("Fields", profile.fields.map { "  \($0.field): \(Self.words(of: $0.source))" })
        lines += section("What a row asks for: the first of these that holds", rules)
        lines += section("Never repeated anywhere", Self.wrapped(profile.drop))
        lines += section("Refused", profile.refusals.map { "  \(Self.refused($0)): \($0.because)" })
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines
    }

    private var kind: String {
        switch profile.kind {
        case .requests: "requests: each row asks for something"
        case .delta: "delta: what has changed; who is missing is not meant"
        case .roster: "roster: everybody; who is missing is not meant"
        }
    }

    // MARK: Recognising and reading

    private var fit: [String] {
        var lines: [String] = []
        if !profile.fit.roots.isEmpty { lines.append("  root element \(Self.any(profile.fit.roots))") }
        if let namespace = profile.fit.namespace { lines.append("  a namespace that begins with \(namespace)") }
        lines += profile.fit.headers.map { "  column \(Self.any($0))" }
        if !profile.fit.hints.isEmpty { lines += ["  and the better for:"] + Self.wrapped(profile.fit.hints) }
        return lines
    }

    private var shape: [String] {
        var lines: [String] = []
        let shape = profile.shape
        if !shape.records.isEmpty {
            lines.append("  a record is \(Self.any(shape.records.map { $0.joined(separator: "/") }))")
        }
        for (element, attribute) in shape.keys.sorted(by: { $0.key < $1.key }) {
            lines.append("  elements called \(element) are told apart by their attribute \(attribute)")
        }
        if shape.headerRows == 2 { lines.append("  a second header row is passed over") }
        if shape.unescapesNames { lines.append("  escaped names such as _x0028_ are read as they are meant") }
        if let element = shape.innerDocument { lines.append("  the text of <\(element)> may be the real document") }
        for slices in shape.slices {
            let which = slices.from.map { "the one in force on the day of receipt, by \($0)" } ?? "the first"
            lines.append("  of several \(slices.path): \(which)")
        }
        if let primary = shape.primary {
            lines.append(
                "  of several rows of a person the one with \(Self.any(primary.words)) in \(Self.any(primary.columns))")
        }
        if let order = profile.dates.order { lines.append("  dates with slashes are \(order.rawValue)") }
        if !profile.dates.none.isEmpty { lines.append("  no date: \(profile.dates.none.joined(separator: ", "))") }
        return lines
    }

    private var own: [String] {
        profile.columns.sorted { $0.key < $1.key }.map { name, columns in
            let choice = columns.isFirstFilled && columns.names.count > 1 ? ", whichever is filled in" : ""
            return "  \(name): \(Self.any(columns.names))\(choice)"
        }
    }

    private var lists: [String] {
        profile.words.sorted { $0.key < $1.key }.flatMap { name, words in
            ["  \(name):"] + Self.wrapped(words)
        }
    }

    // MARK: Rules

    private var rules: [String] {
        guard !profile.requests.isEmpty else {
            return ["  what its own columns for the product and the service say"]
        }
        return profile.requests.enumerated().map { "  \($0.offset + 1). \(Self.words(of: $0.element))" }
    }

    /// A rule in words: `when “Status” is Hire or New Hire: work-new-user, with effective_date from “Hire Date”`.
    package static func words(of rule: RequestRule) -> String {
        var conditions = rule.terms.map(words)
        var outcome: String
        switch rule.outcome {
        case .service(let id): outcome = id
        case .change(let service, let pairs):
            let changes = pairs.map { "\($0.word) (\(words(of: $0.old)) → \(words(of: $0.new)))" }
            conditions.append("one of these has changed: \(changes.joined(separator: ", "))")
            outcome = service
        case .unchanged(let cause): outcome = "nothing" + (cause.map { " (\($0))" } ?? "")
        case .unclear(let sentence): outcome = "unclear, and rejected: \(sentence)"
        }
        if !rule.assignments.isEmpty {
            let fields = rule.assignments.map { "\($0.field) from \(words(of: $0.source))" }
            outcome += ", with \(fields.joined(separator: ", "))"
        }
        guard !conditions.isEmpty else { return "otherwise: \(outcome)" }
        return "when \(conditions.joined(separator: " and ")): \(outcome)"
    }

    private static func words(of term: RequestRule.Term) -> String {
        let column = words(of: term.column)
        switch term.test {
        case .words(let words, let names):
            return "\(column) is \(names.isEmpty ? listed(words) : "one of " + names.joined(separator: " or "))"
        case .filled: return "\(column) is filled in"
        case .empty: return "\(column) is empty"
        case .differs(let other): return "\(column) is filled in and differs from \(words(of: other))"
        case .days(let days):
            switch (days.lowerBound < -100_000, days.upperBound > 100_000) {
            case (true, true): return "\(column) is a date"
            case (true, false) where days.upperBound == -1: return "\(column) is before the day of receipt"
            case (false, true) where days.lowerBound == 0: return "\(column) is the day of receipt or later"
            case (true, false): return "\(column) is at most \(days.upperBound) days after the day of receipt"
            case (false, true): return "\(column) is at least \(days.lowerBound) days after the day of receipt"
            case (false, false):
                return "\(column) is \(days.lowerBound) to \(days.upperBound) days after the day of receipt"
            }
        }
    }

    // MARK: Sources

    private static func words(of source: FieldSource) -> String {
        var text: String
        switch source.kind {
        case .column(let columns): text = columns.names.isEmpty ? "never from this file" : words(of: columns)
        case .split(let columns, let at, let part): text = "part \(part) of \(words(of: columns)), cut at “\(at)”"
        case .join(let parts, let with): text = parts.map(words).joined(separator: " + “\(with)” + ")
        case .first(let sources): text = sources.map(words).joined(separator: ", or else ")
        case .value(let value): text = "always “\(value)”"
        }
        if !source.words.isEmpty {
            text += " (" + source.words.map { "\($0.word) means \($0.meaning)" }.joined(separator: ", ") + ")"
        }
        if let fallback = source.fallback { text += ", or else “\(fallback)”" }
        return text
    }

    private static func words(of columns: ColumnNames) -> String {
        if let name = columns.ownName { return name }
        return brief(columns.names, 4)
            + (columns.isFirstFilled && columns.names.count > 1 ? ", whichever is filled in" : "")
    }

    private static func any(_ names: [String]) -> String {
        names.map { "“\($0)”" }.joined(separator: " or ")
    }

    private static func listed(_ words: [String]) -> String {
        brief(words, 6)
    }

    private static func brief(_ names: [String], _ limit: Int) -> String {
        names.count > limit ? any(Array(names.prefix(limit))) + " or …" : any(names)
    }

    private static func refused(_ refusal: Profile.Refusal) -> String {
        refusal.roots.isEmpty ? refusal.headers.map(any).joined(separator: ", ") : "root \(any(refusal.roots))"
    }

    /// Names, as many as fit a line.
    private static func wrapped(_ names: [String]) -> [String] {
        var lines: [String] = []
        for (index, name) in names.enumerated() {
            let text = name + (index < names.count - 1 ? "," : "")
            if let last = lines.last, last.count + text.count < 100 {
                lines[lines.count - 1] = last + " " + text
            } else {
                lines.append("    " + text)
            }
        }
        return lines
    }
}
