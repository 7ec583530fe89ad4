extension Profile {
    /// How records are found in the file, and which of several that belong together count.
    package struct Shape: Sendable {
        /// XML: paths of the element that is one record; the first that the file has.
        package var records: [[String]] = []
        /// XML: elements that an attribute tells apart, `ID` by `type`.
        package var keys: [String: String] = [:]
        /// CSV: 2 where a row of labels stands under the header.
        package var headerRows = 1
        /// XML: `_x0028_` in a name stands for a character.
        package var unescapesNames = false
        /// XML: the element whose text is the real document.
        package var innerDocument: String?
        /// Outer ones before inner ones.
        package var slices: [Slices] = []
        /// Of several rows of a person only one counts.
        package var primary: Primary?
    }

    /// Repeated elements that are each valid from a date on: one of them is in force on the day of receipt.
    package struct Slices: Sendable {
        /// The repeated element's path inside the record.
        package var path: String
        /// The date from which a slice holds; beneath the path. `nil`: the first slice counts.
        package var from: String?
        /// Of slices from one day the one with the greatest number here.
        package var tie: String?
        /// Only slices for which these hold are looked at.
        package var filters: [Filter] = []

        /// What a slice must hold to be looked at.
        package struct Filter: Sendable {
            /// A path inside the record; it follows the slice where both lead through the same element.
            package var column: String
            /// An empty word: there is none.
            package var words: [String]
            /// The words are those that a slice must not have.
            package var isExcluding: Bool
        }
    }

    /// One row for each position of a person: only the primary one counts.
    package struct Primary: Sendable {
        /// Says of a row whether it is the primary one; the first of these that the file has.
        package var columns: [String]
        /// What stands in the column of a primary row.
        package var words: [String]
        /// The column that says who it is; the first of these that the file has.
        package var person: [String]
    }
}
