import Records
import TestSupport
import Testing

/// The reader around the scanner: blocks, pieces and positions.
struct CSVReaderTests {
    /// A header and one row, together as long as the piece from which a reader takes the dialect.
    private static let opening = "a,b\n" + String(repeating: "x", count: 4_096 - 7) + ",y\n"

    private static let texts = [
        "1,2\n3,4\n", "1,2\r\n3,4\r\n\r\n5,6", "1,2\r3,4\r\r5,6\r", "\"1\n\",\"\"\"2\"\n3,4", "1,\"2\n3,4\n5,6\n",
        "1,\"2\"x\n3,4\n", "1,\"2\n,3\n\",4,5\n6,7", "1,\"2\r\n3\",4\r\n5,6\r\n\"7\",\"8\r\n\"\r\n",
        "1\n2,3,4\n,\n\n\n",
        "é,\"ü\r\n\"\r\n1,\"", "\"1\",\"2\"\r\n\"3,\"4\"\r\n\"5\",\"6\"\r\n",
        "1,\"a\"\"b\"\n\"\"\"\",\"\"\n\"x\"\"\",\"\"\"y\"\n",
    ]

    private func plain(_ text: String, width: Int = 2) -> ReadRows {
        var rows = PlainCSV(bytes: Array(text.utf8), width: width).read()
        rows.nextLine = 0
        return rows
    }

    private func read(_ source: any ByteSource, blockSize: Int = CSVReader.defaultBlockSize) throws -> ReadRows {
        var reader = try CSVReader(source, options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: blockSize)
        return try reader.readAll()
    }

    /// The rows behind `opening`, with lines counted from 1.
    private func behindOpening(_ rows: ReadRows) -> ReadRows {
        var rows = rows
        rows.rows.removeFirst()
        for index in rows.rows.indices {
            rows.rows[index].line -= 2
            switch rows.rows[index].form {
            case .openQuote(let line): rows.rows[index].form = .openQuote(line: line - 2)
            case .textAfterQuote(let line): rows.rows[index].form = .textAfterQuote(line: line - 2)
            default: break
            }
        }
        return rows
    }

    @Test(arguments: texts)
    func `a file is read alike in blocks of any size`(text: String) throws {
        let content = Array((Self.opening + text).utf8)
        let expected = plain(text)
        for blockSize in 1...(text.utf8.count + 1) {
            let rows = behindOpening(try read(MemorySource(content), blockSize: blockSize))
            #expect(rows == expected, "blocks of \(blockSize)")
        }
    }

    @Test func `a file is read alike from a source that hands out odd pieces`() throws {
        var random = SeededGenerator.announced()
        for text in Self.texts {
            let seed = random.next()
            let source = PieceSource(Array((Self.opening + text).utf8)) { position in
                var random = SeededGenerator(seed: seed &+ UInt64(position))
                return Int.random(in: 1...7, using: &random)
            }
            let rows = behindOpening(try read(source, blockSize: 8))
            #expect(rows == plain(text), "\(text.debugDescription), pieces of seed \(seed)")
        }
    }

    @Test func `a large file is read as its rows were written, in blocks that cut rows anywhere`() throws {
        var text = "id,name\n"
        var expected: [[String]] = []
        for number in 0..<600 {
            let name = number % 7 == 0 ? "\"Name, \(number)\nline\"" : "Name \(number)"
            text += "\(number),\(name)\n"
            expected.append(["\(number)", number % 7 == 0 ? "Name, \(number)\nline" : "Name \(number)"])
        }
        for blockSize in [1_000, 1 << 18] {
            let rows = try read(MemorySource(text), blockSize: blockSize)
            #expect(rows.rows.map { $0.cells.map { String(decoding: $0, as: UTF8.self) } } == expected)
            #expect(rows.rows.last?.line == 601 + 86)
        }
    }

    @Test func `lines are counted from the file's first, whatever stands before the header`() throws {
        let text = "\u{FEFF}sep=;\r\n\r\n\"First\r\nname\";Phone\r\n\r\nInes;1\r\n\"A\r\nB\";2\r\nC;3\r\n"
        var reader = try CSVReader(MemorySource(text))
        #expect(reader.header == Header(names: ["First\r\nname", "Phone"], line: 3))
        #expect(reader.skipped == [SkippedRow(line: 1, cause: "separator line (sep=)")])
        let rows = try reader.readAll()
        #expect(rows.rows.map(\.line) == [6, 7, 9])
    }

    @Test func `a reader that has come to the end stays there`() throws {
        var reader = try CSVReader(MemorySource("a,b\n1,2\n"))
        var block = RecordBlock()
        #expect(try reader.read(into: &block))
        for _ in 0..<3 {
            #expect(try !reader.read(into: &block))
            #expect(block.rows.isEmpty && block.bytes.isEmpty && block.blankLines == 0)
        }
    }

    @Test func `a file with no more than a header has no rows`() throws {
        for text in ["a,b", "a,b\n", "a,b\r\n\r\n"] {
            var reader = try CSVReader(MemorySource(text))
            #expect(try reader.readAll().rows.isEmpty, "\(text.debugDescription)")
        }
    }

    @Test func `what goes wrong in the source is not taken for the end`() throws {
        struct Failing: ByteSource {
            let name = "failing.csv"
            var isBroken = false

            mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
                if isBroken { throw RecordError(.unreadable, "the disk is gone") }
                isBroken = true
                bytes += Array("a,b\n".utf8) + [UInt8](repeating: 0x78, count: count - 4)
                return count
            }
        }
        var reader = try CSVReader(Failing(), blockSize: 4_096)
        var block = RecordBlock()
        #expect(throws: RecordError.self) {
            while try reader.read(into: &block) {}
        }
    }
}
