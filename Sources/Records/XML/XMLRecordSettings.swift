/// What the assembler is told, with names as the parser's dictionary knows them.
struct XMLRecordSettings {
    /// From the root to the record; never empty.
    var path: [XMLName] = []
    /// Elements that are told apart by an attribute.
    var keys: [(element: XMLName, attribute: XMLName)] = []
    /// `XMLEnvelope.rejectionNamespace`.
    var rejectionNamespace = XMLName.none
    /// The namespace of `xsi:nil`, and that name.
    var schemaInstance = XMLName.none
    var nilName = XMLName.none
    /// What is left out of cells and text.
    var drops = XMLDropList([])
    /// `_x0028_` in a name is shown as `(`.
    var unescapesNames = false
    var limits = XMLLimits()
    /// A block is closed when it has this many bytes.
    var blockSize = 1
}
