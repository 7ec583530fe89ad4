package import Intake
package import Records

/// The rejection file: the source's own columns with the values as they came, then what is wrong and what would be right.
///
/// It is for people with a spreadsheet, so it opens with a byte order mark, where the source's encoding has one, and
/// formulas are guarded; corrected and dropped again, it is read as the source was.
package struct RejectionCSV: BlockRenderer {
    private let intake: Intake
    private let dialect: CSVDialect

    package init(_ intake: Intake, dialect: CSVDialect) {
        self.intake = intake
        self.dialect = dialect
    }

    package func renderStart(into output: inout OutputBuffer) {
        let start = output.count
        renderHeader(into: &output)
        dialect.encoding.encode(&output, from: start)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        guard !block.rejections.isEmpty else { return 0 }
        let start = output.count
        renderRows(block, into: &output)
        dialect.encoding.encode(&output, from: start)
        return block.rejections.count
    }

    private func renderHeader(into output: inout OutputBuffer) {
        output.append([0xEF, 0xBB, 0xBF])
        if dialect.hasSeparatorLine {
            output.append("sep=")
            output.append(dialect.delimiter)
            output.append(dialect.lineEnd.bytes)
        }
        for column in intake.columns.keptColumns {
            output.appendSpreadsheetCell(intake.header.names[column], delimiter: dialect.delimiter)
            output.append(dialect.delimiter)
        }
        for (index, name) in ColumnMap.ownColumns.enumerated() {
            if index > 0 { output.append(dialect.delimiter) }
            output.append(name)
        }
        output.append(dialect.lineEnd.bytes)
    }

    private func renderRows(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) {
        let words = block.words.bytes.span
        let lineEnd = dialect.lineEnd.bytes
        for rejection in block.rejections {
            let row = block.records.rows[rejection.row]
            if row.isWhole {
                renderWholeRow(row, in: block.records, into: &output)
            } else {
                renderCells(of: row, in: block.records, into: &output)
            }
            output.append(decimal: rejection.record)
            output.append(dialect.delimiter)
            output.append(decimal: row.line)
            output.append(dialect.delimiter)
            output.appendSpreadsheetCell(
                words.extracting(rejection.words.reasons), delimiter: dialect.delimiter)
            output.append(dialect.delimiter)
            output.appendSpreadsheetCell(
                words.extracting(rejection.words.suggestions), delimiter: dialect.delimiter)
            for cell in intake.surplusCells(of: row, in: block.records) {
                output.append(dialect.delimiter)
                output.appendSpreadsheetCell(cell.span, delimiter: dialect.delimiter)
            }
            output.append(lineEnd)
        }
    }

    // MARK: The source's cells

    private func renderCells(of row: RecordBlock.Row, in records: RecordBlock, into output: inout OutputBuffer) {
        let cells = intake.rejectedCells(of: row, in: records)
        for index in intake.columns.keptColumns.indices {
            if index < cells.count {
                let cell = cells[index]
                output.appendSpreadsheetCell(cell.span, delimiter: dialect.delimiter)
            }
            output.append(dialect.delimiter)
        }
    }

    /// The cells of a row that is whole: a run of them that can be written as they are is copied at once, with the
    /// delimiters between them.
    private func renderWholeRow(_ row: RecordBlock.Row, in records: RecordBlock, into output: inout OutputBuffer) {
        let bytes = records.bytes.span
        let cells = records.cells.span
        var run: Range<Int>?
        for column in intake.columns.keptColumns {
            let cell = column < row.cellCount ? cells[row.firstCell + column] : .empty
            let range = cell.range
            let isBare = isBare(cell, bytes)
            if let begun = run {
                if isBare, range.lowerBound == begun.upperBound + 1, bytes[begun.upperBound] == dialect.delimiter {
                    run = begun.lowerBound..<range.upperBound
                    continue
                }
                output.append(bytes, begun)
                output.append(dialect.delimiter)
            }
            run = isBare ? range : nil
            if !isBare {
                let value = bytes.extracting(intake.restoredRange(of: cell, in: bytes))
                output.appendSpreadsheetCell(value, delimiter: dialect.delimiter)
                output.append(dialect.delimiter)
            }
        }
        if let run {
            output.append(bytes, run)
            output.append(dialect.delimiter)
        }
    }

    /// Whether a cell needs neither quotes nor a guard, nor has one to be taken off.
    @inline(__always)
    private func isBare(_ cell: RecordBlock.Cell, _ bytes: Span<UInt8>) -> Bool {
        if cell.mayNeedQuotes { return false }
        if cell.isEmpty { return true }
        let first = bytes[Int(cell.start)]
        // Formulas begin with other signs than digits and letters.
        return first > UInt8(ascii: "@") || first &- UInt8(ascii: "0") < 10
            || !FormulaGuard.isNeeded(bytes.extracting(cell.range))
    }
}
