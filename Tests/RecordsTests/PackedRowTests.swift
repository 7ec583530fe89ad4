import Records
import Testing

/// A row is packed into few bytes: what is put in comes out again.
struct PackedRowTests {
    private static let forms: [RowForm] =
        [.whole, .empty, .ragged, .tooLong, .invalid] + SkipCause.allCases.map { .skipped($0) }

    private func row(_ form: RowForm, line: Int = 7) -> RecordBlock.Row {
        RecordBlock.Row(
            firstCell: 11, cellCount: 13, text: 17..<40, line: line, form: form, mayHoldNonASCII: false)
    }

    @Test func `it stays small`() {
        #expect(MemoryLayout<RecordBlock.Row>.stride == 32)
        #expect(MemoryLayout<RecordBlock.Cell>.stride == 8)
    }

    @Test(arguments: forms, [1, 7, 3_000_000_000])
    func `each form comes out as it was put in`(form: RowForm, line: Int) {
        var row = row(form, line: line)
        #expect(row.form == form)
        #expect(row.isWhole == (form == .whole))
        #expect([row.firstCell, row.cellCount, row.line] == [11, 13, line])
        #expect(row.text == 17..<40)
        row.form = .openQuote(line: line + 2)
        row.form = form
        #expect(row.form == form)
        #expect(row == self.row(form, line: line), "nothing of the form before is left")
    }

    @Test(arguments: [1, 7, 1 << 31, 5_000_000_000], [0, 1, 2, 70_000, 1 << 20])
    func `a fault keeps the line on which it is`(line: Int, below: Int) {
        for form in [RowForm.openQuote(line: line + below), .textAfterQuote(line: line + below)] {
            var row = row(form, line: line)
            #expect(row.form == form)
            #expect(row.line == line && !row.isWhole)
            row.form = .whole
            #expect(row.form == .whole && row.isWhole)
            row.form = form
            #expect(row.form == form)
        }
    }

    @Test func `rows of different forms are different`() {
        let all =
            Self.forms + [.openQuote(line: 7), .openQuote(line: 8), .textAfterQuote(line: 7), .textAfterQuote(line: 8)]
        for (one, first) in all.enumerated() {
            for (other, second) in all.enumerated() { #expect((row(first) == row(second)) == (one == other)) }
        }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 1 << 31, 1 << 32 - 1])
    func `places and counts are kept up to four bytes`(number: Int) {
        var row = RecordBlock.Row(
            firstCell: number, cellCount: number, text: number..<(number * 2), line: number, form: .ragged,
            mayHoldNonASCII: true)
        #expect([row.firstCell, row.cellCount, row.line] == [number, number, number])
        #expect(row.text == number..<(number * 2))
        #expect(row.mayHoldNonASCII)
        row.firstCell = 3
        row.cellCount = number
        #expect([row.firstCell, row.cellCount] == [3, number])
        #expect(row.form == .ragged)
    }

    @Test(arguments: [0, 1, 2, 1 << 16, 1 << 30], [false, true])
    func `a cell keeps its range and its mark`(length: Int, isMarked: Bool) {
        let cell = RecordBlock.Cell(start: 5, end: 5 + length, mayNeedQuotes: isMarked)
        #expect(cell.range == 5..<(5 + length))
        #expect(cell.length == length)
        #expect(cell.isEmpty == (length == 0))
        #expect(cell.mayNeedQuotes == isMarked)
    }
}
