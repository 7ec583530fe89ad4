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
    /// Plain records are read past libxml2.
    var takesPlainRecords = true
    /// A block is closed when it has this many bytes.
    var blockSize = 1

    init() {}

    /// - Parameter names: the parser whose dictionary knows the names.
    init(
        _ options: XMLOptions, recordPath: [String], blockSize: Int, takesPlainRecords: Bool, names: XMLPushParser
    ) {
        path = recordPath.map(names.name)
        keys = options.keyAttributes.sorted { $0.key < $1.key }.map { (names.name($0.key), names.name($0.value)) }
        rejectionNamespace = names.name(XMLEnvelope.rejectionNamespace)
        schemaInstance = names.name("http://www.w3.org/2001/XMLSchema-instance")
        nilName = names.name("nil")
        drops = XMLDropList(options.dropped)
        unescapesNames = options.unescapesNames
        limits = options.limits
        self.blockSize = blockSize
        self.takesPlainRecords = takesPlainRecords && path.count > 1
    }
}
