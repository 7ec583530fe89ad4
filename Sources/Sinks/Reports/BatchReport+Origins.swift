extension BatchReport {
    /// A service definition that judged rows of this file: the proof of which rules ran.
    package struct Definition: Codable, Hashable, Sendable {
        package var id: String
        package var product: String
        package var service: String
        /// `built-in`, or the path of the customer's file.
        package var origin: String
        /// Of the definition's bytes, lower-case hexadecimal.
        package var sha256: String
        /// How many rows it judged.
        package var rows: Int

        package init(id: String, product: String, service: String, origin: String, sha256: String, rows: Int) {
            self.id = id
            self.product = product
            self.service = service
            self.origin = origin
            self.sha256 = sha256
            self.rows = rows
        }
    }

    /// A calendar of working days that due times were counted with.
    package struct Calendar: Codable, Hashable, Sendable {
        package var id: String
        /// `built-in`, or the path of the customer's file.
        package var origin: String

        package init(id: String, origin: String) {
            self.id = id
            self.origin = origin
        }
    }

    /// A file that the import wrote.
    package struct OutputFile: Codable, Hashable, Sendable {
        /// Relative to the folder of the report: `rejected.csv`, `packs/work-new-user.csv`.
        package var name: String
        /// What it is for, in one sentence.
        package var purpose: String
        /// `nil` where the file has no rows, as a report.
        package var rows: Int?
        /// `nil` where it is not known yet, as for the report that is being written.
        package var bytes: Int?

        package init(name: String, purpose: String, rows: Int? = nil, bytes: Int? = nil) {
            self.name = name
            self.purpose = purpose
            self.rows = rows
            self.bytes = bytes
        }
    }
}
