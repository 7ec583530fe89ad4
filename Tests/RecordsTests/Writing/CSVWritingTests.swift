import Records
import TestSupport
import Testing

struct CSVWritingTests {
    private func cell(_ value: String, delimiter: UInt8 = UInt8(ascii: ",")) -> String {
        var output = OutputBuffer()
        output.appendCell(value, delimiter: delimiter)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func spreadsheetCell(_ value: String, delimiter: UInt8 = UInt8(ascii: ",")) -> String {
        var output = OutputBuffer()
        output.appendSpreadsheetCell(value, delimiter: delimiter)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    @Test func `a value is quoted only where it needs quotes`() {
        #expect(cell("") == "")
        #expect(cell("a b;c") == "a b;c")
        #expect(cell("a,b") == "\"a,b\"")
        #expect(cell("a,b", delimiter: UInt8(ascii: ";")) == "a,b")
        #expect(cell("a;b", delimiter: UInt8(ascii: ";")) == "\"a;b\"")
        #expect(cell("say \"hi\"") == "\"say \"\"hi\"\"\"")
        #expect(cell("a\nb") == "\"a\nb\"")
        #expect(cell("a\rb") == "\"a\rb\"")
        #expect(cell("=1+1") == "=1+1")
    }

    @Test func `for a spreadsheet a formula becomes text, and nothing else changes`() {
        #expect(spreadsheetCell("=1+1") == "'=1+1")
        #expect(spreadsheetCell("+14088001500") == "'+14088001500")
        #expect(spreadsheetCell("-5,5") == "\"'-5,5\"")
        #expect(spreadsheetCell("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"")
        #expect(spreadsheetCell("\rx") == "\"'\rx\"")
        #expect(spreadsheetCell("a=b") == "a=b")
        #expect(spreadsheetCell("'quoted'") == "'quoted'")
        #expect(spreadsheetCell("O'Neil, Ana") == "\"O'Neil, Ana\"")
    }

    @Test func `any value comes back from a spreadsheet cell as it was`() {
        var random = SeededGenerator.announced()
        let pieces = ["'", "=", "+", "-", "@", "\t", "\r", "\n", "\"", ",", ";", "a", "é", " "]
        for _ in 0..<800 {
            let value = Array(random.text(of: pieces, count: Int.random(in: 0...6, using: &random)).utf8)
            var output = OutputBuffer()
            output.append("x,")
            output.appendSpreadsheetCell(value.span, delimiter: UInt8(ascii: ","))
            let rows = CSVScanner.read(output.bytes, width: 2).rows
            var read = rows.first?.cells.last ?? []
            if FormulaGuard.isMarked(read.span) { read.removeFirst() }
            #expect(rows.count == 1 && read == value, "\(String(decoding: value, as: UTF8.self).debugDescription)")
        }
    }
}
