/// The first rows of a file as one delimiter cuts them: what the stages of detection look at.
struct FirstRows {
    /// Whole rows, those of empty cells included; the last one, which a sample may have cut, is left out.
    let rows: ArraySlice<RecordBlock.Row>
    private let block: RecordBlock
    /// The bytes looked at, without what the scanner has put behind them.
    private let sampleCount: Int

    /// In bytes: some hundreds of rows.
    static let sampleSize = 64 << 10

    /// - Parameters:
    ///   - bytes: from the first row on.
    ///   - isWhole: no more bytes follow.
    ///   - line: the physical line on which they start.
    init(_ bytes: ArraySlice<UInt8>, delimiter: UInt8, isWhole: Bool, line: Int) {
        var block = RecordBlock()
        block.bytes = Array(bytes.prefix(Self.sampleSize))
        sampleCount = block.bytes.count
        var scanner = CSVScanner(delimiter: delimiter, quote: UInt8(ascii: "\""), width: 0, line: line)
        _ = scanner.scan(&block, isLast: true)
        self.block = block
        let isCut = !(isWhole && sampleCount == bytes.count)
        rows = isCut && block.rows.count > 1 ? block.rows.dropLast() : block.rows[...]
    }

    /// A row's values as text, without white space at their edges.
    func texts(of row: RecordBlock.Row) -> [String] {
        block.cells(of: row).map { block.string(of: $0).trimmingEdges() }
    }

    func filledCells(of row: RecordBlock.Row) -> Int {
        block.cells(of: row).count { !$0.isEmpty }
    }

    /// What ends the row's line; `nil` at the end of the file.
    func lineEnd(of row: RecordBlock.Row) -> CSVDialect.LineEnd? {
        let end = row.text.upperBound
        guard end < sampleCount else { return nil }
        guard block.bytes[end] == 0x0D else { return .lf }
        return end + 1 < sampleCount && block.bytes[end + 1] == 0x0A ? .crlf : .cr
    }
}
