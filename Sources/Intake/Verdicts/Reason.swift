package import ServiceCatalog

/// Why a row was rejected, or what its case is flagged with: for programs, reports and people alike.
package struct Reason: Hashable, Sendable {
    /// Stable, dotted, such as `email.syntax`.
    package var code: String
    package var grade: Grade
    /// The field concerned; `nil` when it is the row.
    package var field: String?
    /// 1 for the file's first column; `nil` when no column is concerned.
    package var column: Int?
    /// The id of the earlier case that the row's case takes the place of or takes back; `nil` where none is concerned.
    package var earlierCase: String?
    /// For the person in HR: what is wrong and what to do.
    package var sentence: String
    /// A value to put in the field's place, where one is certain to help.
    package var suggestion: String?

    package init(
        code: String, grade: Grade = .error, field: String? = nil, column: Int? = nil,
        earlierCase: String? = nil, sentence: String, suggestion: String? = nil
    ) {
        self.code = code
        self.grade = grade
        self.field = field
        self.column = column
        self.earlierCase = earlierCase
        self.sentence = sentence
        self.suggestion = suggestion
    }
}
