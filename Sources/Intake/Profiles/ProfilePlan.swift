import Records
package import ServiceCatalog
import ServiceLevels

/// A profile, compiled for one header: what is made of each row before it is judged.
///
/// It is a class so that an intake without one stays small: intakes are handed on for every row.
package final class ProfilePlan: Sendable {
    /// What was compiled.
    package let profile: Profile
    /// The number of the header's columns; the derived ones follow them.
    let width: Int
    /// The fields of the derived columns.
    let derived: [String]
    /// Never empty: without rules of the profile's own there is one that always holds.
    let rules: [CompiledRule]
    /// For rows of which no rule holds: what is known whatever they ask for.
    let baseSources: [CompiledSource?]
    let constants: [[UInt8]]
    let slices: SliceTable?
    let primary: Primary?
    /// For each column: the profile knows it as a date.
    let isDate: [Bool]
    /// The columns of dates are named, so others are none.
    let namesDates: Bool
    /// Words that stand for no date.
    let noDates: WordList?
    let dates: DateFormat
    /// The day of receipt, as a number of days since 1970.
    let day: Int
    /// What is said of rows that ask for nothing.
    package let causes: [String]

    struct Primary: Sendable {
        var column: ColumnReference
        var words: WordList
        var person: ColumnReference
    }

    /// Columns whose values the sentences of rules repeat, by the name in braces.
    let placeholders: [String: ColumnReference]

    /// The causes that every plan has.
    static let asksForNothing = 0
    static let furtherPosition = 1

    init(
        _ binding: ProfileBinding, header: Header, columns: ColumnMap, services: [ServiceDefinition],
        options: IntakeOptions, today: CalendarDate
    ) throws {
        let profile = binding.profile
        self.profile = profile
        width = header.count
        derived = binding.derived
        var compiler = RuleCompiler(binding: binding, columns: columns, services: services, fileName: options.fileName)
        rules = profile.requests.isEmpty ? [compiler.always()] : try compiler.rules()
        baseSources = compiler.baseSources()
        causes = compiler.causes
        placeholders = try compiler.placeholders()
        primary = try profile.shape.primary.flatMap { primary in
            let column = try compiler.binding.finder.reference(ColumnNames(primary.columns))
            let person = try compiler.binding.finder.reference(ColumnNames(primary.person))
            guard column.isFound else { return nil }
            let words = WordList(primary.words.map { Name($0) }, matching: .folded)
            return Primary(column: column, words: words, person: person)
        }
        let dateNames = Set(profile.dates.columns.map { Folding.fold($0) })
        isDate = header.names.map { dateNames.contains(Folding.fold($0)) }
        namesDates = !dateNames.isEmpty
        noDates =
            profile.dates.none.isEmpty ? nil : WordList(profile.dates.none.map { Name($0) }, matching: .exact)
        dates = DateFormat(order: options.dateOrder ?? profile.dates.order)
        day = today.dayNumber
        constants = compiler.binding.constants
        slices = compiler.binding.finder.slices
    }

    // MARK: Columns

    /// What the profile reads a column for, besides fields.
    func role(ofColumn column: Int) -> String? {
        let deciding = rules.flatMap { rule in
            rule.terms.flatMap { term -> [ColumnReference] in
                if case .differs(let other) = term.test { return [term.column, other] }
                return [term.column]
            }
        }
        if deciding.contains(where: { holds(column, $0) }) { return "(says what is asked for)" }
        if let primary, holds(column, primary.column) || holds(column, primary.person) {
            return "(says which row of a person counts)"
        }
        if let slices, slices.decides(column) {
            return "(says which of several values is in force)"
        }
        return nil
    }

    /// The derived fields that read a column.
    func fields(ofColumn column: Int) -> [String] {
        derived.indices.filter { index in
            let sources = rules.compactMap { $0.sources[index] } + [baseSources[index]].compactMap(\.self)
            if sources.contains(where: { $0.references.contains { holds(column, $0) } }) { return true }
            return rules.contains { rule in
                guard case .change(let pairs) = rule.outcome else { return false }
                switch rule.sources[index]?.kind {
                case .pairOld?: return pairs.contains { holds(column, $0.old) }
                case .pairNew?: return pairs.contains { holds(column, $0.new) }
                default: return false
                }
            }
        }.map { derived[$0] }
    }

    private func holds(_ column: Int, _ reference: ColumnReference) -> Bool {
        reference.places.contains { place in
            switch place {
            case .column(let own): own == column
            case .slice(let path): slices?.columns(ofPath: path).contains(column) ?? false
            }
        }
    }

    /// A column that a reference may mean in some row; `nil` where the file has none.
    func anyColumn(_ reference: ColumnReference) -> Int? {
        reference.places.lazy.compactMap { [slices] place -> Int? in
            switch place {
            case .column(let column): column
            case .slice(let path): slices?.columns(ofPath: path).first { $0 >= 0 }
            }
        }.first
    }

    /// All columns that hold dates, as far as the profile says so.
    var dateColumns: [Int] {
        let terms = rules.flatMap(\.terms).filter { if case .days = $0.test { true } else { false } }
        return (0..<width).filter { column in isDate[column] || terms.contains { holds(column, $0.column) } }
    }

    /// The columns from which a derived column is made.
    func sourceColumns(ofDerived index: Int) -> [Int] {
        (0..<width).filter { fields(ofColumn: $0).contains(derived[index]) }
    }
}
