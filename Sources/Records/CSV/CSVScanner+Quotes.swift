/// Rows with quotes: read byte by byte, by the rules at the head of `CSVScanner`.
extension CSVScanner {
    /// Reads one row byte by byte.
    /// - Returns: where the next row starts; `start` itself when the row is not yet whole: its cells are open then.
    mutating func scanQuotedRow(
        _ bytes: Span<UInt8>, from start: Int, into rows: inout ScannedRows, isLast: Bool
    ) -> Int {
        let end = rowEnd(bytes, from: start, isLast: isLast) { cell, hasDoubledQuote in
            if hasDoubledQuote { rows.noteDoubledQuote() }
            rows.add(cell)
        }
        switch end {
        case .incomplete:
            return start
        case .whole(let textEnd, let next, let lineEnds, let firstOpening):
            if width > 0, rows.openCellCount != width, let opening = firstOpening {
                // Nothing says that the quote is the fault but the next line, should it be a row by itself.
                switch isWholeRow(bytes, from: endOfLine(bytes, from: opening).next, isLast: isLast) {
                case true?:
                    return breakOff(bytes, start, opening, neverCloses: true, &rows, isLast: isLast)
                case nil where bytes.count &- start <= longestRecord:
                    return start
                default: break
                }
            }
            rows.endRow(
                start..<textEnd, line: line, width: width, longest: longestRecord, mayHoldNonASCII: true)
            line &+= lineEnds
            return next
        case .tooWide(let opening):
            return breakOff(bytes, start, opening, neverCloses: true, &rows, isLast: isLast)
        case .broken(let opening, let neverCloses):
            return breakOff(bytes, start, opening, neverCloses: neverCloses, &rows, isLast: isLast)
        }
    }

    /// Reads the one row that starts at `start`: the header, before the width is known.
    /// - Returns: where the next row starts; `nil` when the row is not yet whole.
    package mutating func scanRow(_ block: inout RecordBlock, from start: Int, isLast: Bool) -> Int? {
        var rows = ScannedRows(taking: &block, keepsCells: true)
        let next = scanQuotedRow(block.bytes.span, from: start, into: &rows, isLast: isLast)
        rows.dropOpenCells()
        rows.cells.removeSubrange(rows.cellCount...)
        rows.give(back: &block)
        unescape(rows.escaped, in: &block)
        return next == start ? nil : next
    }

    /// Ends a broken row with the line on which the quote at `opening` stands.
    private mutating func breakOff(
        _ bytes: Span<UInt8>, _ start: Int, _ opening: Int, neverCloses: Bool, _ rows: inout ScannedRows, isLast: Bool
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
}
