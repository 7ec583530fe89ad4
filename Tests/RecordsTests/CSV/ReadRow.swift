import Bytes
import CBytes
@testable import Records

/// A row as a test compares it: what it holds, where it stands and what became of it, whoever read it.
struct ReadRow: Equatable, CustomStringConvertible {
    var line: Int
    var form: RowForm
    var cells: [[UInt8]]
    var text: [UInt8]

    init(line: Int, form: RowForm, cells: [[UInt8]], text: [UInt8]) {
        self.line = line
        self.form = form
        self.cells = cells
        self.text = text
    }

    init(_ row: RecordBlock.Row, in block: RecordBlock) {
        line = row.line
        form = row.form
        cells = block.cells(of: row).map { Array(block.bytes[$0.range]) }
        text = Array(block.bytes[row.text])
    }

    var description: String {
        let shown = cells.map { String(decoding: $0, as: UTF8.self).debugDescription }.joined(separator: "|")
        return "\(line) \(form) [\(shown)] \(String(decoding: text, as: UTF8.self).debugDescription)"
    }
}

/// All that was read of some bytes.
struct ReadRows: Equatable, CustomStringConvertible {
    var rows: [ReadRow] = []
    var blankLines = 0
    /// The line on which the next row would start.
    var nextLine = 1
    /// Bytes beyond ASCII in rows that are said to have none, rows that are said to be of common letters and are not, bytes
    /// that need quotes in cells that are said to need none, and cells with white space at their edges in rows that are said to
    /// have none.
    var wrongMarks = 0

    var description: String {
        let end = "\(blankLines) blank, next line \(nextLine), \(wrongMarks) wrong marks"
        return (rows.map(\.description) + [end]).joined(separator: "\n")
    }

    mutating func add(_ block: RecordBlock, delimiter: UInt8 = UInt8(ascii: ",")) {
        rows += block.rows.map { ReadRow($0, in: block) }
        blankLines += block.blankLines
        for row in block.rows {
            if row.isOfCommonLetters, !block.bytes.span.isOfCommonLetters(row.text) { wrongMarks += 1 }
            if !row.mayHoldNonASCII { for byte in block.bytes[row.text] where byte >= 0x80 { wrongMarks += 1 } }
            if !row.mayHaveOuterSpace {
                for cell in block.cells(of: row) where cell.length > 0 {
                    let (first, last) = (block.bytes[cell.range.lowerBound], block.bytes[cell.range.upperBound - 1])
                    if min(first, last) <= 0x20 || first == 0x7F || last == 0x7F { wrongMarks += 1 }
                }
            }
            if row.areCellsAdjacent {
                let values = block.cells(of: row).map { Array(block.bytes[$0.range]) }
                if Array(values.joined(separator: [delimiter])) != Array(block.bytes[row.text]) { wrongMarks += 1 }
            }
            for cell in block.cells(of: row) where !cell.mayNeedQuotes {
                for byte in block.bytes[cell.range]
                where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D { wrongMarks += 1 }
            }
        }
    }
}

extension CSVScanner {
    /// What the scanner makes of bytes that are handed to it in pieces, each cut at one of `cuts`.
    static func read(
        _ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ","), width: Int, longestRecord: Int = 1 << 20,
        cuts: [Int] = [], instructions: MusterInstructions = .avx512, isHashed: Bool = false
    ) -> ReadRows {
        var scanner = CSVScanner(
            delimiter: delimiter, quote: UInt8(ascii: "\""), width: width, longestRecord: longestRecord)
        scanner.instructions = instructions
        var result = ReadRows()
        var block = RecordBlock()
        var rest: ArraySlice<UInt8> = []
        var start = 0
        for end in cuts + [bytes.count] {
            let isLast = end == bytes.count
            block.removeAll()
            block.bytes = Array(rest + bytes[start..<end])
            let given = block.bytes
            // Its own loop, where the processor has one: what comes of the hash is for other tests.
            if isHashed, var hash = RunningSHA256() { scanner.hash = hash.begin(block.bytes.span, from: 0) }
            let used = scanner.scan(&block, isLast: isLast)
            result.add(block, delimiter: delimiter)
            rest = given[used...]
            start = end
        }
        result.nextLine = scanner.line
        if !rest.isEmpty { result.nextLine = -1 }  // the last piece must leave nothing
        return result
    }
}

extension CSVReader {
    /// Everything that is left to read.
    mutating func readAll() throws -> ReadRows {
        var result = ReadRows()
        var block = RecordBlock()
        while try read(into: &block) { result.add(block) }
        result.nextLine = 0  // a reader does not tell
        return result
    }
}

/// Hands out bytes in pieces: the first as large as asked for, the later ones as small as `size` says.
struct PieceSource: ByteSource {
    let name = "pieces.csv"
    private let content: [UInt8]
    private var position = 0
    private let size: @Sendable (_ position: Int) -> Int

    init(_ content: [UInt8], size: @escaping @Sendable (_ position: Int) -> Int) {
        self.content = content
        self.size = size
    }

    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let wanted = position == 0 ? count : min(count, max(1, size(position)))
        let end = min(content.count, position + wanted)
        bytes.append(contentsOf: content[position..<end])
        defer { position = end }
        return end - position
    }
}
