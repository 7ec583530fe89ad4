import Records
import Testing

/// The scanner against cases a person can check.
struct CSVScannerTests {
    private func read(_ text: String, width: Int = 0) -> ReadRows {
        CSVScanner.read(Array(text.utf8), width: width)
    }

    private func cells(_ text: String, width: Int = 0) -> [[String]] {
        read(text, width: width).rows.map { row in row.cells.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `cells are cut at delimiters and keep every other byte`() {
        #expect(cells("a,b,c\n") == [["a", "b", "c"]])
        #expect(cells(" a ,,\tc") == [[" a ", "", "\tc"]])
        #expect(cells("a;b\n") == [["a;b"]])
        #expect(cells("é,\u{1F600}\n") == [["é", "\u{1F600}"]])
        #expect(cells("a\0b,c") == [["a\0b", "c"]])
    }

    @Test func `a quoted cell may hold delimiters, line ends and doubled quotes`() {
        #expect(cells("\"a,b\",c") == [["a,b", "c"]])
        #expect(cells("\"a\r\nb\",\"c\nd\"\nx,y") == [["a\r\nb", "c\nd"], ["x", "y"]])
        #expect(cells("\"say \"\"hi\"\"\",\"\"\"\"") == [["say \"hi\"", "\""]])
        #expect(cells("\"\",x") == [["", "x"]])
    }

    @Test func `a quote inside a cell that does not open with one is an ordinary character`() {
        #expect(cells("24\" screen,b\"c\"\nx,y") == [["24\" screen", "b\"c\""], ["x", "y"]])
        #expect(cells(" \"a\",b") == [[" \"a\"", "b"]])
    }

    @Test func `every kind of line end ends a row, also in one file`() {
        let rows = read("a\nb\r\nc\rd\n\re")
        #expect(rows.rows.map(\.line) == [1, 2, 3, 4, 6])
        #expect(rows.blankLines == 1)
        #expect(rows.nextLine == 7)
    }

    @Test func `a last line needs no line end and gains no row by one`() {
        #expect(read("a\nb").rows == read("a\nb\n").rows)
        #expect(read("").rows.isEmpty)
        #expect(read("a,b\n").rows.count == 1)
        #expect(cells("a,") == [["a", ""]])
        #expect(cells("a,\"\"") == [["a", ""]])
    }

    @Test func `blank lines are counted and are no rows, empty rows are rows`() {
        let rows = read("\n\r\na\n,,\n\"\"\n\n")
        #expect(rows.blankLines == 3)
        #expect(rows.rows.map(\.form) == [.whole, .empty, .empty])
        #expect(rows.rows.map(\.line) == [3, 4, 5])
    }

    @Test func `a row with another number of cells than the header is ragged and keeps its cells`() {
        let rows = read("a,b\nc\nd,e,f\n", width: 2)
        #expect(rows.rows.map(\.form) == [.whole, .ragged, .ragged])
        #expect(rows.rows.map(\.cells.count) == [2, 1, 3])
    }

    @Test func `a line number is that of a row's first line, however many lines the rows before it have`() {
        let rows = read("\"1\n2\r\n3\r4\",x\n\n\"6\",\"7\r\n\r\n9\"\ny,z\n", width: 2)
        #expect(rows.rows.map(\.line) == [1, 6, 9])
        #expect(rows.rows.allSatisfy { $0.form == .whole })
    }

    @Test func `a row's text is what the file holds, without the line end`() {
        let rows = read("a,\"b \"\"c\"\"\"\r\n\"d\ne\",f\n", width: 2)
        #expect(rows.rows.map { String(decoding: $0.text, as: UTF8.self) } == ["a,\"b \"\"c\"\"\"", "\"d\ne\",f"])
    }

    @Test func `only a cell that may need quotes is marked so, whether it had some or not`() {
        var block = RecordBlock()
        block.bytes = Array("a,\"b\",c\"d,\"e\"\"f\"\ng,\"h,i\"\n".utf8)
        var scanner = CSVScanner(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), width: 0)
        _ = scanner.scan(&block, isLast: true)
        let cells = block.rows.flatMap { block.cells(of: $0) }
        #expect(cells.map(\.mayNeedQuotes) == [false, false, true, true, false, true])
    }

    @Test func `a quote at any place of a 64-byte block is found`() {
        for offset in 0..<130 {
            let before = String(repeating: "x", count: offset)
            let text = "\(before),\"a,\nb\",c\ny,z,w\n"
            #expect(cells(text, width: 3) == [[before, "a,\nb", "c"], ["y", "z", "w"]], "quote at \(offset + 1)")
            let literal = "\(before)\",b,c\ny,z,w\n"
            let first = offset == 0 ? nil : [before + "\"", "b", "c"]
            if let first { #expect(cells(literal, width: 3) == [first, ["y", "z", "w"]], "quote at \(offset)") }
        }
    }

    @Test func `a CR at any place of a 64-byte block takes the LF behind it along`() {
        for offset in 0..<130 {
            let before = String(repeating: "x", count: offset)
            let rows = read("\(before),a\r\nb,c\rd,e\n\r\nf,g", width: 2)
            #expect(rows.rows.map(\.line) == [1, 2, 3, 5], "CR at \(offset + 2)")
            #expect(rows.blankLines == 1, "CR at \(offset + 2)")
        }
    }

    @Test func `a row with bytes beyond ASCII never counts as plain ASCII`() {
        for offset in 0..<130 {
            let text = String(repeating: "x", count: offset) + "é,a\n" + String(repeating: "b,c\n", count: 40)
            var block = RecordBlock()
            block.bytes = Array(text.utf8)
            var scanner = CSVScanner(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), width: 2)
            _ = scanner.scan(&block, isLast: true)
            for row in block.rows where !row.mayHoldNonASCII {
                #expect(block.bytes[row.text].allSatisfy { $0 < 0x80 }, "é at \(offset)")
            }
            #expect(block.rows.last?.mayHoldNonASCII == false, "a file is not marked for one row's sake")
        }
    }

    @Test func `the first row alone can be read, before the width is known`() throws {
        var block = RecordBlock()
        block.bytes = Array("\"a\nb\",c\nd,e\n".utf8)
        var scanner = CSVScanner(delimiter: UInt8(ascii: ","), quote: UInt8(ascii: "\""), width: 0)
        let next = try #require(scanner.scanRow(&block, from: 0, isLast: false))
        #expect(block.rows.map { ReadRow($0, in: block).cells.count } == [2])
        #expect(next == 8)
        #expect(scanner.line == 3)
        block.removeAll()
        block.bytes = Array("a,b".utf8)
        #expect(scanner.scanRow(&block, from: 0, isLast: false) == nil)
        #expect(block.rows.isEmpty && block.cells.isEmpty)
    }
}
