import CBytes

/// The rows being found, in lists that grow ahead of the loop so that the loop only stores.
struct ScannedRows {
    /// The loop over whole files has both lists in variables of its own meanwhile: see `CSVScanner.scan`. Behind the cells
    /// and rows that have been found there is room.
    var cells: [RecordBlock.Cell]
    var rows: [RecordBlock.Row]
    var cellCount: Int
    var rowCount: Int
    private(set) var firstOpenCell: Int
    /// The cells with doubled quotes, in their order.
    var escaped: [UInt32] = []
    private var blankLines: Int

    private static let nothing = RecordBlock.Row(
        firstCell: 0, cellCount: 0, text: 0..<0, line: 0, form: .whole, mayHoldNonASCII: false)

    /// - Parameter keepsCells: the block's cells are of rows that were found before; else they are written over.
    init(taking block: inout RecordBlock, keepsCells: Bool) {
        cells = []
        rows = []
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        cellCount = keepsCells ? cells.count : 0
        rowCount = rows.count
        firstOpenCell = cellCount
        blankLines = block.blankLines
    }

    mutating func give(back block: inout RecordBlock) {
        rows.removeSubrange(rowCount...)
        swap(&cells, &block.cells)
        swap(&rows, &block.rows)
        block.blankLines = blankLines
    }

    var openCellCount: Int { cellCount &- firstOpenCell }

    // MARK: Room

    /// Makes room for so many cells and rows behind those that have been found, and for many more.
    ///
    /// - Parameter bytes: in how many they are found. Mostly a cell takes more than six of them and a row more than 128; else
    ///   room is made once more.
    func makeRoom(
        _ more: Int, in bytes: Int, _ cells: inout [RecordBlock.Cell], _ rows: inout [RecordBlock.Row]
    ) {
        if cellCount + more > cells.count {
            cells.append(contentsOf: repeatElement(.empty, count: max(more + bytes / 6, cells.count, 4096)))
        }
        if rowCount + more > rows.count {
            rows.append(contentsOf: repeatElement(Self.nothing, count: max(more + bytes / 128, rows.count, 256)))
        }
    }

    @inline(never)
    private mutating func makeRoom() {
        var (ownCells, ownRows): ([RecordBlock.Cell], [RecordBlock.Row]) = ([], [])
        swap(&ownCells, &cells)
        swap(&ownRows, &rows)
        makeRoom(1, in: 0, &ownCells, &ownRows)
        swap(&ownCells, &cells)
        swap(&ownRows, &rows)
    }

    // MARK: Cells

    @inline(__always)
    mutating func add(_ cell: RecordBlock.Cell) {
        if cellCount == cells.count { makeRoom() }
        cells[cellCount] = cell
        cellCount &+= 1
    }

    /// Notes down that the next cell has doubled quotes.
    mutating func noteDoubledQuote() {
        escaped.append(UInt32(truncatingIfNeeded: cellCount))
    }

    mutating func dropOpenCells() {
        cellCount = firstOpenCell
        while let last = escaped.last, last >= firstOpenCell { escaped.removeLast() }
    }

    // MARK: Rows

    mutating func endRow(_ text: Range<Int>, line: Int, width: Int, longest: Int, mayHoldNonASCII: Bool) {
        let cells = cells
        let row = closeRow(
            text, cells.span, line: line, width: width, longest: longest, mayHoldNonASCII: mayHoldNonASCII,
            mayHaveOuterSpace: true)
        if let row { add(row) }
    }

    mutating func endBrokenRow(_ text: Range<Int>, line: Int, form: RowForm) {
        add(
            RecordBlock.Row(
                firstCell: firstOpenCell, cellCount: 0, text: text, line: line, form: form, mayHoldNonASCII: true))
    }

    private mutating func add(_ row: RecordBlock.Row) {
        if rowCount == rows.count { makeRoom() }
        rows[rowCount] = row
        rowCount &+= 1
    }

    /// Takes the open cells for a row.
    /// - Returns: what is to be put behind the rows so far; `nil` for a blank line.
    @inline(__always)
    mutating func closeRow(
        _ text: Range<Int>, _ cells: Span<RecordBlock.Cell>, line: Int, width: Int, longest: Int, mayHoldNonASCII: Bool,
        mayHaveOuterSpace: Bool
    ) -> RecordBlock.Row? {
        let length = text.upperBound &- text.lowerBound
        if length == 0 {
            blankLines &+= 1
            cellCount = firstOpenCell
            return nil
        }
        let (first, count) = (firstOpenCell, openCellCount)
        firstOpenCell = cellCount
        return RecordBlock.Row(
            firstCell: first, cellCount: count, text: text, line: line,
            form: Self.form(length, cells, first..<cellCount, width: width, longest: longest),
            mayHoldNonASCII: mayHoldNonASCII, mayHaveOuterSpace: mayHaveOuterSpace)
    }

    /// Takes rows that have been put behind the others, with all cells up to `end`.
    @inline(__always)
    mutating func take(rowsUpTo rowEnd: Int, cellsUpTo cellEnd: Int) {
        rowCount = rowEnd
        firstOpenCell = cellEnd
    }

    /// The form of a row that is not blank.
    /// - Parameters:
    ///   - length: of its text.
    ///   - own: which cells are its own.
    @inline(__always)
    static func form(
        _ length: Int, _ cells: Span<RecordBlock.Cell>, _ own: Range<Int>, width: Int, longest: Int
    ) -> RowForm {
        let form = cells.extracting(own).withUnsafeBytes { cells in
            muster_form(Int64(length), cells.baseAddress, Int64(own.count), Int64(width), Int64(longest))
        }
        return switch Int(form) {
        case MUSTER_EMPTY: .empty
        case MUSTER_TOO_LONG: .tooLong
        case MUSTER_RAGGED: .ragged
        default: .whole
        }
    }
}
