import Records
import Testing

/// Records that are longer than any real one, and lines without an end.
struct LongRecordTests {
    private static let limit = 1 << 20

    /// The quote inside the cell sends the scanner the slow way, which in a debug build is the faster one.
    private static func line(_ length: Int) -> [UInt8] {
        Array("1,b\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: length)
    }

    private func read(_ content: [UInt8], blockSize: Int = 1 << 18) throws -> [ReadRow] {
        var reader = try CSVReader(
            MemorySource(content), options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: blockSize)
        return try reader.readAll().rows
    }

    @Test func `a row of just the longest length is whole, one byte more is too long`() {
        let rows = CSVScanner.read(Array("abcd,ef\nabcd,efg\nx,y\n".utf8), width: 2, longestRecord: 7)
        #expect(rows.rows.map(\.form) == [.whole, .tooLong, .whole])
    }

    @Test func `a quoted cell that closes beyond the longest record costs one line`() {
        let text = "\"ab\ncd\nef\",1\nx,y\n"
        let short = CSVScanner.read(Array(text.utf8), width: 2, longestRecord: 9)
        #expect(short.rows.map(\.form) == [.openQuote(line: 1), .ragged, .whole, .whole])
        #expect(CSVScanner.read(Array(text.utf8), width: 2, longestRecord: 12).rows.map(\.form) == [.whole, .whole])
    }

    @Test(arguments: ["\n", "\r\n"], [1 << 18, 3 << 20])
    func `a line without an end in sight is one row, and the next row is intact`(lineEnd: String, blockSize: Int) throws
    {
        let content = Array("a,b\n1,2\n".utf8) + Self.line(3 << 19) + Array("\(lineEnd)3,4\n5,6\n".utf8)
        let rows = try read(content, blockSize: blockSize)
        #expect(rows.map(\.form) == [.whole, .tooLong, .whole, .whole])
        #expect(rows.map(\.line) == [2, 3, 4, 5])
        #expect(
            rows.dropFirst(2).map { $0.cells.map { String(decoding: $0, as: UTF8.self) } } == [
                ["3", "4"], ["5", "6"],
            ])
    }

    @Test func `an endless line at the end of the file is one row`() throws {
        let rows = try read(Array("a,b\n1,2\n".utf8) + Self.line(3 << 19))
        #expect(rows.map(\.form) == [.whole, .tooLong])
    }

    /// The file is laid out so that the block with which the line grows too long ends behind its CR.
    private static func lineWithCarriageReturnAtBlockEnd(_ behind: String) -> [UInt8] {
        let opening = Array("a,b\n".utf8)
        let blocks = 5 * (1 << 18)
        return opening + line(blocks - opening.count - 5) + Array("\r\(behind)".utf8)
    }

    @Test func `the row behind an endless line that ends in a lone CR is not lost`() throws {
        let rows = try read(Self.lineWithCarriageReturnAtBlockEnd("3,4\r5,6\r"))
        #expect(rows.map(\.form) == [.tooLong, .whole, .whole])
    }

    @Test func `a CR LF that a block cuts ends an endless line once`() throws {
        let rows = try read(Self.lineWithCarriageReturnAtBlockEnd("\n3,4\r\n5,6\r\n"))
        #expect(rows.map(\.form) == [.tooLong, .whole, .whole])
        #expect(rows.map(\.line) == [2, 3, 4])
    }

    @Test func `a CR LF that a block cuts while an endless line is passed over ends it once`() throws {
        let opening = Array("a,b\n".utf8)
        let content = opening + Self.line(6 * (1 << 18) - opening.count - 5) + Array("\r\n3,4\r\n".utf8)
        let rows = try read(content)
        #expect(rows.map(\.line) == [2, 3])
    }

    @Test func `an open quote in an endless line costs that line alone`() throws {
        let content =
            Array("a,b\n1,\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 19) + Array(",z\n3,4\n".utf8)
        let rows = try read(content)
        #expect(rows.map(\.line) == [2, 3])
        #expect(rows.last?.form == .whole)
    }

    @Test func `lines inside a record that is cut for its length are counted`() throws {
        let content =
            Array("a,b\n\"1\n2\n3\",".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 19)
            + Array("\n5,6\n".utf8)
        let rows = try read(content)
        #expect(rows.last?.line == 5)
    }
}
