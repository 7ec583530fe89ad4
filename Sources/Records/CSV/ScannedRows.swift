/// The rows being found, in arrays that grow ahead of the loop so that the loop only stores.
struct ScannedRows {
    private var cells: [RecordBlock.Cell]
    private(set) var cellCount: Int
    private var rows: [RecordBlock.Row]
    private var firstOpenCell: Int
    private var blankLines: Int

    private static let noCell = RecordBlock.Cell(start: 0, end: 0, mayNeedQuotes: false)

    init(taking block: inout RecordBlock) {
        cells = []
        rows = []
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        cellCount = cells.count
        firstOpenCell = cellCount
        blankLines = block.blankLines
    }

    mutating func give(back block: inout RecordBlock) {
        cells.removeSubrange(cellCount...)
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        block.blankLines = blankLines
    }

    var openCellCount: Int { cellCount &- firstOpenCell }

    @inline(__always)
    mutating func reserve(_ more: Int) {
        if cellCount &+ more > cells.count { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        cells.append(contentsOf: repeatElement(Self.noCell, count: max(more, cells.count, 4096)))
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

    @inline(__always)
    mutating func endRow(_ text: Range<Int>, line: Int, width: Int, longest: Int, mayHoldNonASCII: Bool) {
        if text.isEmpty {
            blankLines &+= 1
            cellCount = firstOpenCell
            return
        }
        let count = openCellCount
        var form = RowForm.whole
        if cells[firstOpenCell].isEmpty, isEmptyThroughout() {
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

    private func isEmptyThroughout() -> Bool {
        for index in firstOpenCell..<cellCount where !cells[index].isEmpty { return false }
        return true
    }

    mutating func endBrokenRow(_ text: Range<Int>, line: Int, form: RowForm) {
        rows.append(
            RecordBlock.Row(
                firstCell: firstOpenCell, cellCount: 0, text: text, line: line, form: form, mayHoldNonASCII: true))
    }
}
