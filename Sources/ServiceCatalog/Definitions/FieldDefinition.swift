/// One field of a service: its names, whether it must be there, and the tests of its value.
package struct FieldDefinition: Sendable {
    /// `snake_case`, the name of the column in machine files.
    package var name: String
    /// What a person calls it.
    package var label: String
    /// Header names that mean this field, besides `name` and `label`; they match folded.
    package var spellings: [String]
    package var isRequired: Bool
    /// Run in order over a value that is present; every one that fails is reported.
    package var checks: [FieldCheck]
    /// One line for the import template and `muster services show`.
    package var help: String?
    /// A valid value, for the import template.
    package var example: String?
    /// False: checked, and repeated in the rejection file, but no column of the cases file.
    package var isInCase: Bool

    package init(
        name: String, label: String, spellings: [String] = [], isRequired: Bool = false, checks: [FieldCheck] = [],
        help: String? = nil, example: String? = nil, isInCase: Bool = true
    ) {
        self.name = name
        self.label = label
        self.spellings = spellings
        self.isRequired = isRequired
        self.checks = checks
        self.help = help
        self.example = example
        self.isInCase = isInCase
    }
}

/// A test of a field's value, and what its failure means.
package struct FieldCheck: Sendable {
    package var test: ValueTest
    package var grade: Grade

    package init(_ test: ValueTest, grade: Grade = .error) {
        self.test = test
        self.grade = grade
    }
}

/// What a failed check does to the row.
package enum Grade: String, Sendable {
    /// The row is rejected.
    case error
    /// The row is accepted and its case flagged.
    case warning
}
