import CBytes
import Records
import TestSupport
import Testing

struct OutputBufferTests {
    @Test func `what is appended comes out in order, however far beyond the capacity`() {
        var buffer = OutputBuffer(capacity: 1)
        var expected: [UInt8] = []
        for number in 0..<300 {
            buffer.append(UInt8(truncatingIfNeeded: number))
            buffer.append([1, 2, 3])
            buffer.append("é\(number)")
            buffer.append("static" as StaticString)
            expected += [UInt8(truncatingIfNeeded: number), 1, 2, 3] + Array("é\(number)static".utf8)
        }
        let (bytes, count) = (buffer.bytes, buffer.count)
        #expect(bytes == expected)
        #expect(count == expected.count)
    }

    @Test func `a run longer than the whole buffer is appended at once`() {
        var buffer = OutputBuffer(capacity: 64)
        buffer.append("x")
        let long = [UInt8](repeating: 7, count: 10_000)
        buffer.append(long)
        buffer.append([])
        let bytes = buffer.bytes
        #expect(bytes == [0x78] + long)
    }

    @Test func `an emptied buffer starts again`() {
        var buffer = OutputBuffer()
        var states = [buffer.isEmpty]
        buffer.append("abc")
        states.append(buffer.isEmpty)
        buffer.removeAll()
        states.append(buffer.isEmpty)
        var contents = [buffer.bytes]
        buffer.append("d")
        contents.append(buffer.bytes)
        #expect(states == [true, false, true])
        #expect(contents == [[], [0x64]])
    }

    @Test func `buffers can be joined and words are little-endian`() {
        var one = OutputBuffer(capacity: 64)
        var other = OutputBuffer()
        other.append([UInt8](repeating: 5, count: 100))
        one.append(word: 0x0403_0201)
        one.append(other, 0..<99)
        one.append(other, 99..<100)
        one.append(other, 100..<100)
        let bytes = one.bytes
        #expect(bytes == [1, 2, 3, 4] + [UInt8](repeating: 5, count: 100))
        let sum = one.withBytes { bytes in bytes.reduce(0) { $0 + Int($1) } }
        #expect(sum == 510)
    }

    @Test(arguments: [0, 1, 9, 10, 11, 99, 100, 12_345, 999_999_999_999, 1_000_000_000_000_000_000, .max, -1, .min])
    func `a number is written in decimal digits`(number: Int) {
        var buffer = OutputBuffer()
        buffer.append(decimal: number)
        let text = String(decoding: buffer.bytes, as: UTF8.self)
        #expect(text == "\(number)")
    }

    @Test func `every count of digits is written right at both its ends`() {
        var number = 1
        for _ in 0..<18 {
            number *= 10
            for value in [number - 1, number, number + 1] {
                var buffer = OutputBuffer(capacity: 64)
                buffer.append(decimal: value)
                let text = String(decoding: buffer.bytes, as: UTF8.self)
                #expect(text == "\(value)")
            }
        }
    }

    @Test func `a part of a text is appended, and nothing of what stands around it`() {
        let text = (0..<120).map { UInt8($0) }
        var buffer = OutputBuffer(capacity: 64)
        var expected: [UInt8] = []
        for start in [0, 1, 50, 88, 89, 119, 120] {
            for length in [0, 1, 15, 16, 17, 31, 32, 33, 70] where start + length <= text.count {
                buffer.append(text.span, start..<(start + length))
                buffer.append(0xFF)
                expected += text[start..<(start + length)] + [0xFF]
            }
        }
        let bytes = buffer.bytes
        #expect(bytes == expected)
    }

    // MARK: Parts of a text

    @Test(arguments: [0, 1, 30, 63, 64, 65, 1_000])
    func `any part of a text is appended as it is, whatever follows it`(before: Int) {
        let text = (0..<220).map { UInt8($0) }
        var buffer = OutputBuffer(capacity: 64)
        var expected = [UInt8](repeating: 0xEE, count: before)
        buffer.append(expected)
        for start in [0, 1, 50, 107, 187, 188, 189, 219, 220] {
            for length in [0, 1, 15, 16, 17, 31, 32, 33, 64, 70, 128, 129] where start + length <= text.count {
                buffer.append(0xFF)
                buffer.append(text.span, start..<(start + length))
                buffer.append(decimal: 1_234)
                expected += [0xFF] + text[start..<(start + length)] + Array("1234".utf8)
            }
        }
        let (bytes, count) = (buffer.bytes, buffer.count)
        #expect(bytes == expected)
        #expect(count == expected.count)
    }

    // MARK: Lines

    /// Cells of these lengths, one behind the other, and what a line of them is put together from.
    private struct Row {
        var text: [UInt8] = []
        var cells: [RecordBlock.Cell] = []

