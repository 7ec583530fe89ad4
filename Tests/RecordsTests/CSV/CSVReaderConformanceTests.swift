import Records
import Testing

struct CSVReaderConformanceTests {
    @Test(arguments: [",", ";", "\t"] as [Character], CSVDialect.LineEnd.allCases)
    func `the CSV reader does what every reader must`(delimiter: Character, lineEnd: CSVDialect.LineEnd) throws {
        let byte = try #require(delimiter.asciiValue)
        let conformance = ReaderConformance(
            write: { header, rows in
                var output = OutputBuffer()
                for row in [header] + rows {
                    for (index, cell) in row.enumerated() {
                        if index > 0 { output.append(byte) }
                        output.appendCell(cell, delimiter: byte)
                    }
                    output.append(lineEnd.bytes)
                }
                return output.bytes
            },
            open: { bytes, blockSize in
                try CSVReader(MemorySource(bytes), options: CSVOptions(delimiter: byte), blockSize: blockSize)
            },
            // Two reads, since a row may be cut, and the values of cells whose quotes were doubled.
            mostBytes: { blockSize, longest in 3 * blockSize + longest })
        try conformance.check()
    }
}
