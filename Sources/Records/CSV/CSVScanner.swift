/// Finds rows and cells in bytes. It knows no file, no header and no error: it cannot fail.
///
/// Whatever the bytes are, each of them belongs to exactly one row, to a blank line or to the rest that is not yet a
/// whole row. What cannot be read as cells is a row with a `form` that says why.
///
/// ### What it takes for a row
/// - A cell that opens with the quote runs to the next single quote; doubled quotes inside stand for one. A quote
///   inside a cell that does not open with one is an ordinary character.
/// - LF, CR LF and a lone CR each end a line, also in one file.
/// - A broken quote costs exactly the line on which it opened: the row ends there and the next line is read by itself,
///   so that one missing quote cannot swallow its neighbours. A quote counts as broken when the file or the longest
///   record ends before it closes; when text follows the closing quote; or when the row has the wrong number of cells
///   while the line after the opening quote is, read by itself, a whole row; as soon as a row has one cell too many, that
///   is asked and the row not followed further. A blank line is no whole row.
///
/// ### How
/// Rows without quotes are cut by bit masks of 64 bytes (`StructureMask`). As soon as a quote turns up, its row is read
/// again from its start, byte by byte, by the rules above; then the masks go on behind it. There is no speculation to
/// be undone: a file full of quotes is only slower.
package struct CSVScanner: Sendable {
    package var delimiter: UInt8
    package var quote: UInt8
    /// The header's number of cells; 0 while it is not known.
    package var width: Int
    /// The longest text of a record in bytes.
    package var longestRecord: Int
    /// The physical line on which the next row starts.
    package var line: Int
    /// The last row was broken off where the bytes end, in the middle of a line: what follows up to the line's end is
    /// still part of it.
    package internal(set) var isInsideLine = false

    package init(delimiter: UInt8, quote: UInt8, width: Int, longestRecord: Int = 1 << 20, line: Int = 1) {
        self.delimiter = delimiter
        self.quote = quote
        self.width = width
        self.longestRecord = longestRecord
        self.line = line
    }

    /// Scans `block.bytes` from the start and fills `block.rows` and `block.cells`.
    ///
    /// - Parameter isLast: nothing follows these bytes, so the last row needs no line end.
    /// - Returns: how many bytes were used up: the rest is the start of a row that is not yet whole.
    package mutating func scan(_ block: inout RecordBlock, isLast: Bool) -> Int {
        isInsideLine = false
        var rows = ScannedRows(taking: &block)
        var escaped: [Int] = []
        let used = scan(block.bytes.span, into: &rows, escaped: &escaped, isLast: isLast)
        rows.give(back: &block)
        unescape(escaped, in: &block)
        return used
    }

    // MARK: Rows without quotes

    private mutating func scan(
        _ bytes: Span<UInt8>, into rows: inout ScannedRows, escaped: inout [Int], isLast: Bool
    ) -> Int {
        let raw = bytes.bytes
        let count = bytes.count
        let delimiters = SIMD64<UInt8>(repeating: delimiter)
        let quotes = SIMD64<UInt8>(repeating: quote)
        var rowStart = 0
        var cellStart = 0
        var position = 0
        var holdsNonASCII = false
        while position < count {
            let mask: StructureMask
            if position &+ StructureMask.width <= count {
                mask = StructureMask(
                    raw.unsafeLoadUnaligned(fromByteOffset: position, as: SIMD64<UInt8>.self),
                    delimiter: delimiters, quote: quotes)
            } else {
                var last = SIMD64<UInt8>(repeating: 0)
                for index in position..<count { last[index &- position] = bytes[index] }
                mask = StructureMask(last, delimiter: delimiters, quote: quotes)
            }
            rows.reserve(StructureMask.width)
            var bits = mask.structure
            if mask.quotes != 0 {
                // Only what lies before the first quote is certain; zero bits of padding never matter.
                bits &= (1 << UInt64(truncatingIfNeeded: mask.quotes.trailingZeroBitCount)) &- 1
            }
            holdsNonASCII = holdsNonASCII || mask.holdsNonASCII
            while bits != 0 {
                let at = position &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                if at < cellStart || at >= count { continue }  // the LF of a CR LF, or padding
                if bytes[at] == delimiter {
                    rows.addCell(from: cellStart, to: at, mayNeedQuotes: false)
                    cellStart = at &+ 1
                    continue
                }
                var next = at &+ 1
                if bytes[at] == 0x0D {
                    if next == count, !isLast { return finish(&rows, rowStart) }
                    if next < count, bytes[next] == 0x0A { next &+= 1 }
                }
                rows.addCell(from: cellStart, to: at, mayNeedQuotes: false)
                rows.endRow(
                    rowStart..<at, line: line, width: width, longest: longestRecord,
                    mayHoldNonASCII: holdsNonASCII)
                line &+= 1
                rowStart = next
                cellStart = next
                holdsNonASCII = mask.holdsNonASCII
            }
            if mask.quotes == 0 {
                position &+= StructureMask.width
                continue
            }
            rows.dropOpenCells()
            let next = scanQuotedRow(bytes, from: rowStart, into: &rows, escaped: &escaped, isLast: isLast)
            if next == rowStart { return finish(&rows, rowStart) }
            rowStart = next
            cellStart = next
            position = next
            holdsNonASCII = false
        }
        guard isLast, rowStart < count else { return finish(&rows, rowStart) }
        rows.reserve(1)
        rows.addCell(from: cellStart, to: count, mayNeedQuotes: false)
        rows.endRow(
            rowStart..<count, line: line, width: width, longest: longestRecord, mayHoldNonASCII: holdsNonASCII)
        line &+= 1
        return count
    }

    private func finish(_ rows: inout ScannedRows, _ used: Int) -> Int {
        rows.dropOpenCells()
        return used
    }

    // MARK: Doubled quotes

    /// Appends the values of cells with doubled quotes behind all bytes that were given and moves the cells there.
    func unescape(_ escaped: [Int], in block: inout RecordBlock) {
        for index in escaped {
            let cell = block.cells[index]
            let start = block.bytes.count
            var at = Int(cell.start)
            let end = at &+ cell.length
            while at < end {
                let byte = block.bytes[at]
                block.bytes.append(byte)
                at &+= byte == quote ? 2 : 1
            }
            block.cells[index] = RecordBlock.Cell(start: start, end: block.bytes.count, mayNeedQuotes: true)
        }
    }
}
