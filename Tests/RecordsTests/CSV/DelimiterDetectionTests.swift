import Records
import Testing

struct DelimiterDetectionTests {
    private static let known: Set<String> = ["Email", "First name", "Phone", "Product"]

    private func dialect(_ text: String, delimiter: UInt8? = nil, known: Set<String> = known) throws -> CSVReader {
        try CSVReader(
            MemorySource(name: "hires.csv", text), options: CSVOptions(delimiter: delimiter),
            knowsHeader: { known.contains($0) })
    }

    private func delimiter(_ text: String, known: Set<String> = known) throws -> Character {
        Character(Unicode.Scalar(try dialect(text, known: known).dialect.delimiter))
    }

    @Test(arguments: [",", ";", "\t", "|"] as [Character])
    func `each delimiter is found, with and without known names`(delimiter: Character) throws {
        let text = "Email\(delimiter)Phone\(delimiter)x\na@b.c\(delimiter)1\(delimiter)2\n"
        #expect(try self.delimiter(text) == delimiter)
        #expect(try self.delimiter(text, known: []) == delimiter)
    }

    @Test func `a delimiter inside quotes is none`() throws {
        #expect(try delimiter("\"Name, first; or last\";Email\n\"a, b\";c\n", known: []) == ";")
        #expect(try delimiter("\"Email\",\"a;b;c;d\"\nx,y\n") == ",")
    }

    @Test func `known names count more than many cells`() throws {
        #expect(try delimiter("Email;First name\na,b,c,d;e,f,g\nh,i,j,k;l,m,n\n") == ";")
        #expect(try delimiter("x,y,Email;Phone\n1,2,3;4\n1,2,3;4\n") == ";")
    }

    @Test func `without known names the rows decide`() throws {
        #expect(try delimiter("a,x;b\n1;2,5\n3;4\n5;6,1\n", known: []) == ";")
        #expect(try delimiter("a;x|b\n1|2;5;6\n3|4\n", known: []) == "|")
    }

    @Test func `a tie is an error that names both and says what to do`() throws {
        let error = try #require(throws: RecordError.self) {
            _ = try delimiter("a,b;c\n1,2;3\n", known: [])
        }
        #expect(error.code == .malformed)
        #expect(error.message.contains("hires.csv"))
        #expect(error.message.contains("comma and semicolon"))
        #expect(error.message.contains("--delimiter"))
    }

    @Test func `what the user says is never overruled`() throws {
        let reader = try dialect("a,b;c\n1,2;3\n", delimiter: UInt8(ascii: ";"))
        #expect(reader.header.names == ["a,b", "c"])
        #expect(reader.facts.contains(ReadingFact("delimiter", "semicolon", .setByUser)))
        let odd = try dialect("Email,Phone\nx,1\n", delimiter: UInt8(ascii: "|"))
        #expect(odd.header.names == ["Email,Phone"])
        let line = try dialect("sep=,\na;b\n", delimiter: UInt8(ascii: ";"))
        #expect(line.header.names == ["a", "b"])
    }

    @Test func `a file of one column needs no delimiter`() throws {
        #expect(try delimiter("Email\na@b.c\nd@e.f\n") == ",")
        #expect(try dialect("Email\n").header.names == ["Email"])
    }

    @Test func `a broken row among the first does not change the delimiter`() throws {
        #expect(try delimiter("a;b;c\n1;2;3\n1;\"2;3\n1;2\n1;2;3\n", known: []) == ";")
    }

    @Test func `a delimiter that turns up only beyond the sample is not looked at`() throws {
        let rows = String(repeating: "1;2\n", count: 17_000)
        #expect(try delimiter("a;b\n" + rows + "1,2,3\n", known: []) == ";")
    }

    @Test func `what was found is reported as found`() throws {
        let facts = try dialect("\u{FEFF}Email;Phone\r\na;1\r\n").facts
        #expect(
            facts == [
                ReadingFact("encoding", "UTF-8", .detected), ReadingFact("byte order mark", "yes", .detected),
                ReadingFact("delimiter", "semicolon", .detected), ReadingFact("quote", "\"", .byDefault),
                ReadingFact("line ends", "CR LF", .detected), ReadingFact("header line", "1", .detected),
            ])
    }

    @Test(arguments: [("a,b\n", CSVDialect.LineEnd.lf), ("a,b\r\n", .crlf), ("a,b\r", .cr), ("a,b", .lf)])
    func `the line end of the header is the file's`(text: String, lineEnd: CSVDialect.LineEnd) throws {
        #expect(try dialect(text).dialect.lineEnd == lineEnd)
    }

    @Test func `delimiters have names for people`() {
        #expect(CSVDialect.delimiters.map(CSVDialect.name) == ["comma", "semicolon", "tab", "pipe"])
        #expect(CSVDialect.name(ofDelimiter: UInt8(ascii: "^")) == "“^”")
    }
}
