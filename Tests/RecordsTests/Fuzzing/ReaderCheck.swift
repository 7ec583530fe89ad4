import Records

/// Reads any bytes at all and holds what comes of it to what every reader promises; used by the fuzzer and by the tests
/// that replay what it has found.
///
/// The first byte of an input chooses the reader and its options, the second the size of the pieces in which the rest is
/// read a second time.
struct ReaderCheck {
    private let mode: UInt8
    private let pieceSize: Int
    private let bytes: [UInt8]
    private(set) var complaints: [String] = []

    init(_ input: [UInt8]) {
        mode = input.first ?? 0
        pieceSize = Int(input.dropFirst().first ?? 0) + 1
        bytes = Array(input.dropFirst(2))
        check()
    }

    private var isXML: Bool { mode & 1 == 1 }

    private var options: XMLOptions {
        XMLOptions(
            recordPath: mode & 64 != 0 ? ["r", "p"] : nil,
            keyAttributes: mode & 2 != 0 ? ["field": "id", "f": "k"] : [:],
            recordPaths: [["r", "w", "p"]], unescapesNames: mode & 32 != 0,
            dropped: mode & 4 != 0 ? ["s", "a/b", "k"] : [], innerDocument: mode & 8 != 0 ? "RESULT" : nil,
            schema: mode & 16 != 0 ? Self.schema : nil)
    }

    private static let schema = XMLSchema(
        namespace: "urn:f",
        text: """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:f" targetNamespace="urn:f" \
            elementFormDefault="qualified"><xs:element name="r"><xs:complexType><xs:sequence>\
            <xs:element name="p" type="p" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>\
            </xs:element><xs:complexType name="p"><xs:all>\
            <xs:element name="a" type="xs:string" minOccurs="0"/><xs:element name="b" type="xs:string" minOccurs="0"/>\
            </xs:all><xs:anyAttribute namespace="urn:muster:rejection:1" processContents="skip"/></xs:complexType></xs:schema>
            """,
        formatName: "the test format", recordPath: ["r", "p"], fields: ["a", "b"])

    // MARK: Reading

    /// What came of one reading, flattened for comparing.
    private struct Reading: Equatable {
        var rows: [[String]] = []
        var texts: [String] = []
        var lines: [Int] = []
        var forms: [RowForm] = []
        var isWhole = false
        /// Why it is not.
        var message = ""

        /// Of a file that is refused somewhere, the pieces in which it came decide how many rows were lent before that:
        /// an encoding is found to be wrong piece by piece. Those that were are the same.
        func agrees(with other: Reading) -> Bool {
            guard !isWhole, !other.isWhole else { return self == other }
            let count = min(rows.count, other.rows.count)
            return rows.prefix(count) == other.rows.prefix(count) && texts.prefix(count) == other.texts.prefix(count)
                && lines.prefix(count) == other.lines.prefix(count) && forms.prefix(count) == other.forms.prefix(count)
        }
    }

    private mutating func check() {
        let whole = reading(bytes, blockSize: 1 << 18, options)
        let pieces = reading(bytes, blockSize: pieceSize, options)
        if !whole.0.agrees(with: pieces.0) {
            complaints.append("read in pieces of \(pieceSize) it is something else")
        }
        if isXML, reading(bytes, blockSize: pieceSize, options, takesPlainRecords: false).0 != pieces.0 {
            complaints.append("libxml2 alone reads something else")
        }
        guard isXML, whole.0.isWhole, !whole.0.rows.isEmpty, mode & 12 == 0, let reader = whole.xml else { return }
        // The marks of an earlier run are no part of the text.
        guard !reader.header.names.contains(where: { $0.hasPrefix("muster_") }) else { return }
        let text =
            reader.envelope.start + whole.0.texts.joined(separator: "\n").utf8 + reader.envelope.end
        var again = options
        again.recordPath = reader.recordPath
        let copy = reading(Array(text), blockSize: 1 << 18, again).0
        if copy.rows != whole.0.rows { complaints.append("the rejection file does not read the same") }
    }

    private mutating func reading(
        _ bytes: [UInt8], blockSize: Int, _ options: XMLOptions, takesPlainRecords: Bool = true
    ) -> (Reading, xml: XMLReader?) {
        var result = Reading()
        do {
            guard isXML else {
                let form = CSVOptions(delimiter: mode & 2 != 0 ? UInt8(ascii: ",") : nil)
                var reader = try CSVReader(MemorySource(name: "fuzz.csv", bytes), options: form, blockSize: blockSize)
                try add(&reader, to: &result)
                return (result, nil)
            }
            var reader = try XMLReader(
                MemorySource(name: "fuzz.xml", bytes), options: options, blockSize: blockSize,
                takesPlainRecords: takesPlainRecords)
            try add(&reader, to: &result)
            return (result, reader)
        } catch let error as RecordError {
            let message = error.message
            // libxml2 counts end tags in bytes and all else in characters.
            result.message = message.replacing(/column \d+/, with: "column")
            if !(12...600).contains(message.count) { complaints.append("a message of \(message.count) characters") }
            if message.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
                complaints.append("a control character in a message")
            }
            if message.contains("has been lost") || message.contains("report") { complaints.append(message) }
        } catch {
            complaints.append("an unexpected error: \(error)")
        }
        return (result, nil)
    }

    private mutating func add(_ reader: inout some RecordReader, to result: inout Reading) throws {
        var block = RecordBlock()
        while try reader.read(into: &block) {
            if block.rows.isEmpty, block.blankLines == 0 { complaints.append("a block of nothing") }
            for (index, row) in block.rows.enumerated() {
                let cells = block.cells(of: row)
                if !cells.allSatisfy({ $0.range.upperBound <= block.bytes.count }) || row.line < 1
                    || row.text.upperBound > block.bytes.count
                {
                    complaints.append("a row that lies outside of its block")
                    continue
                }
                if row.form == .invalid, !block.faults.contains(where: { $0.row == index }) {
                    complaints.append("an invalid row without a fault")
                }
                // A column that turns up later is empty in earlier rows.
                var values = cells.map { block.string(of: $0) }
                while values.last == "" { values.removeLast() }
                result.rows.append(values)
                result.texts.append(block.text(of: row))
                result.lines.append(row.line)
                result.forms.append(row.form)
            }
        }
        result.isWhole = true
    }
}
