/// What the user, or a profile, has said about an XML file; it is never overruled.
package struct XMLOptions: Sendable, Equatable {
    /// The element that is one record: local names from the root, such as `["Report_Data", "Report_Entry"]`. `nil`: the
    /// reader finds it.
    package var recordPath: [String]?
    /// Elements that are told apart by an attribute: `["field": "id"]` makes `<field id="firstName">` the path
    /// `field[@id=firstName]`. Local names without prefixes.
    package var keyAttributes: [String: String]
    package var limits: XMLLimits

    package init(
        recordPath: [String]? = nil, keyAttributes: [String: String] = [:], limits: XMLLimits = XMLLimits()
    ) {
        self.recordPath = recordPath
        self.keyAttributes = keyAttributes
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
