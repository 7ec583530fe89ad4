package import CBytes

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
/// Rows are cut by bit masks of 64 bytes, in C as long as there is nothing but cells and lines, with quotes only in cells that
/// begin and end with one (`muster_scan_lines`), else here (`StructureMask`). Where a cell opens with a quote and closes on the
/// same line, its end is looked for and the masks go on behind it. As soon as a quoted cell is anything else, its row is read
/// again from its start, byte by byte, by the rules above.
package struct CSVScanner: Sendable {
    package var delimiter: UInt8
    package var quote: UInt8
    /// The header's number of cells; 0 while it is not known.
    package var width: Int
    /// The longest text of a record in bytes.
    package var longestRecord: Int
    /// The physical line on which the next row starts.
    package var line: Int
    /// The widest that may be used, where the processor has them. Less is for tests.
    package var instructions = MusterInstructions.avx512
    /// What is hashed beside the scan, by its place in the same bytes.
    package var hash = MusterHash()
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
        let used = scan(block.bytes.span, into: &rows, isLast: isLast)
        rows.give(back: &block)
        unescape(rows.escaped, in: &block)
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
        /// A cell of the open row may begin or end with white space in ASCII.
        var mayHaveOuterSpace = false
        /// The open cell does not begin with a quote and has one inside.
        var holdsQuote = false
    }

    private mutating func scan(
        _ bytes: Span<UInt8>, into rows: inout ScannedRows, isLast: Bool
    ) -> Int {
        let count = bytes.count
        var place = Place()
        // In variables of their own, which can be lent side by side to be written to.
        var cells: [RecordBlock.Cell] = []
        var ended: [RecordBlock.Row] = []
        while place.position < count {
            swap(&cells, &rows.cells)
            swap(&ended, &rows.rows)
            rows.makeRoom(Self.roomForPiece, in: count, &cells, &ended)
            let piece = scanPiece(bytes, &place, into: &rows, &cells, &ended, isLast: isLast)
            swap(&cells, &rows.cells)
            swap(&ended, &rows.rows)
            switch piece {
            case .taken: continue
            case .needsMore: return finish(&rows, place)
            case .isLong:
                guard scanLongWay(bytes, &place, into: &rows, isLast: isLast) else {
                    return finish(&rows, place)
                }
            }
        }
        guard isLast, place.rowStart < count else { return finish(&rows, place) }
        rows.add(RecordBlock.Cell(start: place.cellStart, end: count, mayNeedQuotes: place.holdsQuote))
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

    /// A cell and a row for each of 64 bytes, and some more.
    private static let roomForPiece = Int(MUSTER_ROOM_FOR_CELLS) + 1

    /// For more cells with doubled quotes than are usual in a block.
    private static let roomForEscaped = 256

    /// Takes bytes, 64 at a time, to where all have been taken or there is no more room.
    private mutating func scanPiece(
        _ bytes: Span<UInt8>, _ place: inout Place, into rows: inout ScannedRows, _ cells: inout [RecordBlock.Cell],
        _ ended: inout [RecordBlock.Row], isLast: Bool
    ) -> Piece {
        let count = bytes.count
        var found = cells.mutableSpan
        var ended = ended.mutableSpan
        let (mostCells, mostRows) = (found.count &- Self.roomForPiece, ended.count &- Self.roomForPiece)
        pieces: while place.position < count, rows.cellCount <= mostCells, rows.rowCount <= mostRows {
            let position = place.position
            if !place.holdsQuote, takeLines(bytes, &place, into: &rows, &found, &ended) {
                continue
            }
            let mask = StructureMask(bytes, at: position, delimiter: delimiter, quote: quote)
            let mayHaveOuterSpace = mask.mayHaveOuterSpace
            place.mayHaveOuterSpace = place.mayHaveOuterSpace || mayHaveOuterSpace
            var cellCount = rows.cellCount
            var cellStart = place.cellStart
            // Those of the open row and of the rows behind it.
            var nonASCII = mask.nonASCII
            var bits = mask.all
            while bits != 0 {
                var at = position &+ bits.trailingZeroBitCount
                bits &= bits &- 1
                // In bounds: nothing is found behind the last byte, and there is room for a cell for each.
                var byte = bytes[unchecked: at]
                var cell = RecordBlock.Cell(start: cellStart, end: at, mayNeedQuotes: place.holdsQuote)
                if byte == quote, at == cellStart, let value = mask.quotedValue(at &- position),
                    position &+ value.closing &- place.rowStart < longestRecord
                {
                    let end = position &+ value.closing
                    cell = RecordBlock.Cell(start: at &+ 1, end: end, mayNeedQuotes: value.holdsDelimiter)
                    // Where a delimiter may be white space, the mask cannot tell that it is no cell's end here.
                    if value.holdsDelimiter { place.mayHaveOuterSpace = true }
                    // On to what stands behind the closing quote, which is in sight.
                    at = end &+ 1
                    byte = bytes[unchecked: at]
                    bits &= ((.max as UInt64) &<< UInt64(truncatingIfNeeded: value.closing)) &<< 1
                    bits &= bits &- 1
                }
                if byte == delimiter {
                    found[unchecked: cellCount] = cell
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
                    if cell.hasDoubledQuote { rows.noteDoubledQuote() }
                    found[unchecked: cellCount] = RecordBlock.Cell(
                        start: at &+ 1, end: cell.end &- 1, mayNeedQuotes: cell.mayNeedQuotes)
                    rows.cellCount = cellCount &+ 1
                    place.cellStart = cell.end &+ 1
                    place.position = cell.end &+ 1
                    if bytes[cell.end] == delimiter { continue pieces }
                    guard let next = nextRow(bytes, lineEnd: cell.end, isLast: isLast) else { return .needsMore }
                    endRow(cell.end, next, &place, into: &rows, found.span, &ended)
                    place.position = next
                    continue pieces
                }
                // The LF of a CR LF has been passed already.
                if at < cellStart { continue }
                guard let next = nextRow(bytes, lineEnd: at, isLast: isLast) else { return .needsMore }
                found[unchecked: cellCount] = cell
                rows.cellCount = cellCount &+ 1
                let upToHere = (1 as UInt64 &<< UInt64(truncatingIfNeeded: at &- position)) &- 1
                place.holdsNonASCII = place.holdsNonASCII || nonASCII & upToHere != 0
                nonASCII &= ~upToHere
                endRow(at, next, &place, into: &rows, found.span, &ended)
                place.mayHaveOuterSpace = mayHaveOuterSpace
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

    /// Takes bytes that hold nothing but cells, lines and quotes that belong there, as most do: no byte is looked at by
    /// itself. Ends in front of 64 bytes that are not as simple as that, of the last ones, or where there is no more room.
    /// - Returns: false when nothing has been taken.
    @inline(__always)
    private mutating func takeLines(
        _ bytes: Span<UInt8>, _ place: inout Place, into rows: inout ScannedRows,
        _ cells: inout MutableSpan<RecordBlock.Cell>, _ ended: inout MutableSpan<RecordBlock.Row>
    ) -> Bool {
        let (start, before, escapedBefore) = (place.position, rows.rowCount, rows.escaped.count)
        rows.escaped.append(contentsOf: repeatElement(0, count: Self.roomForEscaped))
        var scan = MusterScan(
            position: Int64(start), lineStart: Int64(place.rowStart), cellStart: Int64(place.cellStart),
            cellCount: Int64(rows.cellCount), firstCell: Int64(rows.firstOpenCell), rowCount: Int64(before),
            line: Int64(line), width: Int64(width), longestRecord: Int64(longestRecord),
            holdsNonASCII: place.holdsNonASCII, mayHaveOuterSpace: place.mayHaveOuterSpace, doubledCount: 0,
            widest: instructions)
        precondition(hash.position >= 0 && hash.end <= bytes.count, "hashed by its place in other bytes")
        let (roomForCells, roomForRows) = (cells.count, ended.count)
        bytes.withUnsafeBytes { text in
            cells.withUnsafeMutableBytes { cells in
                ended.withUnsafeMutableBytes { ended in
                    rows.escaped.withUnsafeMutableBufferPointer { escaped in
                        var lines = MusterLines(
                            bytes: text.baseAddress, count: Int64(text.count), delimiter: delimiter, quote: quote,
                            cells: cells.baseAddress, roomForCells: Int64(roomForCells),
                            // A row is nothing but what is written here.
                            rows: ended.baseAddress?.assumingMemoryBound(to: MusterTextRow.self),
                            roomForRows: Int64(roomForRows), doubled: escaped.baseAddress.map { $0 + escapedBefore },
                            roomForDoubled: Int64(escaped.count - escapedBefore))
                        muster_scan_lines(&scan, &lines, &hash)
                    }
                }
            }
        }
        rows.escaped.removeLast(Self.roomForEscaped - Int(scan.doubledCount))
        let rowCount = Int(scan.rowCount)
        if rowCount > before {
            // None of these lines is blank.
            rows.take(rowsUpTo: rowCount, cellsUpTo: Int(scan.firstCell))
            line = Int(scan.line)
            place.rowStart = Int(scan.lineStart)
            place.holdsQuote = false
        }
        rows.cellCount = Int(scan.cellCount)
        place.position = Int(scan.position)
        place.cellStart = Int(scan.cellStart)
        place.holdsNonASCII = scan.holdsNonASCII
        place.mayHaveOuterSpace = scan.mayHaveOuterSpace
        return place.position > start
    }

    /// Ends the open row, for which there is room.
    @inline(__always)
    private mutating func endRow(
        _ end: Int, _ next: Int, _ place: inout Place, into rows: inout ScannedRows, _ cells: Span<RecordBlock.Cell>,
        _ ended: inout MutableSpan<RecordBlock.Row>
    ) {
        let row = rows.closeRow(
            Range(uncheckedBounds: (place.rowStart, end)), cells, line: line, width: width, longest: longestRecord,
            mayHoldNonASCII: place.holdsNonASCII, mayHaveOuterSpace: place.mayHaveOuterSpace)
        if let row {
            ended[unchecked: rows.rowCount] = row
            rows.rowCount &+= 1
        }
        line &+= 1
        place.rowStart = next
        place.cellStart = next
        place.holdsQuote = false
        place.holdsNonASCII = false
        place.mayHaveOuterSpace = false
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
    ) -> (end: Int, hasDoubledQuote: Bool, mayNeedQuotes: Bool)? {
        // One byte behind the closing quote must be there, and the record must not be too long.
        let limit = min(bytes.count &- 1, place.rowStart &+ longestRecord)
        var at = opening &+ 1
        var all: UInt8 = 0
        var hasDoubledQuote = false
        var holdsDelimiter = false
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
                if bytes.hasOuterSpace((opening &+ 1)..<at) { place.mayHaveOuterSpace = true }
                return (at &+ 1, hasDoubledQuote, hasDoubledQuote || holdsDelimiter)
            }
            if byte == 0x0A || byte == 0x0D { return nil }
            if byte == delimiter { holdsDelimiter = true }
            all |= byte
            at &+= 1
        }
        return nil
    }

    /// Reads the open row once more, byte by byte.
    /// - Returns: false when more bytes are needed to go on.
    private mutating func scanLongWay(
        _ bytes: Span<UInt8>, _ place: inout Place, into rows: inout ScannedRows, isLast: Bool
    ) -> Bool {
        rows.dropOpenCells()
        let next = scanQuotedRow(bytes, from: place.rowStart, into: &rows, isLast: isLast)
        guard next > place.rowStart else { return false }
        place = Place(position: next, rowStart: next, cellStart: next)
        return true
    }

    private func finish(_ rows: inout ScannedRows, _ place: Place) -> Int {
        rows.dropOpenCells()
        return place.rowStart
    }

    // MARK: Doubled quotes

    /// Appends the values of cells with doubled quotes behind all bytes that were given and moves the cells there.
    func unescape(_ escaped: [UInt32], in block: inout RecordBlock) {
        for index in escaped {
            let index = Int(index)
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
