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
    package private(set) var isInsideLine = false

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
        var rows = Rows(taking: &block)
        var escaped: [Int] = []
        let used = scan(block.bytes.span, into: &rows, escaped: &escaped, isLast: isLast)
        rows.give(back: &block)
        unescape(escaped, in: &block)
        return used
    }

    // MARK: Rows without quotes

    private mutating func scan(
        _ bytes: Span<UInt8>, into rows: inout Rows, escaped: inout [Int], isLast: Bool
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

    private func finish(_ rows: inout Rows, _ used: Int) -> Int {
        rows.dropOpenCells()
        return used
    }

    // MARK: Rows with quotes

    /// Reads one row byte by byte.
    /// - Returns: where the next row starts; `start` itself when the row is not yet whole.
    private mutating func scanQuotedRow(
        _ bytes: Span<UInt8>, from start: Int, into rows: inout Rows, escaped: inout [Int], isLast: Bool
    ) -> Int {
        let firstEscaped = escaped.count
        let end = rowEnd(bytes, from: start, isLast: isLast) { cell, hasDoubledQuote in
            if hasDoubledQuote { escaped.append(rows.cellCount) }
            rows.reserve(1)
            rows.add(cell)
        }
        switch end {
        case .incomplete:
            escaped.removeSubrange(firstEscaped...)
            return start
        case .whole(let textEnd, let next, let lineEnds, let firstOpening):
            if width > 0, rows.openCellCount != width, let opening = firstOpening {
                // Nothing says that the quote is the fault but the next line, should it be a row by itself.
                switch isWholeRow(bytes, from: endOfLine(bytes, from: opening).next, isLast: isLast) {
                case true?:
                    escaped.removeSubrange(firstEscaped...)
                    return breakOff(bytes, start, opening, neverCloses: true, &rows, isLast: isLast)
                case nil where bytes.count &- start <= longestRecord:
                    escaped.removeSubrange(firstEscaped...)
                    return start
                default: break
                }
            }
            rows.endRow(
                start..<textEnd, line: line, width: width, longest: longestRecord, mayHoldNonASCII: true)
            line &+= lineEnds
            return next
        case .tooWide(let opening):
            escaped.removeSubrange(firstEscaped...)
            return breakOff(bytes, start, opening, neverCloses: true, &rows, isLast: isLast)
        case .broken(let opening, let neverCloses):
            escaped.removeSubrange(firstEscaped...)
            return breakOff(bytes, start, opening, neverCloses: neverCloses, &rows, isLast: isLast)
        }
    }

    /// Reads the one row that starts at `start`: the header, before the width is known.
    /// - Returns: where the next row starts; `nil` when the row is not yet whole.
    package mutating func scanRow(_ block: inout RecordBlock, from start: Int, isLast: Bool) -> Int? {
        var rows = Rows(taking: &block)
        var escaped: [Int] = []
        let next = scanQuotedRow(block.bytes.span, from: start, into: &rows, escaped: &escaped, isLast: isLast)
        rows.dropOpenCells()
        rows.give(back: &block)
        unescape(escaped, in: &block)
        return next == start ? nil : next
    }

    /// Ends a broken row with the line on which the quote at `opening` stands.
    private mutating func breakOff(
        _ bytes: Span<UInt8>, _ start: Int, _ opening: Int, neverCloses: Bool, _ rows: inout Rows, isLast: Bool
    ) -> Int {
        rows.dropOpenCells()
        let (textEnd, next) = endOfLine(bytes, from: opening)
        if !isLast, next == bytes.count {
            if next &- start < longestRecord { return start }
            isInsideLine = textEnd == next
        }
        let openingLine = line &+ lineEnds(bytes, in: start..<opening)
        rows.endBrokenRow(
            start..<textEnd, line: line,
            form: neverCloses ? .openQuote(line: openingLine) : .textAfterQuote(line: openingLine))
        line = openingLine &+ 1
        return next
    }

    private enum RowEnd {
        /// More bytes are needed to tell.
        case incomplete
        /// `firstOpening`: the first quote whose cell runs over a line end.
        case whole(textEnd: Int, next: Int, lineEnds: Int, firstOpening: Int?)
        case broken(opening: Int, neverCloses: Bool)
        /// The row has too many cells, and the line after the opening quote is a row by itself.
        case tooWide(opening: Int)
    }

    /// The rules of quoting. Hands each cell to `add` as it ends.
    ///
    /// - Parameter isLookAhead: only a row as wide as the header counts, so a wider one need not be followed to its end.
    private func rowEnd(
        _ bytes: Span<UInt8>, from start: Int, isLast: Bool, isLookAhead: Bool = false,
        add: (_ cell: RecordBlock.Cell, _ hasDoubledQuote: Bool) -> Void
    ) -> RowEnd {
        let count = bytes.count
        var position = start
        var lines = 1
        var cells = 0
        var hasAsked = false
        var firstOpening: Int?
        while true {
            if position < count, bytes[position] == quote {
                let opening = position
                let limit = min(count, start &+ longestRecord)
                var hasDoubledQuote = false
                var at = position &+ 1
                var isClosed = false
                var previous: UInt8 = 0
                var linesInside = 0
                while at < limit {
                    let byte = bytes[at]
                    if byte == quote {
                        if at &+ 1 < count, bytes[at &+ 1] == quote {
                            hasDoubledQuote = true
                            previous = byte
                            at &+= 2
                            continue
                        }
                        isClosed = true
                        break
                    }
                    if byte == 0x0D || (byte == 0x0A && previous != 0x0D) { linesInside &+= 1 }
                    previous = byte
                    at &+= 1
                }
                if !isClosed {
                    return isLast || limit < count
                        ? .broken(opening: opening, neverCloses: true) : .incomplete
                }
                if at &+ 1 == count, !isLast { return .incomplete }
                let after = at &+ 1
                if after < count, bytes[after] != delimiter, bytes[after] != 0x0A, bytes[after] != 0x0D {
                    return .broken(opening: opening, neverCloses: linesInside > 0)
                }
                if linesInside > 0, firstOpening == nil { firstOpening = opening }
                lines &+= linesInside
                add(RecordBlock.Cell(start: opening &+ 1, end: at, mayNeedQuotes: true), hasDoubledQuote)
                position = after
            } else {
                let cellStart = position
                var holdsQuote = false
                while position < count {
                    let byte = bytes[position]
                    if byte == delimiter || byte == 0x0A || byte == 0x0D { break }
                    if byte == quote { holdsQuote = true }
                    position &+= 1
                }
                if position == count, !isLast { return .incomplete }
                add(RecordBlock.Cell(start: cellStart, end: position, mayNeedQuotes: holdsQuote), false)
            }
            guard position < count else {
                return .whole(textEnd: count, next: count, lineEnds: lines, firstOpening: firstOpening)
            }
            if bytes[position] == delimiter {
                position &+= 1
                cells &+= 1
                // Asked once, as soon as there is one cell too many: otherwise each quote of a long chain of cells would
                // be followed to the chain's end.
                guard width > 0, cells >= width else { continue }
                if isLookAhead { return .broken(opening: start, neverCloses: false) }
                guard !hasAsked, let opening = firstOpening else { continue }
                hasAsked = true
                switch isWholeRow(bytes, from: endOfLine(bytes, from: opening).next, isLast: isLast) {
                case true?: return .tooWide(opening: opening)
                case nil where count &- start <= longestRecord: return .incomplete
                default: continue
                }
            }
            let textEnd = position
            var next = position &+ 1
            if bytes[position] == 0x0D {
                if next == count, !isLast { return .incomplete }
                if next < count, bytes[next] == 0x0A { next &+= 1 }
            }
            return .whole(textEnd: textEnd, next: next, lineEnds: lines, firstOpening: firstOpening)
        }
    }

    /// How far ahead it is looked whether a line is a whole row: rows are shorter, and so the time is bounded.
    private static let longestLookAhead = 1 << 13

    /// Whether the bytes from `start` on are, by themselves, a row as wide as the header; `nil`: not known yet.
    private func isWholeRow(_ bytes: Span<UInt8>, from start: Int, isLast: Bool) -> Bool? {
        let end = min(bytes.count, start &+ Self.longestLookAhead)
        let isCut = end < bytes.count || isLast
        guard start < end else { return isLast ? false : nil }
        var cells = 0
        let row = rowEnd(bytes.extracting(..<end), from: start, isLast: isCut, isLookAhead: true) { _, _ in cells &+= 1
        }
        switch row {
        case .incomplete: return nil
        case .broken, .tooWide: return false
        case .whole(let textEnd, let next, _, _):
            if next == end, end < bytes.count { return false }
            return cells == width && textEnd > start
        }
    }

    /// The end of the line that `position` lies on, and the start of the next.
    private func endOfLine(_ bytes: Span<UInt8>, from position: Int) -> (textEnd: Int, next: Int) {
        var at = position
        while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at &+= 1 }
        guard at < bytes.count else { return (at, at) }
        let isPair = bytes[at] == 0x0D && at &+ 1 < bytes.count && bytes[at &+ 1] == 0x0A
        return (at, at &+ (isPair ? 2 : 1))
    }

    /// How many lines end in a range; a CR LF is one end.
    package func lineEnds(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int {
        var found = 0
        for at in range
        where bytes[at] == 0x0D || (bytes[at] == 0x0A && (at == range.lowerBound || bytes[at &- 1] != 0x0D)) {
            found &+= 1
        }
        return found
    }

    // MARK: Doubled quotes

    /// Appends the values of cells with doubled quotes behind all bytes that were given and moves the cells there.
    private func unescape(_ escaped: [Int], in block: inout RecordBlock) {
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

/// The rows being found, in arrays that grow ahead of the loop so that the loop only stores.
private struct Rows {
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
