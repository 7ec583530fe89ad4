/// Where the value of a field comes from.
package struct FieldSource: Sendable {
    /// How the value is made.
    package var kind: Kind
    /// Words of the source with what they stand for; others stay as they are.
    package var words: [Word] = []
    /// The value where the source has none.
    package var fallback: String?

    /// The forms that a source can have.
    package enum Kind: Sendable {
        /// A column as it is; without any name: never from this file.
        case column(ColumnNames)
        /// A part of a column, counted from 1, or from -1 backwards.
        case split(ColumnNames, at: String, part: Int)
        /// The columns that are filled in, one after the other.
        case join([ColumnNames], with: String)
        /// The first of these that gives a value in the row.
        case first([FieldSource])
        /// Always the same.
        case value(String)
    }

    /// A word of the system and what it stands for.
    package struct Word: Sendable {
        /// As the file writes it; compared folded.
        package var word: String
        /// As the service takes it.
        package var meaning: String
    }

    package init(_ kind: Kind) {
        self.kind = kind
    }

    /// All names of columns in it.
    package var columnNames: [String] {
        switch kind {
        case .column(let columns), .split(let columns, _, _): columns.names
        case .join(let parts, _): parts.flatMap(\.names)
        case .first(let sources): sources.flatMap(\.columnNames)
        case .value: []
        }
    }
}
