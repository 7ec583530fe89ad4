package import Records
import ServiceCatalog

/// Why a row could not be read, in words: what concerns its form and not its values.
extension Intake {
    /// The reason of a row whose form is not whole.
    func formReason(_ row: RecordBlock.Row, of block: RecordBlock) -> Reason {
        let mark = notRepeatedNote(row) + formMark(of: row, in: block).description
        switch row.form {
        case .ragged:
            // Cells that Muster added itself are not counted: the person knows the source's columns.
            let added = header.count - sourceWidth
            let found = row.cellCount > header.count ? row.cellCount - added : min(row.cellCount, sourceWidth)
            let count = "The row has \(found) \(found == 1 ? "cell" : "cells"), the header has \(sourceWidth)."
            if found > sourceWidth {
                return Reason(
                    code: ReasonCode.rowFields.code,
                    sentence: "\(count) Is there a stray delimiter, or a text that should stand in quotes? \(mark)")
            }
            return Reason(
                code: ReasonCode.rowFields.code,
                sentence:
                    "\(count) Fill in what is missing; if the cells are meant to be empty, empty this cell. \(mark)")
        case .openQuote(let line):
            return Reason(
                code: ReasonCode.rowQuote.code,
                sentence: """
                    A quotation mark opens in line \(line) and never closes. Close it, or delete it, and give the row \
                    its cells again. \(mark)
                    """)
        case .textAfterQuote(let line):
            return Reason(
                code: ReasonCode.rowQuote.code,
                sentence: """
                    In line \(line) text follows a closing quotation mark. Quotation marks inside a text must be \
                    doubled (""). Mend the row and give it its cells again. \(mark)
                    """)
        default:
            return Reason(
                code: ReasonCode.rowTooLong.code,
                sentence: """
                    The row is longer than any real one, so only its beginning is repeated here. Is a quotation mark \
                    or a line end missing in line \(row.line)? \(mark)
                    """)
        }
    }

    /// The reason of something that the row's format does not have.
    ///
    /// It carries no mark: the row is in the rejection file as it was, so the fault is found again while it is there.
    func reason(of fault: RowFault) -> Reason {
        var sentence = "Line \(fault.line): \(fault.sentence)"
        if let name = fault.unknownField {
            let fields = services.flatMap(\.fields).map(\.name)
            let closest = Suggestion.closest(to: name, among: ["product", "service"] + fields)
            sentence += closest.map { " Did you mean <\($0)>?" } ?? " Delete it, or put its text into a field."
        }
        return Reason(code: ReasonCode.rowStructure.code, sentence: sentence)
    }

    /// Whether a row has all that the header asks for though its number of cells is another: what it lacks are columns
    /// without a name or of Muster's own, or what it has beyond the header is empty. Spreadsheets write such rows.
    func isWholeInEffect(_ row: RecordBlock.Row, of block: RecordBlock) -> Bool {
        if row.cellCount > header.count {
            return block.cells(of: row).dropFirst(header.count).allSatisfy(\.isEmpty)
        }
        return columns.sourceColumns.allSatisfy { $0 < row.cellCount || header.names[$0].isEmpty }
    }

    /// The cells under which a row goes into the rejection file, for the source's columns: as they came, or, where the
    /// row could not be cut into cells, its text in the first.
    package func rejectedCells(of row: RecordBlock.Row, in block: RecordBlock) -> [[UInt8]] {
        // Where it cannot be told which cell is which, any may hold what must not be repeated.
        if row.form != .whole, holdsDropped { return [] }
        guard row.form == .whole || row.form == .ragged else {
            return [Self.beginning(of: block.bytes[row.text])]
        }
        return columns.keptColumns.compactMap { column in
            guard column < row.cellCount else { return nil }
            return restored(Array(block.bytes[block.cells[row.firstCell + column].range]))
        }
    }

    /// Cells beyond the header's, of a row that has too many.
    package func surplusCells(of row: RecordBlock.Row, in block: RecordBlock) -> [[UInt8]] {
        guard row.form == .ragged, row.cellCount > header.count, !holdsDropped else { return [] }
        return block.cells[(row.firstCell + header.count)..<(row.firstCell + row.cellCount)].map {
            restored(Array(block.bytes[$0.range]))
        }
    }

    /// Whether the file has columns that a profile drops.
    private var holdsDropped: Bool { columns.keptColumns.count < columns.sourceColumns.count }

    private func notRepeatedNote(_ row: RecordBlock.Row) -> String {
        guard holdsDropped else { return "" }
        return """
            Its cells are not repeated here, because some may be of the columns that are never repeated; mend line \
            \(row.line) of the export and import it again.\u{20}
            """
    }

    /// The most that one cell of a spreadsheet can hold.
    private static let longestRepeatedText = 32_000

    /// The first bytes of a text, without a character that is cut in two.
    private static func beginning(of text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.count > longestRepeatedText else { return Array(text) }
        let isContinuation = { (byte: UInt8) in byte & 0xC0 == 0x80 }
        var end = text.startIndex + longestRepeatedText
        while end > text.startIndex, isContinuation(text[end]) { end -= 1 }
        return Array(text[..<end])
    }

    /// Where a cell's value lies as it was before a rejection file guarded it.
    package func restoredRange(of cell: RecordBlock.Cell, in bytes: Span<UInt8>) -> Range<Int> {
        let range = cell.range
        guard restoresGuarded, FormulaGuard.isMarked(bytes.extracting(range)) else { return range }
        return (range.lowerBound + 1)..<range.upperBound
    }

    func restored(_ cell: [UInt8]) -> [UInt8] {
        restoresGuarded && FormulaGuard.isMarked(cell.span) ? Array(cell.dropFirst()) : cell
    }

    /// The mark that a reason of form must carry to hold for this row.
    func formMark(of row: RecordBlock.Row, in block: RecordBlock) -> RejectionMark {
        RejectionMark(cells: rejectedCells(of: row, in: block) + surplusCells(of: row, in: block))
    }

    /// The reason of a row that is not UTF-8; `nil` when it is.
    func encodingReason(_ row: RecordBlock.Row, of block: RecordBlock) -> Reason? {
        let bytes = block.bytes.span
        guard !TextCheck.isText(bytes, row.text) else { return nil }
        // Muster's own columns quote what was wrong; they are nobody's to correct.
        for (index, cell) in block.cells(of: row).enumerated() where !isUnread(index) {
            guard !TextCheck.isText(bytes, cell.range) else { continue }
            let shown = String(decoding: restored(Array(block.bytes[cell.range])), as: UTF8.self).prefix(60)
            let name = index < header.count ? header.distinctNames[index] : "column \(index + 1)"
            return Reason(
                code: ReasonCode.rowEncoding.code,
                field: columns.uses.indices.contains(index) ? columns.uses[index].field : nil,
                column: index + 1,
                sentence: """
                    \(name) holds bytes that are not UTF-8 text (“\(shown)”). Save the file as “CSV UTF-8” and drop it \
                    again, or say its encoding with --encoding.
                    """)
        }
        return nil
    }

    /// Muster's own columns, and those that a profile drops.
    private func isUnread(_ index: Int) -> Bool {
        index < header.count && !columns.keptColumns.contains(index)
    }
}
