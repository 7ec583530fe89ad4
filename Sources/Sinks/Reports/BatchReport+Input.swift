extension BatchReport {
    /// The file that was imported, and what was said about it when it was handed in.
    package struct Input: Codable, Hashable, Sendable {
        /// The file's name without its folder: a folder's name can give away more than the report should.
        package var fileName: String
        package var bytes: Int
        /// Of the file's bytes, lower-case hexadecimal.
        package var sha256: String
        /// When the file was last written, ISO 8601, UTC; `nil` where that is not known, as for standard input.
        package var modified: String?
        package var tenant: String?
        package var plan: String
        /// The region of rows that name none.
        package var defaultRegion: String?
        /// The moment from which due times are counted, ISO 8601, UTC.
        package var receivedAt: String
        /// The name of the profile that read the file; `nil` where none was needed.
        package var profile: String?

        package init(
            fileName: String, bytes: Int, sha256: String, modified: String? = nil, tenant: String? = nil, plan: String,
            defaultRegion: String? = nil, receivedAt: String, profile: String? = nil
        ) {
            self.fileName = fileName
            self.bytes = max(0, bytes)
            self.sha256 = sha256
            self.modified = modified
            self.tenant = tenant
            self.plan = plan
            self.defaultRegion = defaultRegion
            self.receivedAt = receivedAt
            self.profile = profile
        }
    }

    /// How the file was read: nothing is guessed in silence.
    package struct Dialect: Codable, Hashable, Sendable {
        /// Encoding, byte order mark, delimiter, quote, line ends, header line, `sep=` line …, in the order of reading.
        package var settings: [Setting]
        /// Sentences on what was unusual or uncertain.
        package var notes: [String]

        package init(settings: [Setting] = [], notes: [String] = []) {
            self.settings = settings
            self.notes = notes
        }
    }

    /// One thing that had to be known to read the file.
    package struct Setting: Codable, Hashable, Sendable {
        /// Such as `delimiter`.
        package var name: String
        /// In words that can be seen in print, such as `semicolon (;)`.
        package var value: String
        package var known: Known

        package init(name: String, value: String, known: Known) {
            self.name = name
            self.value = value
            self.known = known
        }
    }

    /// How a setting came to be known; what the user set is never overruled.
    package enum Known: String, Codable, Hashable, Sendable, CaseIterable {
        case detected
        case setByUser = "set by user"
        case standard = "default"
    }

    /// One column of the file and the field that it met.
    package struct Column: Codable, Hashable, Sendable {
        /// From 1, as a spreadsheet counts.
        package var position: Int
        /// As it is written in the file.
        package var header: String
        /// `nil`: no field of any service; the column was carried along but not used.
        package var field: String?
        /// The ids of the services that take the field.
        package var services: [String]

        package init(position: Int, header: String, field: String? = nil, services: [String] = []) {
            self.position = position
            self.header = header
            self.field = field
            self.services = services
        }
    }
}
