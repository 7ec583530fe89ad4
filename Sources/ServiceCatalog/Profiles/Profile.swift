/// How the export of one HR system is read: its shape, where the fields of the services come from, and what a row asks for.
///
/// A profile is data, like a service definition. Every system lets its customers rename columns, so it never fixes a
/// schema: it lists names that are tried, and words that are understood.
package struct Profile: Sendable, Identifiable {
    /// Lower-case words joined by hyphens, such as `workday-raas-csv`.
    package var id: String
    /// What people call it.
    package var name: String
    /// Where it came from.
    package var source: DefinitionSource
    /// It was not shipped with Muster.
    package var isCustomersOwn: Bool { source.origin != "built-in" }
    /// The files that it reads.
    package var format: Format
    /// What those files are a list of.
    package var kind: Kind
    /// How a file is recognised.
    package var fit: Fit
    /// How its records are found.
    package var shape: Shape
    /// Names that the profile gives to columns of its own choice; they may stand wherever a column is named.
    package var columns: [String: ColumnNames]
    /// Names that the profile gives to lists of words.
    package var words: [String: [String]]
    /// Where the fields of the services come from, in the order of the file.
    package var fields: [FieldAssignment]
    /// How its dates are written.
    package var dates: Dates
    /// In order; the first that holds says what a row asks for. Empty: the file's own columns say it.
    package var requests: [RequestRule]
    /// Columns of personal data that must reach no output.
    package var drop: [String]
    /// Files of this system that are not about people.
    package var refusals: [Refusal]

    /// The formats that systems export.
    package enum Format: String, Sendable, CaseIterable {
        case csv, xml
    }

    /// What the file is a list of. That somebody is missing from it never means anything.
    package enum Kind: String, Sendable, CaseIterable {
        /// What is asked for.
        case requests
        /// What has changed.
        case delta
        /// Everybody.
        case roster
    }

    /// How a file is recognised when nobody names a profile.
    package struct Fit: Sendable {
        /// XML: the local names that the root may have; empty: any.
        package var roots: [String] = []
        /// XML: what the root's namespace begins with.
        package var namespace: String?
        /// Columns that must be there; of each list one is enough.
        package var headers: [[String]] = []
        /// Columns that make this profile fit better than another.
        package var hints: [String] = []
    }

    /// How dates are written.
    package struct Dates: Sendable {
        /// The columns that hold dates; empty: every column that is read may.
        package var columns: [String] = []
        /// The order of day and month where dates have slashes.
        package var order: DateOrder?
        /// What stands for no date.
        package var none: [String] = []
    }

    /// A file that is recognised so as to be refused with a sentence.
    package struct Refusal: Sendable {
        /// XML: the local names of such a file's root.
        package var roots: [String] = []
        /// Columns that such a file has; of each list one is enough.
        package var headers: [[String]] = []
        /// Why the file is refused, and what to do, for the person who sent it.
        package var because: String
    }

    /// A field and where its value comes from.
    package struct FieldAssignment: Sendable {
        /// The name of a field of a service, or `product` or `service`.
        package var field: String
        /// Where its value is found.
        package var source: FieldSource
    }

    /// Every column name that the profile knows, for telling a header from other rows.
    package var headerNames: [String] {
        var names = fit.headers.flatMap(\.self) + fit.hints + dates.columns + drop
        names += columns.values.flatMap(\.names)
        names += fields.flatMap(\.source.columnNames)
        names += requests.flatMap(\.columnNames)
        return names.filter { columns[$0] == nil }
    }
}

/// Some columns of which one counts: the first that the file has, or the first that the row has filled in.
package struct ColumnNames: Sendable, Hashable {
    /// Header names or paths, the preferred one first; compared folded.
    package var names: [String]
    /// The choice is made anew in each row.
    package var isFirstFilled: Bool
    /// The profile's own name for them.
    package var ownName: String?

    package init(_ names: [String], isFirstFilled: Bool = false, ownName: String? = nil) {
        self.names = names
        self.isFirstFilled = isFirstFilled
        self.ownName = ownName
    }
}
