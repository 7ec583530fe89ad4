import CBytes

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
/// Rows are cut by bit masks of 64 bytes (`StructureMask`). Where a cell opens with a quote and closes on the same line, its
/// end is looked for and the masks go on behind it. As soon as a quoted cell is anything else, its row is read again from
/// its start, byte by byte, by the rules above.
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
        var rows = ScannedRows(taking: &block, keepsCells: false)
        var escaped: [Int] = []
        let used = scan(block.bytes.span, into: &rows, escaped: &escaped, isLast: isLast)
        rows.give(back: &block)
        unescape(escaped, in: &block)
        return used
    }

    // MARK: Rows

    /// Where the scan stands.
    private struct Place {
        /// The next 64 bytes that are looked at begin here.
        var position = 0
        var rowStart = 0
        var cellStart = 0
        /// Some byte of the open row may not be ASCII.
        var holdsNonASCII = false
        /// The open cell does not begin with a quote and has one inside.
        var holdsQuote = false
        /// How many cells with doubled quotes there were before the row.
        var escapedBefore = 0
    }

    private mutating func scan(
        _ bytes: Span<UInt8>, into rows: inout ScannedRows, escaped: inout [Int], isLast: Bool
    ) -> Int {
        let count = bytes.count
        var place = Place()
        // In a variable of their own, where the loop may write without asking each time whether they are shared.
        var cells: [RecordBlock.Cell] = []
        while place.position < count {
            swap(&cells, &rows.cells)
            let piece = scanPiece(bytes, &place, into: &rows, &cells, escaped: &escaped, isLast: isLast)
            swap(&cells, &rows.cells)
            switch piece {
            case .taken: continue
            case .needsMore: return finish(&rows, &escaped, place)
            case .isLong:
                guard scanLongWay(bytes, &place, into: &rows, escaped: &escaped, isLast: isLast) else {
                    return finish(&rows, &escaped, place)
                }
            }
        }
        guard isLast, place.rowStart < count else { return finish(&rows, &escaped, place) }
        rows.reserve(1)
        rows.addCell(from: place.cellStart, to: count, mayNeedQuotes: place.holdsQuote)
        rows.endRow(
            place.rowStart..<count, line: line, width: width, longest: longestRecord,
            mayHoldNonASCII: place.holdsNonASCII)
        line &+= 1
        return count
    }

    /// What came of the next bytes.
    private enum Piece {
        case taken
        /// More bytes are needed to go on.
        case needsMore
        /// The open row has a quoted cell that is not a simple one.
        case isLong
    }

    /// Takes bytes, 64 at a time, up to the end of the next quoted cell, or to where all have been taken.
    private mutating func scanPiece(
        _ bytes: Span<UInt8>, _ place: inout Place, into rows: inout ScannedRows, _ cells: inout [RecordBlock.Cell],
        escaped: inout [Int], isLast: Bool
    ) -> Piece {
        let count = bytes.count
        while place.position < count {
            let position = place.position
            let mask = StructureMask(bytes, at: position, delimiter: delimiter, quote: quote)
            // A cell for each byte, and one for a quoted cell or some that are none.
            ScannedRows.reserve(StructureMask.width &+ Int(MUSTER_CELLS_AT_ONCE), behind: rows.cellCount, &cells)
            if mask.isSimple, takeSimple(mask, &place, into: &rows, &cells, escaped.count) { continue }
            var found = cells.mutableSpan
            var cellCount = rows.cellCount
            var cellStart = place.cellStart
            // Those of the open row and of the rows behind it.
            var nonASCII = mask.nonASCII
            var bits = mask.all
            while bits != 0 {
                let at = position &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                // In bounds: nothing is found behind the last byte, and there is room for a cell for each.
                let byte = bytes[unchecked: at]
                if byte == delimiter {
                    found[unchecked: cellCount] = RecordBlock.Cell(
                        start: cellStart, end: at, mayNeedQuotes: place.holdsQuote)
                    cellCount &+= 1
                    cellStart = at &+ 1
                    place.holdsQuote = false
                    continue
                }
                if byte == quote {
                    guard at == cellStart else {
                        place.holdsQuote = true
                        continue
                    }
                    rows.cellCount = cellCount
                    place.holdsNonASCII = place.holdsNonASCII || nonASCII != 0
                    guard let cell = simpleCell(bytes, opening: at, &place) else { return .isLong }
                    if cell.hasDoubledQuote { escaped.append(cellCount) }
                    found[unchecked: cellCount] = RecordBlock.Cell(
                        start: at &+ 1, end: cell.end &- 1, mayNeedQuotes: true)
                    rows.cellCount = cellCount &+ 1
                    place.cellStart = cell.end &+ 1
                    place.position = cell.end &+ 1
                    if bytes[cell.end] == delimiter { return .taken }
                    guard let next = nextRow(bytes, lineEnd: cell.end, isLast: isLast) else { return .needsMore }
                    endRow(cell.end, next, &place, into: &rows, found.span, escaped.count)
                    place.position = next
                    return .taken
                }
                // The LF of a CR LF has been passed already.
                if at < cellStart { continue }
                guard let next = nextRow(bytes, lineEnd: at, isLast: isLast) else { return .needsMore }
                found[unchecked: cellCount] = RecordBlock.Cell(
                    start: cellStart, end: at, mayNeedQuotes: place.holdsQuote)
                rows.cellCount = cellCount &+ 1
                let upToHere = (1 as UInt64 &<< UInt64(truncatingIfNeeded: at &- position)) &- 1
                place.holdsNonASCII = place.holdsNonASCII || nonASCII & upToHere != 0
                nonASCII &= ~upToHere
                endRow(at, next, &place, into: &rows, found.span, escaped.count)
                cellStart = next
                cellCount = rows.cellCount
            }
            rows.cellCount = cellCount
            place.cellStart = cellStart
            place.holdsNonASCII = place.holdsNonASCII || nonASCII != 0
            place.position = position &+ StructureMask.width
        }
        return .taken
    }

    /// Takes 64 bytes in which every delimiter and every LF ends a cell, as they do in most: no byte is looked at by itself.
    /// - Returns: false where it is not as simple as that; nothing has been taken then.
    @inline(__always)
    private mutating func takeSimple(
        _ mask: StructureMask, _ place: inout Place, into rows: inout ScannedRows, _ cells: inout [RecordBlock.Cell],
        _ escapedCount: Int
    ) -> Bool {
        let (position, separators) = (place.position, mask.all)
        var lineEnds = mask.lineEnds
        // A blank line has no cell, and the LF of a CR LF may have been passed already.
        let lineStarts = lineEnds << 1 | (place.rowStart >= position ? 1 : 0)
        if place.holdsQuote || lineEnds & lineStarts != 0 { return false }
        place.position = position &+ StructureMask.width
        var nonASCII = mask.nonASCII
        if separators == 0 {
            place.holdsNonASCII = place.holdsNonASCII || nonASCII != 0
            return true
        }
        let firstCell = rows.cellCount
        let count = separators.nonzeroBitCount
        var found = cells.mutableSpan
        // In bounds: the caller has made room behind the cells so far.
        found.withUnsafeMutableBytes { all in
            muster_put_cells(
                separators, UInt32(truncatingIfNeeded: position), UInt32(truncatingIfNeeded: place.cellStart),
                Int64(count), all.baseAddress?.advanced(by: firstCell &* MemoryLayout<RecordBlock.Cell>.stride))
        }
        while lineEnds != 0 {
            let end = lineEnds.trailingZeroBitCount
            let upToHere = (1 as UInt64 &<< UInt64(truncatingIfNeeded: end)) &- 1
            lineEnds &= lineEnds &- 1
            rows.cellCount = firstCell &+ (separators & upToHere).nonzeroBitCount &+ 1
            place.holdsNonASCII = place.holdsNonASCII || nonASCII & upToHere != 0
            nonASCII &= ~upToHere
            endRow(position &+ end, position &+ end &+ 1, &place, into: &rows, found.span, escapedCount)
        }
        rows.cellCount = firstCell &+ count
        place.cellStart = position &+ StructureMask.width &- separators.leadingZeroBitCount
        place.holdsNonASCII = place.holdsNonASCII || nonASCII != 0
        return true
    }

    @inline(__always)
    private mutating func endRow(
        _ end: Int, _ next: Int, _ place: inout Place, into rows: inout ScannedRows, _ cells: Span<RecordBlock.Cell>,
        _ escapedCount: Int
    ) {
        let open = rows.firstOpenCell..<rows.cellCount
        rows.endRow(
            place.rowStart..<end, isEmpty: ScannedRows.areEmpty(cells, open), line: line, width: width,
            longest: longestRecord, mayHoldNonASCII: place.holdsNonASCII)
        line &+= 1
        place.rowStart = next
        place.cellStart = next
        place.holdsQuote = false
        place.holdsNonASCII = false
        place.escapedBefore = escapedCount
    }

    /// Where the row behind a line end starts; `nil` when that is not known yet: a CR may be the first half of a CR LF.
    @inline(__always)
    private func nextRow(_ bytes: Span<UInt8>, lineEnd: Int, isLast: Bool) -> Int? {
        let next = lineEnd &+ 1
        if bytes[lineEnd] != 0x0D { return next }
        if next == bytes.count { return isLast ? next : nil }
        return bytes[next] == 0x0A ? next &+ 1 : next
    }

    /// Finds the end of a quoted cell that closes on its line, as nearly all do, with the delimiter or line end behind it in
    /// sight.
    /// - Returns: where that stands, right behind the closing quote; `nil` for any other cell.
    @inline(never)
    private func simpleCell(
        _ bytes: Span<UInt8>, opening: Int, _ place: inout Place
    ) -> (end: Int, hasDoubledQuote: Bool)? {
        // One byte behind the closing quote must be there, and the record must not be too long.
        let limit = min(bytes.count &- 1, place.rowStart &+ longestRecord)
        var at = opening &+ 1
        var all: UInt8 = 0
        var hasDoubledQuote = false
        while at < limit {
            let byte = bytes[at]
            if byte == quote {
                let after = bytes[at &+ 1]
                if after == quote {
                    hasDoubledQuote = true
                    at &+= 2
                    continue
                }
                guard after == delimiter || after == 0x0A || after == 0x0D else { return nil }
                place.holdsNonASCII = place.holdsNonASCII || all >= 0x80
                return (at &+ 1, hasDoubledQuote)
            }
            if byte == 0x0A || byte == 0x0D { return nil }
            all |= byte
            at &+= 1
        }
        return nil
    }

    /// Reads the open row once more, byte by byte.
    /// - Returns: false when more bytes are needed to go on.
    private mutating func scanLongWay(
        _ bytes: Span<UInt8>, _ place: inout Place, into rows: inout ScannedRows, escaped: inout [Int], isLast: Bool
    ) -> Bool {
        rows.dropOpenCells()
        escaped.removeSubrange(place.escapedBefore...)
        let next = scanQuotedRow(bytes, from: place.rowStart, into: &rows, escaped: &escaped, isLast: isLast)
        guard next > place.rowStart else { return false }
        place = Place(position: next, rowStart: next, cellStart: next, escapedBefore: escaped.count)
        return true
    }

    private func finish(_ rows: inout ScannedRows, _ escaped: inout [Int], _ place: Place) -> Int {
        rows.dropOpenCells()
        escaped.removeSubrange(place.escapedBefore...)
        return place.rowStart
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
