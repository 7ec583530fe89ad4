import Records

/// The rules at the head of `CSVScanner`, once more: over whole arrays, a character at a time, as plainly as can be.
///
/// It was written from the rules and not from the scanner, so that a slip in one shows against the other.
struct PlainCSV {
    var bytes: [UInt8]
    var delimiter = UInt8(ascii: ",")
    /// The header's number of cells; 0: any number is right.
    var width: Int
    var longestRecord = 1 << 20

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 10
    private static let carriageReturn: UInt8 = 13

    func read() -> ReadRows {
        var result = ReadRows()
        var start = 0
        while start < bytes.count {
            let row = row(from: start, line: result.nextLine)
            if row.read.text.isEmpty {
                result.blankLines += 1
            } else {
                result.rows.append(row.read)
            }
            result.nextLine += lineEnds(in: start..<row.next)
            if row.next == bytes.count, !endsWithLineEnd(row.next) { result.nextLine += 1 }
            start = row.next
        }
        return result
    }

    // MARK: One row

    private func row(from start: Int, line: Int) -> (read: ReadRow, next: Int) {
        switch cells(from: start) {
        case .broken(let opening, let isClosedOnItsLine):
            return broken(from: start, opening: opening, isClosedOnItsLine: isClosedOnItsLine, line: line)
        case .whole(let cells, let end, let firstOverLineEnd):
            // The wrong number of cells, while the line after the opening quote is a whole row by itself.
            if width > 0, cells.count != width, let opening = firstOverLineEnd,
                isWholeRow(from: nextLine(after: opening))
            {
                return broken(from: start, opening: opening, isClosedOnItsLine: false, line: line)
            }
            let text = Array(bytes[start..<end])
            let form: RowForm =
                cells.allSatisfy(\.isEmpty)
                ? .empty : text.count > longestRecord ? .tooLong : width > 0 && cells.count != width ? .ragged : .whole
            return (ReadRow(line: line, form: form, cells: cells, text: text), nextLine(after: end))
        }
    }

    /// A broken quote costs exactly the line on which it opened.
    private func broken(
        from start: Int, opening: Int, isClosedOnItsLine: Bool, line: Int
    ) -> (read: ReadRow, next: Int) {
        let openingLine = line + lineEnds(in: start..<opening)
        let form: RowForm =
            isClosedOnItsLine ? .textAfterQuote(line: openingLine) : .openQuote(line: openingLine)
        let text = Array(bytes[start..<endOfLine(from: opening)])
        return (ReadRow(line: line, form: form, cells: [], text: text), nextLine(after: opening))
    }

    private enum Cells {
        /// `end`: where the row's line end begins. `firstOverLineEnd`: the first quote whose cell runs over a line end.
        case whole([[UInt8]], end: Int, firstOverLineEnd: Int?)
        case broken(opening: Int, isClosedOnItsLine: Bool)
    }

    private func cells(from start: Int, isLookAhead: Bool = false) -> Cells {
        var cells: [[UInt8]] = []
        var firstOverLineEnd: Int?
        var at = start
        while true {
            if at < bytes.count, bytes[at] == Self.quote {
                let opening = at
                var value: [UInt8] = []
                at += 1
                while true {
                    // The file, or the longest record, ends before it closes.
                    guard at < bytes.count, at - start < longestRecord else {
                        return .broken(opening: opening, isClosedOnItsLine: false)
                    }
                    if bytes[at] != Self.quote {
                        value.append(bytes[at])
                        at += 1
                    } else if at + 1 < bytes.count, bytes[at + 1] == Self.quote {
                        value.append(Self.quote)
                        at += 2
                    } else {
                        break
                    }
                }
                let isOverLineEnd = lineEnds(in: opening..<at) > 0
                at += 1
                if at < bytes.count, bytes[at] != delimiter, !isLineEnd(at) {
                    return .broken(opening: opening, isClosedOnItsLine: !isOverLineEnd)
                }
                if isOverLineEnd, firstOverLineEnd == nil { firstOverLineEnd = opening }
                cells.append(value)
            } else {
                var value: [UInt8] = []
                while at < bytes.count, bytes[at] != delimiter, !isLineEnd(at) {
                    value.append(bytes[at])
                    at += 1
                }
                cells.append(value)
            }
            if at == bytes.count || isLineEnd(at) {
                return .whole(cells, end: at, firstOverLineEnd: firstOverLineEnd)
            }
            at += 1
            // A delimiter behind as many cells as the header has: the row has too many, wherever it ends.
            if !isLookAhead, width > 0, cells.count >= width, let opening = firstOverLineEnd,
                isWholeRow(from: nextLine(after: opening))
            {
                return .broken(opening: opening, isClosedOnItsLine: false)
            }
        }
    }

    /// A blank line is no row.
    private func isWholeRow(from start: Int) -> Bool {
        guard start < bytes.count, !isLineEnd(start),
            case .whole(let cells, _, _) = cells(from: start, isLookAhead: true)
        else {
            return false
        }
        return cells.count == width
    }

    // MARK: Lines

    private func isLineEnd(_ at: Int) -> Bool {
        bytes[at] == Self.lineFeed || bytes[at] == Self.carriageReturn
    }

    private func endsWithLineEnd(_ end: Int) -> Bool {
        end > 0 && isLineEnd(end - 1)
    }

    private func endOfLine(from place: Int) -> Int {
        bytes[place...].firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn } ?? bytes.count
    }

    private func nextLine(after place: Int) -> Int {
        let end = endOfLine(from: place)
        guard end < bytes.count else { return end }
        return bytes[end...].starts(with: [Self.carriageReturn, Self.lineFeed]) ? end + 2 : end + 1
    }

    /// LF, CR LF and a lone CR each end a line.
    private func lineEnds(in range: Range<Int>) -> Int {
        var found = 0
        var at = range.lowerBound
        while at < range.upperBound {
            if isLineEnd(at) {
                found += 1
                if bytes[at...].starts(with: [Self.carriageReturn, Self.lineFeed]) { at += 1 }
            }
            at += 1
        }
        return found
    }
}
