/// The rows being found, in arrays that grow ahead of the loop so that the loop only stores.
struct ScannedRows {
    /// The loop over whole files has them in a variable of its own meanwhile: see `CSVScanner.scan`.
    var cells: [RecordBlock.Cell]
    var cellCount: Int
    private var rows: [RecordBlock.Row]
    private(set) var firstOpenCell: Int
    private var blankLines: Int

    /// - Parameter keepsCells: the block's cells are of rows that were found before; else they are written over.
    init(taking block: inout RecordBlock, keepsCells: Bool) {
        cells = []
        rows = []
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        cellCount = keepsCells ? cells.count : 0
        firstOpenCell = cellCount
        blankLines = block.blankLines
    }

    mutating func give(back block: inout RecordBlock) {
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        block.blankLines = blankLines
    }

    var openCellCount: Int { cellCount &- firstOpenCell }

    @inline(__always)
    mutating func reserve(_ more: Int) {
        Self.reserve(more, behind: cellCount, &cells)
    }

    @inline(__always)
    static func reserve(_ more: Int, behind count: Int, _ cells: inout [RecordBlock.Cell]) {
        if count &+ more > cells.count { grow(more, &cells) }
    }

    @inline(never)
    private static func grow(_ more: Int, _ cells: inout [RecordBlock.Cell]) {
        cells.append(contentsOf: repeatElement(.empty, count: max(more, cells.count, 4096)))
    }

    @inline(__always)
    mutating func addCell(from start: Int, to end: Int, mayNeedQuotes: Bool) {
        add(RecordBlock.Cell(start: start, end: end, mayNeedQuotes: mayNeedQuotes))
    }

    @inline(__always)
    mutating func add(_ cell: RecordBlock.Cell) {
        cells[cellCount] = cell
        cellCount &+= 1
    }

    mutating func dropOpenCells() {
        cellCount = firstOpenCell
    }

    mutating func endRow(_ text: Range<Int>, line: Int, width: Int, longest: Int, mayHoldNonASCII: Bool) {
        let isEmpty = Self.areEmpty(cells.span, firstOpenCell..<cellCount)
        endRow(
            text, isEmpty: isEmpty, line: line, width: width, longest: longest, mayHoldNonASCII: mayHoldNonASCII)
    }

    /// - Parameter isEmpty: all its cells are.
    @inline(__always)
    mutating func endRow(
        _ text: Range<Int>, isEmpty: Bool, line: Int, width: Int, longest: Int, mayHoldNonASCII: Bool
    ) {
        if text.isEmpty {
            blankLines &+= 1
            cellCount = firstOpenCell
            return
        }
        let count = openCellCount
        var form = RowForm.whole
        if isEmpty {
            form = .empty
        } else if text.count > longest {
            form = .tooLong
        } else if width > 0, count != width {
            form = .ragged
        }
        rows.append(
            RecordBlock.Row(
                firstCell: firstOpenCell, cellCount: count, text: text, line: line, form: form,
                mayHoldNonASCII: mayHoldNonASCII))
        firstOpenCell = cellCount
    }

    @inline(__always)
    static func areEmpty(_ cells: Span<RecordBlock.Cell>, _ range: Range<Int>) -> Bool {
        for index in range where !cells[index].isEmpty { return false }
        return true
    }

    mutating func endBrokenRow(_ text: Range<Int>, line: Int, form: RowForm) {
        rows.append(
            RecordBlock.Row(
                firstCell: firstOpenCell, cellCount: 0, text: text, line: line, form: form, mayHoldNonASCII: true))
    }
}
