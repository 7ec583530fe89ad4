import Records
import ServiceCatalog

/// Which columns of a header a profile gives to which fields: all that is known before the definitions are asked.
struct ProfileBinding {
    enum Binding {
        /// The field is this column as it is.
        case plain(Int)
        /// The field is made for each row, and stands in the extra column of this number.
        case derived(Int)
        /// Never from this file.
        case never
    }

    let profile: Profile
    /// For each column: it is left out of everything.
    let dropped: [Bool]
    /// The fields that are made for each row, in the order of the extra columns.
    private(set) var derived: [String] = []
    /// The sources under `fields:`, as far as the file has their columns.
    private(set) var base: [String: CompiledSource] = [:]
    private(set) var constants: [[UInt8]] = []
    var finder: ColumnFinder
    private var bindings: [String: Binding] = [:]
    /// The fields that the profile never takes from the file, except where a rule gives them.
    private(set) var withheld: Set<String> = []

    /// - Parameters:
    ///   - service: the service that all rows ask for, where the user has said so: then no rule is asked.
    init(_ profile: Profile, header: Header, service: String?, fileName: String) throws {
        var profile = profile
        if let service, !profile.requests.isEmpty {
            let rule = profile.requests.first { $0.service == service && !$0.isChange }
            profile.requests = [
                RequestRule(terms: [], outcome: .service(service), assignments: rule?.assignments ?? [], line: 0)
            ]
        }
        self.profile = profile
        let own = header.names.map { ColumnMap.ownColumns.contains($0.lowercased()) }
        let drops = Set(profile.drop.map { Folding.fold($0) })
        dropped = header.names.indices.map {
            !own[$0] && Self.isDropped(header.names[$0], drops, isPath: profile.format == .xml)
        }
        finder = ColumnFinder(
            header, profile: profile, passedOver: zip(own, dropped).map { $0 || $1 }, fileName: fileName)
        for assignment in profile.fields {
            if case .column(let names) = assignment.source.kind, names.names.isEmpty, assignment.source.fallback == nil
            {
                bindings[assignment.field] = .never
                withheld.insert(assignment.field)
            } else if let source = try compile(assignment.source) {
                base[assignment.field] = source
            }
        }
        var computed: [String] = []
        for field in profile.fields.map(\.field) {
            guard let source = base[field] else { continue }
            if let column = source.plainColumn, profile.dates.none.isEmpty || !isDate(column, header) {
                bindings[field] = .plain(column)
            } else {
                computed.append(field)
            }
        }
        if !profile.requests.isEmpty {
            computed += ["product", "service"] + profile.requests.flatMap { $0.assignments.map(\.field) }
            if profile.requests.contains(where: \.isChange) {
                computed += ["change_field", "change_from", "change_to"]
            }
        }
        for field in computed where !derived.contains(field) {
            bindings[field] = .derived(derived.count)
            derived.append(field)
        }
    }

    subscript(field: String) -> Binding? { bindings[field] }

    /// In XML a path is dropped with everything beneath it, and a lone name wherever it stands.
    private static func isDropped(_ name: String, _ drops: Set<String>, isPath: Bool) -> Bool {
        if drops.contains(Folding.fold(name)) { return true }
        guard isPath else { return false }
        var path = ""
        for step in name.split(separator: "/") {
            path += path.isEmpty ? String(step) : "/\(step)"
            let plain = step.split(separator: "[").first.map(String.init) ?? String(step)
            if drops.contains(Folding.fold(path)) || drops.contains(Folding.fold(plain)) { return true }
        }
        return false
    }

    private func isDate(_ column: Int, _ header: Header) -> Bool {
        let names = profile.dates.columns
        return names.isEmpty || names.contains { Folding.fold($0) == Folding.fold(header.names[column]) }
    }

    // MARK: Compiling

    mutating func constant(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        if let known = constants.firstIndex(of: bytes) { return known }
        constants.append(bytes)
        return constants.count - 1
    }

    /// `nil` where the file has none of the source's columns, and nothing stands in for them.
    mutating func compile(_ source: FieldSource) throws -> CompiledSource? {
        var compiled: CompiledSource
        switch source.kind {
        case .column(let columns):
            compiled = CompiledSource(kind: .column(try finder.reference(columns)))
        case .split(let columns, let at, let part):
            compiled = CompiledSource(kind: .split(try finder.reference(columns), at: Array(at.utf8), part: part))
        case .join(let parts, let with):
            let references = try parts.map { try finder.reference($0) }.filter(\.isFound)
            compiled = CompiledSource(kind: .join(references, with: Array(with.utf8)))
        case .first(let sources):
            let found = try sources.compactMap { try compile($0) }
            if found.isEmpty, source.fallback == nil { return nil }
            compiled = CompiledSource(kind: .first(found))
        case .value(let text):
            return CompiledSource(kind: .constant(constant(text)))
        }
        if !compiled.references.contains(where: \.isFound), !compiled.hasConstants {
            return source.fallback.map { CompiledSource(kind: .constant(constant($0))) }
        }
        if !source.words.isEmpty {
            compiled.words = WordList(source.words.map { Name($0.word) }, matching: .folded)
            compiled.meanings = source.words.map { constant($0.meaning) }
        }
        compiled.fallback = source.fallback.map { constant($0) }
        return compiled
    }
}

extension RequestRule {
    var isChange: Bool {
        if case .change = outcome { true } else { false }
    }
}
