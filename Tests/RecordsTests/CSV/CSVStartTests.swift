import Records
import Testing

/// What a reader makes of the beginning of a file.
struct CSVStartTests {
    private func header(_ text: String) throws -> Header {
        try CSVReader(MemorySource(text)).header
    }

    private func refusal(_ bytes: [UInt8]) throws -> String {
        let error = try #require(throws: RecordError.self) {
            _ = try CSVReader(MemorySource(name: "hires.csv", bytes))
        }
        #expect(error.code == .malformed)
        #expect(error.message.contains("hires.csv"))
        #expect(error.message.utf8.allSatisfy { $0 >= 0x20 }, "one line, without control characters")
        #expect((12...600).contains(error.message.count))
        return error.message
    }

    // MARK: Before the header

    @Test func `a byte order mark is no part of the first name`() throws {
        let reader = try CSVReader(MemorySource("\u{FEFF}Email,Phone\n"))
        #expect(reader.header.names == ["Email", "Phone"])
        #expect(reader.dialect.hasByteOrderMark)
        #expect(try header("\u{FEFF}\"Email\",Phone\n").names == ["Email", "Phone"])
        #expect(try !CSVReader(MemorySource("Email\n")).dialect.hasByteOrderMark)
    }

    @Test(arguments: ["sep=;\nA;B\n", "sep=;\r\nA;B\r\n", "SEP=;\rA;B\r", "\u{FEFF}Sep=;\nA;B\n"])
    func `Excel's line for the separator is obeyed and skipped with its cause`(text: String) throws {
        var reader = try CSVReader(MemorySource(text + "c;d\n"))
        #expect(reader.header == Header(names: ["A", "B"], line: 2))
        #expect(reader.dialect.hasSeparatorLine)
        #expect(reader.skipped.map(\.line) == [1])
        let rows = try reader.readAll().rows
        #expect(rows.map(\.line) == [3])
    }

    @Test func `a header that only looks like a separator line is a header`() throws {
        #expect(try header("sep=ab,c\n").names == ["sep=ab", "c"])
        #expect(try header("set=;\n").names == ["set=", ""])
    }

    @Test func `blank lines and empty rows before the header are passed over`() throws {
        #expect(try header("\n\r\n,,\nA,B,C\n") == Header(names: ["A", "B", "C"], line: 4))
    }

    // MARK: What is no CSV

    @Test func `an Excel workbook is named as what it is`() throws {
        #expect(try refusal([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]).contains("Excel workbook"))
    }

    @Test func `binary files are refused with a way out`() throws {
        #expect(try refusal([0xD0, 0xCF, 0x11, 0xE0, 0x00, 0x00]).contains("CSV UTF-8"))
        #expect(try refusal([0x00, 0x01, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00]).contains("NUL"))
    }

    @Test func `an empty file is said to be empty`() throws {
        #expect(try refusal([]).contains("is empty"))
    }

    @Test(arguments: ["\n\n\r\n", "\u{FEFF}", ",,,\n,,,\n", "sep=;\n", "sep=;"])
    func `a file without a header line is refused`(text: String) throws {
        #expect(try refusal(Array(text.utf8)).contains("no header line"))
    }

    @Test func `a header whose quote never closes is refused, with its line`() throws {
        let message = try refusal(Array("\nA,\"B\nC,D\n".utf8))
        #expect(message.contains("line 2"))
        #expect(message.contains("never closes"))
    }

    // MARK: Names

    @Test func `names lose the white space at their edges and nothing else`() throws {
        #expect(
            try header(" First name ,\tPhone\u{A0},\u{FEFF}E-mail, a  b \n").names == [
                "First name", "Phone", "E-mail", "a  b",
            ])
    }

    @Test func `blank and repeated names stand as they are, and each column still has a name of its own`() throws {
        let header = try header("Phone,,Phone,Phone (2),,Phone\n1,2,3,4,5,6\n")
        #expect(header.names == ["Phone", "", "Phone", "Phone (2)", "", "Phone"])
        #expect(header.count == 6)
        #expect(Set(header.distinctNames).count == 6)
        #expect(header.distinctNames == ["Phone", "column 2", "Phone (2)", "Phone (2) (2)", "column 5", "Phone (3)"])
    }

    @Test func `a name may run over lines and hold quotes and delimiters`() throws {
        let header = try header("\"First\nname\",\"a \"\"b\"\"\",\"c,d\"\nx,y,z\n")
        #expect(header.names == ["First\nname", "a \"b\"", "c,d"])
    }

    @Test func `a header longer than the first block is read whole`() throws {
        let names = (1...2_000).map { "Column number \($0)" }
        let text = names.joined(separator: ",") + "\n" + names.map { _ in "1" }.joined(separator: ",") + "\n"
        var reader = try CSVReader(
            MemorySource(text), options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: 1_000)
        #expect(reader.header.names == names)
        #expect(try reader.readAll().rows.map(\.form) == [.whole])
    }

    @Test func `bytes that are no UTF-8 in a name show as the replacement character`() throws {
        let reader = try CSVReader(MemorySource([0x4E, 0xFF, 0x65, 0x2C, 0x42, 0x0A]))
        #expect(reader.header.names == ["N\u{FFFD}e", "B"])
    }

    @Test func `a file of other bytes is refused by its header`() {
        #expect(throws: RecordError.self) {
            try CSVReader(MemorySource([0x27, 0x14, 0x17, 0x46, 0x2C, 0x41, 0x0A, 0x31]))
        }
        #expect(throws: Never.self) { try CSVReader(MemorySource("\"First\nname\",Last\tname\n1,2\n")) }
    }
}
