extension BatchReport {
    /// What a reason does to its row.
    package enum Grade: String, Codable, Hashable, Sendable, CaseIterable {
        /// The row is rejected.
        case error
        /// The row is accepted and its case is flagged.
        case warning
    }

    /// One reason and how often it was given in this file.
    package struct ReasonCount: Codable, Hashable, Sendable {
        /// Stable, such as `email.syntax`.
        package var code: String
        /// A few words for a heading: `E-mail address is not well formed`.
        package var title: String
        package var grade: Grade
        /// How often it was given; one row can give a reason more than once, for different fields.
        package var count: Int
        /// The number of the first row that gave it, from 1.
        package var firstRecord: Int
        /// The line of the file on which that row begins, from 1.
        package var firstLine: Int
        package var fields: [String]
        /// The sentence of that first row.
        package var example: String

        package init(
            code: String, title: String, grade: Grade, count: Int, firstRecord: Int, firstLine: Int, fields: [String],
            example: String
        ) {
            self.code = code
            self.title = title
            self.grade = grade
            self.count = count
            self.firstRecord = firstRecord
            self.firstLine = firstLine
            self.fields = fields
            self.example = example
        }
    }

    /// A row that needs a person's eye, with every reason.
    package struct Row: Codable, Hashable, Sendable {
        /// From 1; the header and what was skipped are not counted.
        package var record: Int
        /// The line of the file on which the row begins, from 1.
        package var line: Int
        /// Who or what the row is about; empty where the row does not say.
        package var subject: String
        package var reasons: [RowReason]

        package init(record: Int, line: Int, subject: String, reasons: [RowReason]) {
            self.record = record
            self.line = line
            self.subject = subject
            self.reasons = reasons
        }
    }

    /// One reason of one row.
    package struct RowReason: Codable, Hashable, Sendable {
        package var code: String
        package var grade: Grade
        /// `nil` where the reason concerns the row as a whole.
        package var field: String?
        /// The position of the column in the file, from 1; `nil` where there is none.
        package var column: Int?
        /// The id of the earlier case that the row's case takes the place of or takes back; `nil` where there is none.
        package var earlierCase: String?
        package var sentence: String
        /// A value that is certain to help; `nil` where there is none.
        package var suggestion: String?

        package init(
            code: String, grade: Grade, field: String? = nil, column: Int? = nil, earlierCase: String? = nil,
            sentence: String, suggestion: String? = nil
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
}
