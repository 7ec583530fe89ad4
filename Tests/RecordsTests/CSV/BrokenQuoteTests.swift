import Records
import Testing

/// One missing or stray quote must not swallow its neighbours.
struct BrokenQuoteTests {
    private func read(_ text: String, width: Int) -> [ReadRow] {
        CSVScanner.read(Array(text.utf8), width: width).rows
    }

    private func cells(_ row: ReadRow) -> [String] {
        row.cells.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a quote that never closes costs the line on which it opened`() {
        let rows = read("1,2\n3,\"4\n5,6\n7,8\n", width: 2)
        #expect(rows.map(\.form) == [.whole, .openQuote(line: 2), .whole, .whole])
        #expect(rows.map(\.line) == [1, 2, 3, 4])
        #expect(rows[1].cells.isEmpty)
        #expect(String(decoding: rows[1].text, as: UTF8.self) == "3,\"4")
    }

    @Test func `a quote that closes at the next quoted cell is still the fault of its line`() {
        let rows = read("1,\"two\n3,\"four\"\n5,\"six\"\n", width: 2)
        #expect(rows.map(\.form) == [.openQuote(line: 1), .whole, .whole])
        #expect(rows.dropFirst().map(cells) == [["3", "four"], ["5", "six"]])
    }

    @Test func `text behind a closing quote is told apart from a quote that never closes`() {
        let rows = read("1,\"two\" more\n3,4\n", width: 2)
        #expect(rows.map(\.form) == [.textAfterQuote(line: 1), .whole])
    }

    @Test func `the line of the opening quote is named, also in a record of many lines`() {
        let rows = read("\"a\nb\r\nc\",\"d\ne,f\n", width: 2)
        #expect(rows.first?.form == .openQuote(line: 3))
        #expect(rows.map(\.line) == [1, 4])
        #expect(rows.last.map(cells) == ["e", "f"])
    }

    @Test func `a row that swallowed a whole row is taken apart, one that is merely wrong is not`() {
        let swallowed = read("1,\"2\n3,4\n5,6\",7\n8,9\n", width: 2)
        #expect(swallowed.map(\.form) == [.openQuote(line: 1), .whole, .ragged, .whole])
        let wrong = read("1,\"2\nx,y\",7\n8,9\n", width: 2)
        #expect(wrong.map(\.form) == [.ragged, .whole])
    }

    @Test func `a blank line inside a cell is no whole row, also where rows have one cell`() {
        #expect(read("\"a\n\nb\",c\n", width: 1).map(\.form) == [.ragged])
    }

    /// Rows in which every cell is quoted, as many systems write them, some over several lines.
    private static let quotedRows = (1...8).map { number in
        ["\(number)", number % 3 == 0 ? "line one\nline, two" : "name \(number)", "n\(number)@example.com"]
    }

    private static func line(_ cells: [String]) -> String {
        cells.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    }

    @Test func `any one quote may be missing and all other rows are intact`() {
        let lines = Self.quotedRows.map(Self.line)
        for (number, line) in lines.enumerated() where !Self.quotedRows[number][1].contains("\n") {
            for place in line.indices where line[place] == "\"" {
                var broken = line
                broken.remove(at: place)
                var text = lines
                text[number] = broken
                let rows = read(text.joined(), width: 3)
                let expected = Self.quotedRows.enumerated().filter { $0.offset != number }.map(\.element)
                let others = rows.filter { $0.form == .whole }.map(cells)
                let isBroken = rows.count == lines.count && rows[number].form != .whole
                // An opening quote may be missing without harm.
                let isHarmless = rows.count == lines.count && others.count == lines.count
                #expect(
                    isHarmless || (isBroken && others == expected), "\(broken.debugDescription) as row \(number + 1)")
                #expect(rows.map(\.line) == CSVScanner.read(Array(lines.joined().utf8), width: 3).rows.map(\.line))
            }
        }
    }

    @Test func `a stray quote anywhere costs no other row`() {
        let lines = Self.quotedRows.map(Self.line)
        for (number, line) in lines.enumerated() where !Self.quotedRows[number][1].contains("\n") {
            for place in line.dropLast().indices {
                var broken = line
                broken.insert("\"", at: place)
                var text = lines
                text[number] = broken
                let rows = read(text.joined(), width: 3)
                let others = rows.filter { $0.form == .whole && $0.line != rows[min(number, rows.count - 1)].line }
                let expected = Self.quotedRows.enumerated().filter { $0.offset != number }.map(\.element)
                #expect(others.map(cells) == expected, "\(broken.debugDescription) as row \(number + 1)")
            }
        }
    }

    @Test func `many open quotes cost many lines and no more time than the file is long`() {
        let text = String(repeating: "1,\"two\n", count: 3_000)
        let rows = read(text, width: 2)
        #expect(rows.count == 3_000)
        #expect(rows.indices.allSatisfy { rows[$0].form == .openQuote(line: $0 + 1) })
    }

    @Test(.timeLimit(.minutes(1)))
    func `a chain of cells that each seem to go on is read to its end`() {
        // Each quote would be followed to the end of the chain, were it not for the bound on looking ahead.
        let text = "\"x\n" + String(repeating: "a,b\nz\",\"x\n", count: 20_000) + "z\"\n"
        #expect(read(text, width: 2).count >= 20_000)
    }
}
