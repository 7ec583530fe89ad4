/// A rule over more than one field of a row.
package struct RowRule: Sendable {
    /// The rule asks for something only when this holds; `nil`: always.
    package var condition: Condition?
    package var demand: Demand
    package var grade: Grade

    package init(condition: Condition? = nil, demand: Demand, grade: Grade = .error) {
        self.condition = condition
        self.demand = demand
        self.grade = grade
    }

    package enum Demand: Sendable {
        /// Each of these fields must be filled in.
        case required([String])
        /// At least one of these groups must be filled in whole: who the request is about, for instance.
        case anyOf([[String]])
        /// None of these fields may be filled in.
        case forbidden([String])
        /// Two fields that are both filled in must differ.
        case different(String, String)
        /// A field that is filled in must pass a test.
        case check(field: String, test: ValueTest)
        /// A date field that lies before the case's due time gets the warning `date.short-notice`.
        case notice(field: String)
        /// Always fails where the condition holds: something the person should know, with its own code and sentence.
        case note(code: String, field: String?, sentence: String)
    }
}

/// Holds when every one of its terms does.
package struct Condition: Hashable, Sendable {
    package var terms: [Term]

    package init(_ terms: [Term]) {
        self.terms = terms
    }

    package struct Term: Hashable, Sendable {
        package var field: String
        package var state: State

        package init(field: String, state: State) {
            self.field = field
            self.state = state
        }
    }

    package enum State: Hashable, Sendable {
        case present
        case absent
        /// The field's canonical value is one of these.
        case oneOf([String])
    }
}
