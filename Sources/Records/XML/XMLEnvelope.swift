/// What stands around the records of an XML file, for writing a file of the same shape.
///
/// `start`, any number of records as their rows' text, and `end` make a well-formed document in UTF-8. Marks of an
/// earlier rejection file are left out of all three.
package struct XMLEnvelope: Sendable, Equatable {
    /// The XML declaration, the start tags from the root to the record's parent and what stands between them.
    package var start: [UInt8] = []
    /// The end tags, innermost first.
    package var end: [UInt8] = []
    /// The record element's name as the file writes it, with its prefix.
    package var recordName = ""

    package init() {}

    /// The namespace of the attributes that a rejection file adds to a record.
    package static let rejectionNamespace = "urn:muster:rejection:1"
    /// Those attributes; they are read as the columns `muster_record`, `muster_line` and so on, others are dropped.
    package static let marks = ["record", "line", "reasons", "suggestions"]
}