        init(_ lengths: [Int], mayNeedQuotes: Int? = nil) {
            for (index, length) in lengths.enumerated() {
                let start = text.count
                text += (0..<length).map { UInt8(ascii: "a") + UInt8(($0 + index) % 26) }
                cells.append(
                    RecordBlock.Cell(start: start, end: text.count, mayNeedQuotes: index == mayNeedQuotes))
            }
            text += [UInt8](repeating: UInt8(ascii: "~"), count: 96)
        }

        func cell(_ column: Int32) -> String {
            column < 0 ? "" : String(decoding: text[cells[Int(column)].range], as: UTF8.self)
        }
    }

    private static func runs(_ columns: [Int32]) -> [MusterRun] {
        columns.map { MusterRun(first: $0, last: $0) }
    }

    private static let room = String(repeating: "~", count: OutputBuffer.roomBehindText)

    @Test(arguments: [0, 1, 31, 32, 33, 63, 64, 65, 96, 127, 128])
    func `a line is put together from its parts`(length: Int) {
        let row = Row([length, 0, 5, 128 - length, 64])
        var buffer = OutputBuffer(capacity: 64)
        var expected = ""
        for columns in [[], [-1], [0], [3, 0], [2, -1, 1, 0, 4, 4, 3]] as [[Int32]] {
            for head in ["", ",Work", String(repeating: "h", count: 64), String(repeating: "h", count: 65 + length)] {
                let (heads, tails) = (Array(("x" + head + Self.room).utf8), Array((head + "t," + Self.room).utf8))
                let isPut = buffer.appendLine(
                    (0x0807_0605_0403_0201 | 0x4040_4040_4040_4040, 0x100F_0E0D_0C0B_0A09 | 0x4040_4040_4040_4040),
                    (ShortDecimal(length), ShortDecimal(99_999_999)), head: 1..<(1 + head.utf8.count), in: heads.span,
                    tail: 0..<(head.utf8.count + 2), in: tails.span, cells: row.cells.span,
                    runs: Self.runs(columns).span,
                    of: row.text.span)
                #expect(isPut)
                let cells = columns.map { "," + row.cell($0) }.joined()
                expected += "ABCDEFGHIJKLMNOP,\(length),99999999\(head)\(cells)\(head)t,\n"
            }
        }
        let text = String(decoding: buffer.bytes, as: UTF8.self)
        #expect(text == expected)
    }

    /// Cells that stand in the text as they are to stand in the line are put together.
    @Test(arguments: [0, 1, 20, 90, 93, 94, 95, 200, 509, 510])
    func `cells that follow each other are put as they stand`(length: Int) {
        let text = "x," + String(repeating: "l", count: length) + ",,m,yy"
        let starts = [0, 2, 3 + length, 4 + length, 6 + length]
        let cells = zip(starts, [1, length, 0, 1, 2]).map {
            RecordBlock.Cell(start: $0, end: $0 + $1, mayNeedQuotes: false)
        }
        let runs = [MusterRun(first: 4, last: 4), MusterRun(first: 1, last: 3), MusterRun(first: -1, last: -1)]
        var buffer = OutputBuffer(capacity: 64)
        let room = Array(Self.room.utf8)
        let isPut = buffer.appendLine(
            (0x4141_4141_4141_4141, 0x4141_4141_4141_4141), (ShortDecimal(1), ShortDecimal(2)), head: 0..<0,
            in: room.span, tail: 0..<0, in: room.span, cells: cells.span, runs: runs.span,
            of: Array((text + Self.room + Self.room).utf8).span)
        // With the commas between them they take three bytes more.
        #expect(isPut == (length + 3 <= 512))
        let written = String(decoding: buffer.bytes, as: UTF8.self)
        let expected = "AAAAAAAAAAAAAAAA,1,2,yy,\(String(repeating: "l", count: length)),,m,\n"
        #expect(written == (isPut ? expected : ""))
    }

    /// What needs quotes is for others to write, and nothing of it is left.
    @Test(arguments: [
        (Row([3, 4], mayNeedQuotes: 1), [0, 1]), (Row([3, 513]), [0, 1]), (Row([3, 5_000]), [1, 0]),
    ])
    private func `a line with a cell that cannot be put as it is is not appended`(row: Row, columns: [Int32]) {
        var buffer = OutputBuffer(capacity: 64)
        buffer.append("before")
        let text = Array(Self.room.utf8)
        let isPut = buffer.appendLine(
            (0, 0), (ShortDecimal(1), ShortDecimal(2)), head: 0..<0, in: text.span, tail: 0..<0, in: text.span,
            cells: row.cells.span, runs: Self.runs(columns).span, of: row.text.span)
        #expect(!isPut)
        buffer.append("after")
        let written = String(decoding: buffer.bytes, as: UTF8.self)
        #expect(written == "beforeafter")
    }
}
