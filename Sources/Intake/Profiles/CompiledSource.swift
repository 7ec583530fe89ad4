import ServiceCatalog

/// Where a field's value comes from, for the columns of one header.
struct CompiledSource: Sendable {
    var kind: Kind
    var words: WordList?
    /// For each of the words: a constant's index.
    var meanings: [Int] = []
    /// A constant's index, for rows without a value.
    var fallback: Int?

    indirect enum Kind: Sendable {
        case column(ColumnReference)
        case split(ColumnReference, at: [UInt8], part: Int)
        case join([ColumnReference], with: [UInt8])
        case first([CompiledSource])
        case constant(Int)
        /// The word, the old or the new column of the one pair that has changed.
        case pairWord
        case pairOld
        case pairNew
    }

    /// Its column, where the value stands in the file just as it is wanted.
    var plainColumn: Int? {
        guard words == nil, fallback == nil, case .column(let reference) = kind else { return nil }
        return reference.fixed
    }

    /// It has a value without any column.
    var hasConstants: Bool {
        switch kind {
        case .constant: true
        case .first(let sources): sources.contains { $0.hasConstants || $0.fallback != nil }
        default: false
        }
    }

    /// All columns it may read.
    var references: [ColumnReference] {
        switch kind {
        case .column(let reference), .split(let reference, _, _): [reference]
        case .join(let references, _): references
        case .first(let sources): sources.flatMap(\.references)
        case .constant, .pairWord, .pairOld, .pairNew: []
        }
    }
}

/// One rule of a profile, for the columns of one header.
struct CompiledRule: Sendable {
    var terms: [Term]
    var outcome: Outcome
    /// For each derived field: its source; `nil` where it has none.
    var sources: [CompiledSource?]

    struct Term: Sendable {
        var column: ColumnReference
        var test: Test
    }

    enum Test: Sendable {
        case words(WordList)
        case filled
        case empty
        case days(ClosedRange<Int>)
        case differs(ColumnReference)
    }

    enum Outcome: Sendable {
        case request
        case change([Pair])
        /// An index into `ProfilePlan.causes`.
        case unchanged(Int)
        case unclear(String)
    }

    struct Pair: Sendable {
        /// A constant's index.
        var word: Int
        var old: ColumnReference
        var new: ColumnReference
    }
}

/// What a profile says of one row.
enum RowDecision: Sendable {
    /// It is judged.
    case request(rule: Int)
    /// An index into `ProfilePlan.causes`.
    case unchanged(Int)
    case refused(Refusal)
    /// It could not be cut into cells.
    case broken

    enum Refusal: Sendable {
        /// The rule says so.
        case unclear(rule: Int)
        case noRule
        /// More than one pair of a rule has changed.
        case changes(rule: Int)
        /// A date that a rule needs.
        case date(column: Int)
        /// No row of the person is the primary one.
        case noPrimary
    }
}

/// What a profile went by in one row.
package enum ProfileOrigin: Sendable {
    /// An index into the profile's rules.
    case rule(Int)
    /// No rule holds, or not one alone.
    case none
    /// The row could not be cut into cells.
    case broken

    init(_ decision: RowDecision) {
        switch decision {
        case .request(let rule), .refused(.unclear(let rule)), .refused(.changes(let rule)): self = .rule(rule)
        case .broken: self = .broken
        case .unchanged, .refused: self = .none
        }
    }
}
