/// What the user, or a profile, has said about an XML file; it is never overruled.
package struct XMLOptions: Sendable, Equatable {
    /// The element that is one record: local names from the root, such as `["Report_Data", "Report_Entry"]`. `nil`: the
    /// reader finds it.
    package var recordPath: [String]?
    /// Elements that are told apart by an attribute: `["field": "id"]` makes `<field id="firstName">` the path
    /// `field[@id=firstName]`. Local names without prefixes.
    package var keyAttributes: [String: String]
    /// Paths that the record may have, where the user names none: the first that occurs in the file's beginning. Where
    /// none does, the reader finds the record by itself.
    package var recordPaths: [[String]]
    /// Names such as `Hire_x0020_Date` become columns called `Hire Date`, as their system means them. Paths and keys in
    /// these options go by the names in the file.
    package var unescapesNames: Bool
    /// Elements and attributes that are read past, with all that is in them, as if the file did not have them: in no
    /// cell, no header, no text of a row, no envelope. Names, or paths as columns are called; only letters and digits
    /// count. Comments are left out with them, and what stands before the first record.
    package var dropped: [String]
    /// The local name of an element whose text may be an XML document of its own, escaped or in CDATA, which is then the
    /// one that is read. The rejection file of such a file is the inner document; a file without such an element is read
    /// as it is, so that the rejection file can be, too.
    package var innerDocument: String?
    /// By which files of its namespace are checked while they are read; others are not.
    package var schema: XMLSchema?
    package var limits: XMLLimits

    package init(
        recordPath: [String]? = nil, keyAttributes: [String: String] = [:], recordPaths: [[String]] = [],
        unescapesNames: Bool = false, dropped: [String] = [], innerDocument: String? = nil,
        schema: XMLSchema? = nil, limits: XMLLimits = XMLLimits()
    ) {
        self.recordPath = recordPath
        self.keyAttributes = keyAttributes
        self.recordPaths = recordPaths
        self.unescapesNames = unescapesNames
        self.dropped = dropped
        self.innerDocument = innerDocument
        self.schema = schema
        self.limits = limits
    }

    /// Reads a path as a user types it: `A/B` or `/A/B`; a prefix before a name (`wd:A`) is dropped.
    ///
    /// - Returns: `nil` where a name is missing, as in `A//B`.
    package static func recordPath(_ text: String) -> [String]? {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count > 1, parts.first?.isEmpty == true { parts.removeFirst() }
        let names = parts.map { part in
            String(part.lastIndex(of: ":").map { part[part.index(after: $0)...] } ?? part)
        }
        return names.isEmpty || names.contains("") ? nil : names
    }
}

/// How much of anything an XML file may hold before it is refused, so that no file takes memory without bound.
package struct XMLLimits: Sendable, Equatable {
    /// Elements inside one another, the root included.
    package var depth = 100
    /// Of one record's text, and so of each of its values, in bytes of UTF-8. A longer record becomes a row of form
    /// `.tooLong`.
    package var recordBytes = 1 << 20
    /// Different paths in all records together.
    package var fields = 10_000
    /// Of one tag, comment or processing instruction, in bytes.
    package var tokenBytes = 4 << 20
    /// Of what stands before the first record and is kept for the rejection file, in bytes; when it is longer, only the
    /// start tags around the record are kept.
    package var preambleBytes = 64 << 10

    package init() {}

    var depthSentence: String {
        "elements stand inside one another deeper than \(depth) levels. No such file of people is known: check what "
            + "this is."
    }
}
