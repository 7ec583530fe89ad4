@testable import Records

/// A CSV as it is read, in words: what tests compare.
struct Reading: Equatable {
    var header: [String]
    var headerLine: Int
    /// A line for each row: its line number, then its cells, or in brackets why it is none.
    var rows: [String] = []
    var skipped: [String]
    var facts: [String: String]

    static let known: Set<String> = [
        "first name", "last name", "firstname", "lastname", "email", "e-mail", "site", "extension", "userid",
    ]

    /// - Parameter blockSize: how much is read at a time behind the first block.
    init(
        _ source: any ByteSource, _ options: CSVOptions = CSVOptions(), blockSize: Int = 256 << 10,
        knowsNames: Bool = true
    ) throws {
        var reader = try CSVReader(
            source, options: options, blockSize: blockSize,
            knowsHeader: { knowsNames && Self.known.contains($0.lowercased()) })
        header = reader.header.names
        headerLine = reader.header.line
        skipped = reader.skipped.map { "\($0.line): \($0.cause)" }
        facts = Dictionary(
            reader.facts.map { ($0.name, "\($0.value) (\($0.origin.rawValue))") }, uniquingKeysWith: { "\($0), \($1)" })
        var block = RecordBlock()
        while try reader.read(into: &block) {
            for row in block.rows {
                switch row.form {
                case .whole where (try? UTF8Span(validating: block.bytes.span.extracting(row.text))) == nil:
                    rows.append("\(row.line): [encoding]")
                case .whole:
                    rows.append("\(row.line): " + block.cells(of: row).map(block.string).joined(separator: "|"))
                case .skipped(let cause): rows.append("\(row.line): [\(cause.rawValue)]")
                default: rows.append("\(row.line): [\(row.form)]")
                }
            }
        }
    }

    init(_ text: String, _ options: CSVOptions = CSVOptions(), knowsNames: Bool = true) throws {
        try self.init(MemorySource(text), options, knowsNames: knowsNames)
    }
}
