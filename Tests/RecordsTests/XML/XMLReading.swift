import Records

/// What a reader made of an XML text, flattened for comparing.
struct XMLReading {
    /// One for each row: the columns that are not empty.
    var rows: [[String: String]] = []
    var lines: [Int] = []
    var forms: [RowForm] = []
    var texts: [String] = []
    var hold: [Bool] = []
    var header: [String] = []
    /// How long the header was at each block.
    var widths: [Int] = []
    var facts: [ReadingFact] = []
    var skipped: [SkippedRow] = []
    var envelope = XMLEnvelope()
    var error: RecordError?
    var root: XMLRoot?
    var faults: [RowFault] = []

    init(
        _ text: String, record: [String]? = nil, keys: [String: String] = [:], limits: XMLLimits = XMLLimits(),
        blockSize: Int = 1 << 18
    ) {
        self.init(Array(text.utf8), record: record, keys: keys, limits: limits, blockSize: blockSize)
    }

    init(
        _ bytes: [UInt8], record: [String]? = nil, keys: [String: String] = [:], limits: XMLLimits = XMLLimits(),
        blockSize: Int = 1 << 18
    ) {
        self.init(
            MemorySource(name: "people.xml", bytes),
            XMLOptions(recordPath: record, keyAttributes: keys, limits: limits), blockSize)
    }

    init(_ text: String, options: XMLOptions, blockSize: Int = 1 << 18) {
        self.init(MemorySource(name: "people.xml", text), options, blockSize)
    }

    init(
        _ source: any ByteSource, _ options: XMLOptions = XMLOptions(), _ blockSize: Int = 1 << 18,
        takesPlainRecords: Bool = true
    ) {
        do {
            var reader = try XMLReader(
                source, options: options, blockSize: blockSize, takesPlainRecords: takesPlainRecords)
            facts = reader.facts
            root = reader.root
            defer {
                header = reader.header.names
                skipped = reader.skipped
                envelope = reader.envelope
            }
            var block = RecordBlock()
            while try reader.read(into: &block) {
                widths.append(reader.header.count)
                for row in block.rows { add(row, of: block, reader.header.names) }
                for fault in block.faults {
                    faults.append(fault)
                    if block.rows[fault.row].form != .invalid { faults.append(fault) }
                }
            }
        } catch let error as RecordError {
            self.error = error
        } catch {
            self.error = RecordError(.unreadable, "unexpected: \(error)")
        }
    }

    private mutating func add(_ row: RecordBlock.Row, of block: RecordBlock, _ names: [String]) {
        var fields: [String: String] = [:]
        let cells = block.cells(of: row)
        if cells.count != names.count { fields["!"] = "\(cells.count) cells for \(names.count) columns" }
        for (name, cell) in zip(names, cells) where !cell.isEmpty { fields[name] = block.string(of: cell) }
        rows.append(fields)
        lines.append(row.line)
        forms.append(row.form)
        texts.append(block.text(of: row))
        hold.append(row.mayHoldNonASCII)
    }

    /// The path that the reader has found or was given.
    var recordPath: [String]? {
        facts.first { $0.name == "record" }?.value.split(separator: "/").map(String.init)
    }

    /// The whole as a document again.
    var document: String {
        String(decoding: envelope.start, as: UTF8.self) + texts.joined(separator: "\n")
            + String(decoding: envelope.end, as: UTF8.self)
    }
}
