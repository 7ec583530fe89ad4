/// An XML Schema by which the files of one namespace are checked while they are read.
package struct XMLSchema: Sendable, Equatable {
    /// Files whose root element is in this namespace are checked.
    package var namespace: String
    /// The schema document. It must need no other document.
    package var text: String
    /// What people call the format, as in “this is no part of …”.
    package var formatName: String
    /// From the root to the record, by local names.
    package var recordPath: [String]
    /// The names of the elements that a record may hold: to say of each element that is not expected why it is not.
    package var fields: Set<String>

    package init(
        namespace: String, text: String, formatName: String, recordPath: [String], fields: Set<String>
    ) {
        self.namespace = namespace
        self.text = text
        self.formatName = formatName
        self.recordPath = recordPath
        self.fields = fields
    }
}

/// Something in a row that its format does not have, so that the row cannot be taken as it is.
package struct RowFault: Sendable, Equatable {
    /// The index of the row in its block.
    package var row: Int
    package var line: Int
    package var column: Int
    /// What is wrong and what to do, as a sentence.
    package var sentence: String
    /// The name of an element that is no field, so that a similar one can be suggested.
    package var unknownField: String?
}
