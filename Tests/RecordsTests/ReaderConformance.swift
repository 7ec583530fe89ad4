import Records
import TestSupport
import Testing

/// What every reader of records must do, whatever the format: a reader is done when it passes.
///
/// A test hands in a way to write records in the format and to read them, and runs `check()`.
struct ReaderConformance<Reader: RecordReader> {
    /// Writes records in the reader's format.
    var write: (_ header: [String], _ rows: [[String]]) -> [UInt8]
    /// Makes a reader over such bytes; `blockSize` is how much it may read at a time.
    var open: (_ bytes: [UInt8], _ blockSize: Int) throws -> Reader
    /// The physical line on which the first record starts when the records are written by `write`.
    var firstLine = 2
    /// The most bytes that a block may hold when records of `longest` bytes are read `blockSize` bytes at a time.
    var mostBytes: (_ blockSize: Int, _ longest: Int) -> Int

    private static var header: [String] { ["id", "First name", "note"] }

    /// Values that formats like to stumble over; none has white space at its edges or is no text at all in XML.
    private static var values: [String] {
        [
            "", "plain", "two words", "a,b;c|d", "say \"hi\"", "it's", "<b>&amp;</b>", "]]>", "line one\nline two",
            "Zoë Müller", "\u{1F600} e\u{301}", "0042", "+14088001500", "=1+1", "x\ty", "--", "#N/A", "null", "\\n",
            String(repeating: "long ", count: 40) + "value",
        ]
    }

    private static func rows(_ count: Int) -> [[String]] {
        (0..<count).map {
            ["\($0 + 1)", values[$0 % values.count], values[($0 / values.count + $0 * 7) % values.count]]
        }
    }

    func check() throws {
        try givesTheHeader()
        for count in [1, 2, Self.values.count * 3] {
            for blockSize in [1 << 18, 700, 64, 1] { try givesAllRowsInOrder(count, blockSize: blockSize) }
        }
        try givesNoRowsOfNone()
        try staysAtTheEnd()
        try refillsAnyBlock()
        try keepsBlocksSmall()
        try survivesDamage()
    }

    private func makeReader(_ header: [String], _ rows: [[String]], _ blockSize: Int) throws -> Reader {
        try open(write(header, rows), blockSize)
    }

    // MARK: Each demand

    private func givesTheHeader() throws {
        let reader = try makeReader(Self.header, Self.rows(3), 1 << 18)
        #expect(reader.header.names == Self.header)
        #expect(!reader.facts.isEmpty, "a reader says what it has found out")
    }

    private func givesAllRowsInOrder(_ count: Int, blockSize: Int) throws {
        let rows = Self.rows(count)
        var reader = try makeReader(Self.header, rows, blockSize)
        var block = RecordBlock()
        var found: [[String]] = []
        var lines: [Int] = []
        while try reader.read(into: &block) {
            #expect(!block.rows.isEmpty || block.blankLines > 0, "true means that there is something in the block")
            for row in block.rows {
                found.append(block.cells(of: row).map(block.string))
                lines.append(row.line)
                #expect(row.form == .whole)
                #expect(row.cellCount == Self.header.count)
                checkMarks(row, block)
            }
        }
        #expect(found == rows, "in blocks of \(blockSize)")
        #expect(lines.first == firstLine)
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 < $1 }, "each record starts on a later line")
    }

    /// A mark may be too careful, never too careless.
    private func checkMarks(_ row: RecordBlock.Row, _ block: RecordBlock) {
        let values = block.cells(of: row).map { block.bytes[$0.range] }
        if !row.mayHoldNonASCII {
            #expect(values.allSatisfy { value in value.allSatisfy { $0 < 0x80 } })
        }
        if !row.mayHaveOuterSpace {
            for value in values {
                #expect([value.first, value.last].allSatisfy { $0.map { $0 > 0x20 && $0 != 0x7F } ?? true })
            }
        }
        if row.areCellsAdjacent { #expect(row.text.count == values.reduce(values.count - 1) { $0 + $1.count }) }
        for (cell, value) in zip(block.cells(of: row), values) where !cell.mayNeedQuotes {
            #expect(!value.contains(UInt8(ascii: "\"")) && !value.contains(0x0A) && !value.contains(0x0D))
        }
    }

    private func givesNoRowsOfNone() throws {
        var reader = try makeReader(Self.header, [], 1 << 18)
        var block = RecordBlock()
        while try reader.read(into: &block) { #expect(block.rows.isEmpty) }
    }

    private func staysAtTheEnd() throws {
        var reader = try makeReader(Self.header, Self.rows(5), 1 << 18)
        var block = RecordBlock()
        while try reader.read(into: &block) {}
        for _ in 0..<3 {
            #expect(try !reader.read(into: &block))
            #expect(block.rows.isEmpty && block.bytes.isEmpty && block.blankLines == 0)
        }
    }

    /// What a block held before must not show; a copy that was kept must not change.
    private func refillsAnyBlock() throws {
        var reader = try makeReader(Self.header, Self.rows(60), 500)
        var block = RecordBlock()
        block.bytes = Array("\n\nleft,over\n1,\"2\"\"\"\n".utf8)
        var scanner = CSVScanner(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), width: 3, line: 99)
        _ = scanner.scan(&block, isLast: true)
        #expect(try reader.read(into: &block))
        #expect(block.rows.first?.line == firstLine)
        #expect(block.rows.first.map { block.cells(of: $0).map(block.string) } == Self.rows(1).first)
        let kept = block
        _ = try reader.read(into: &block)
        #expect(kept.rows.first.map { kept.cells(of: $0).map(kept.string) } == Self.rows(1).first)
    }

    private func keepsBlocksSmall() throws {
        let blockSize = 1 << 12
        var reader = try makeReader(Self.header, Self.rows(800), blockSize)
        var block = RecordBlock()
        var blocks = 0
        while try reader.read(into: &block) {
            blocks += 1
            #expect(block.bytes.count <= mostBytes(blockSize, 700))
        }
        #expect(blocks > 5, "the records come in several blocks")
    }

    /// A damaged file gives rows that lie in their blocks and ends, with a `RecordError` or without; cut into pieces
    /// in another way it gives the same.
    private func survivesDamage() throws {
        var random = SeededGenerator.announced()
        let whole = write(Self.header, Self.rows(40))
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.removeSubrange(at...)
                case 1: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...80, using: &random)))
                default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 50)], at: at)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            let whole = try damaged(bytes, blockSize: 1 << 18)
            let small = try damaged(bytes, blockSize: Int.random(in: 1...400, using: &random))
            #expect(whole.rows == small.rows && whole.isRead == small.isRead)
        }
    }

    private func damaged(_ bytes: [UInt8], blockSize: Int) throws -> (rows: [[String]], isRead: Bool) {
        var rows: [[String]] = []
        do {
            var reader = try open(bytes, blockSize)
            var block = RecordBlock()
            while try reader.read(into: &block) {
                #expect(block.bytes.count <= mostBytes(blockSize, 2 * bytes.count))
                for row in block.rows {
                    #expect(row.text.upperBound <= block.bytes.count && row.line >= 1)
                    #expect(block.cells(of: row).allSatisfy { $0.range.upperBound <= block.bytes.count })
                    // A column that comes later stands empty in no earlier row.
                    var cells = block.cells(of: row).map(block.string)
                    while cells.last == "" { cells.removeLast() }
                    rows.append(cells)
                }
            }
        } catch is RecordError {
            return (rows, false)
        }
        return (rows, true)
    }
}
