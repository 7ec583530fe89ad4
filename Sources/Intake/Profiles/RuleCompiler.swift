import Records
import ServiceCatalog

/// Compiles the rules of a profile once the columns of the services' fields are known.
struct RuleCompiler {
    var binding: ProfileBinding
    let columns: ColumnMap
    let services: [ServiceDefinition]
    let fileName: String
    private(set) var causes = [
        "asks for nothing", "a further position of somebody whose primary position is in the file",
    ]

    init(binding: ProfileBinding, columns: ColumnMap, services: [ServiceDefinition], fileName: String) {
        self.binding = binding
        self.columns = columns
        self.services = services
        self.fileName = fileName
    }

    mutating func rules() throws -> [CompiledRule] {
        var rules: [CompiledRule] = []
        for rule in binding.profile.requests {
            let terms = try rule.terms.map { term in
                CompiledRule.Term(column: try binding.finder.reference(term.column), test: try test(term.test))
            }
            rules.append(
                CompiledRule(terms: terms, outcome: try outcome(rule), sources: try sources(rule)))
        }
        return rules
    }

    /// The rule of a profile without rules: it always holds.
    func always() -> CompiledRule {
        CompiledRule(terms: [], outcome: .request, sources: binding.derived.map { source(of: $0, service: nil) })
    }

    /// What is known of each derived field whatever the row asks for.
    func baseSources() -> [CompiledSource?] {
        binding.derived.map { field in
            if let source = binding.base[field] { return source }
            if ["product", "service"].contains(field) { return nil }
            return services.lazy.compactMap { self.source(of: field, service: $0.id) }.first
        }
    }

    /// The columns that sentences name in braces.
    mutating func placeholders() throws -> [String: ColumnReference] {
        var found: [String: ColumnReference] = [:]
        for rule in binding.profile.requests {
            guard case .unclear(let sentence) = rule.outcome else { continue }
            for piece in sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
                guard let close = piece.firstIndex(of: "}") else { continue }
                let name = String(piece[..<close])
                let reference = try binding.finder.reference(binding.profile.columns[name] ?? ColumnNames([name]))
                if reference.isFound { found[name] = reference }
            }
        }
        return found
    }

    // MARK: Terms and outcomes

    private mutating func test(_ test: RequestRule.Test) throws -> CompiledRule.Test {
        switch test {
        case .words(let words, _): .words(WordList(words.map { Name($0) }, matching: .folded))
        case .filled: .filled
        case .empty: .empty
        case .days(let range): .days(range)
        case .differs(let other): .differs(try binding.finder.reference(other))
        }
    }

    private mutating func outcome(_ rule: RequestRule) throws -> CompiledRule.Outcome {
        switch rule.outcome {
        case .service: return .request
        case .change(_, let pairs):
            return .change(
                try pairs.compactMap { pair in
                    let old = try binding.finder.reference(pair.old)
                    let new = try binding.finder.reference(pair.new)
                    guard old.isFound, new.isFound else { return nil }
                    return CompiledRule.Pair(word: binding.constant(pair.word), old: old, new: new)
                })
        case .unchanged(let cause):
            guard let cause else { return .unchanged(ProfilePlan.asksForNothing) }
            if let known = causes.firstIndex(of: cause) { return .unchanged(known) }
            causes.append(cause)
            return .unchanged(causes.count - 1)
        case .unclear(let sentence): return .unclear(sentence)
        }
    }

    // MARK: Fields

    private mutating func sources(_ rule: RequestRule) throws -> [CompiledSource?] {
        guard let id = rule.service else { return binding.derived.map { _ in nil } }
        guard let service = services.first(where: { $0.id == id }) else {
            let known = services.map(\.id).joined(separator: ", ")
            throw IntakeError(
                .configuration,
                """
                The profile \(binding.profile.id) asks for the service “\(id)”, which is none of the services in force \
                (\(known)). Add it to your definitions, or use a profile of your own with --profile.
                """)
        }
        var sources: [CompiledSource?] = []
        for field in binding.derived {
            switch field {
            case "product": sources.append(CompiledSource(kind: .constant(binding.constant(service.product.name))))
            case "service": sources.append(CompiledSource(kind: .constant(binding.constant(service.service.name))))
            default:
                if let own = rule.assignments.first(where: { $0.field == field }) {
                    sources.append(try binding.compile(own.source))
                } else if rule.isChange, let source = Self.changeSource(of: field) {
                    sources.append(source)
                } else {
                    sources.append(source(of: field, service: id))
                }
            }
        }
        return sources
    }

    private static func changeSource(of field: String) -> CompiledSource? {
        switch field {
        case "change_field": CompiledSource(kind: .pairWord)
        case "change_from": CompiledSource(kind: .pairOld)
        case "change_to": CompiledSource(kind: .pairNew)
        default: nil
        }
    }

    /// Where a field comes from without a rule: from what the profile says, or else from the column that the
    /// service's own spellings find.
    private func source(of field: String, service id: String?) -> CompiledSource? {
        if let source = binding.base[field] { return source }
        guard !binding.withheld.contains(field), let service = services.firstIndex(where: { $0.id == id }),
            let index = services[service].fields.firstIndex(where: { $0.name == field }),
            let column = columns.spelledColumns[service][index]
        else { return nil }
        return CompiledSource(kind: .column(ColumnReference(places: [.column(column)])))
    }
}
