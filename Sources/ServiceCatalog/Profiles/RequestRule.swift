/// One rule of a profile: what a row asks for when all its terms hold.
package struct RequestRule: Sendable {
    /// All must hold; none: always.
    package var terms: [Term]
    /// What a row asks for when the rule holds.
    package var outcome: Outcome
    /// Fields that come from elsewhere when this rule holds.
    package var assignments: [Profile.FieldAssignment]
    /// Where the rule stands in the profile's file, from 1.
    package var line: Int

    package init(
        terms: [Term], outcome: Outcome, assignments: [Profile.FieldAssignment] = [], line: Int
    ) {
        self.terms = terms
        self.outcome = outcome
        self.assignments = assignments
        self.line = line
    }

    /// What a row can ask for.
    package enum Outcome: Sendable {
        /// The id of a service.
        case service(String)
        /// One of several old and new values has changed, and the service is told which: a case is one change.
        case change(service: String, pairs: [Pair])
        /// Nothing; the words say why, where the profile does.
        case unchanged(String?)
        /// It cannot be told; the sentence says what HR has to do.
        case unclear(String)
    }

    /// Two columns with the value before and after, and the word of `change_field` for it.
    package struct Pair: Sendable {
        /// A value of `change_field`.
        package var word: String
        /// The value before; empty where nothing has changed.
        package var old: ColumnNames
        /// The value now.
        package var new: ColumnNames
    }

    /// One thing that must hold of a column.
    package struct Term: Sendable {
        /// The column that is looked at.
        package var column: ColumnNames
        /// What must hold of its value.
        package var test: Test
    }

    /// What can be asked of a value.
    package enum Test: Sendable {
        /// One of these words, folded; where they are lists of the profile's own, their names.
        case words([String], named: [String])
        case filled
        case empty
        /// A date so many days after the day of receipt, or before it where negative.
        case days(ClosedRange<Int>)
        /// The column of the term is filled in and differs from this one.
        case differs(ColumnNames)
    }

    /// All names of columns in it.
    package var columnNames: [String] {
        var names = terms.flatMap { term in
            if case .differs(let other) = term.test { return term.column.names + other.names }
            return term.column.names
        }
        if case .change(_, let pairs) = outcome { names += pairs.flatMap { $0.old.names + $0.new.names } }
        return names + assignments.flatMap(\.source.columnNames)
    }

    /// The service that the rule asks for.
    package var service: String? {
        switch outcome {
        case .service(let id), .change(let id, _): id
        case .unchanged, .unclear: nil
        }
    }
}
