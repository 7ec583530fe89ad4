/// Rows that hold only the cells that their records have, until they are fetched.
///
/// A record of a few bytes in a file with thousands of columns would otherwise take thousands of cells, and all rows of
/// a piece of input wait at the same time.
struct SparseBlock {
    /// Its rows' cells are in the order of the document.
    var block = RecordBlock()
    /// The column of each of the block's cells.
    var columns: [UInt32] = []
    /// How many cells each row is to have.
    var width = 0

    mutating func removeAll() {
        block.removeAll()
        columns.removeAll(keepingCapacity: true)
        width = 0
    }

    /// Moves the rows to `target`, each with `width` cells in the order of the columns; what is in `target` is lost.
    mutating func spread(into target: inout RecordBlock) {
        swap(&target.bytes, &block.bytes)
        swap(&target.rows, &block.rows)
        swap(&target.faults, &block.faults)
        swap(&target.cells, &block.cells)
        target.blankLines = 0
        guard !isSpread(target) else { return }
        block.cells.removeAll(keepingCapacity: true)
        block.cells.append(
            contentsOf: repeatElement(
                RecordBlock.Cell(start: 0, end: 0, mayNeedQuotes: false), count: target.rows.count &* width))
        for row in target.rows.indices {
            let first = row &* width
            for index in 0..<target.rows[row].cellCount {
                let from = target.rows[row].firstCell &+ index
                block.cells[first &+ Int(columns[from])] = target.cells[from]
            }
            target.rows[row].firstCell = first
            target.rows[row].cellCount = width
        }
        swap(&target.cells, &block.cells)
    }

    /// Whether every row has all columns in their order already, as most files do.
    private func isSpread(_ block: RecordBlock) -> Bool {
        for row in block.rows {
            guard row.cellCount == width else { return false }
            for index in 0..<width where Int(columns[row.firstCell &+ index]) != index { return false }
        }
        return true
    }
}

extension RecordBlock {
    /// Whether any byte from `start` on is not ASCII.
    func holdsNonASCII(from start: Int) -> Bool {
        var seen: UInt8 = 0
        let span = bytes.span
        for index in start..<span.count { seen |= span[index] }
        return seen >= 0x80
    }
}
