import Testing

@testable import Records

/// What is found out is said; what is set is kept; what cannot be told is asked.
@Suite struct NothingGuessedTests {
    @Test func `every stage leaves its fact and where it comes from`() throws {
        let text = "sep=;\r\nFirst Name;Last Name;Email\r\nZoë;Berg;z@x.com\r\n"
        let reading = try Reading(MemorySource(Gzip.pack([0xEF, 0xBB, 0xBF] + Array(text.utf8))))
        #expect(
            reading.facts == [
                "compression": "gzip (detected)", "encoding": "UTF-8 (detected)", "byte order mark": "yes (detected)",
                "delimiter": "semicolon (detected)", "quote": "\" (default)", "line ends": "CR LF (detected)",
                "header line": "2 (detected)",
            ])
        #expect(reading.skipped == ["1: separator line (sep=)"])
        #expect(reading.rows == ["3: Zoë|Berg|z@x.com"])
    }

    @Test func `plain ASCII is UTF-8 by default, and nothing is claimed to be detected`() throws {
        let reading = try Reading("First Name,Email\na,b\n")
        #expect(reading.facts["encoding"] == "UTF-8 (default)")
        #expect(reading.facts["encoding known by"] == nil)
    }

    @Test func `Windows-1252 is said with its evidence`() throws {
        let reading = try Reading(
            MemorySource(DecodingSourceTests.windows1252("First Name;Site\nJürgen;Köln\nRenée;Orléans\n")))
        #expect(reading.facts["encoding"] == "Windows-1252 (detected)")
        #expect(reading.facts["encoding known by"] == "accented letters that are not UTF-8 (detected)")
        #expect(reading.rows == ["2: Jürgen|Köln", "3: Renée|Orléans"])
    }

    @Test func `what the user sets is said so and kept against the file's looks`() throws {
        let reading = try Reading(
            MemorySource("sep=;\nFirst Name;Email,Site\na;b,c\n"),
            CSVOptions(delimiter: UInt8(ascii: ","), encoding: EncodingChoice(name: "cp1252")))
        #expect(reading.header == ["First Name;Email", "Site"])
        #expect(reading.facts["delimiter"] == "comma (set by user)")
        #expect(reading.facts["sep= line"] == "semicolon (detected)")
        #expect(reading.facts["encoding"] == "Windows-1252 (set by user)")
    }

    @Test func `two delimiters that fit equally well are named with the option`() throws {
        let error = #expect(throws: RecordError.self) { try Reading("a,b;c\n1,2;3\n", knowsNames: false) }
        #expect(
            error?.message.contains("comma and semicolon") == true && error?.message.contains("--delimiter") == true)
    }

    @Test func `mixed line ends are counted, the most frequent one is written`() throws {
        var reader = try CSVReader(MemorySource("a,b\r\n1,\"x\ny\"\r\n3,4\n5,6\r\n7,8\r9,0"))
        #expect(reader.facts.contains(ReadingFact("line ends", "mixed (CR LF 3, LF 1, CR 1)", .detected)))
        #expect(reader.dialect.lineEnd == .crlf)
        var block = RecordBlock()
        #expect(try reader.read(into: &block))
        #expect(block.rows.map(\.line) == [2, 4, 5, 6, 7])
    }

    @Test func `a row with a NUL is no text, its neighbours are`() throws {
        let reading = try Reading("First Name,Email\na,b\nc\0,d\ne,f\n")
        #expect(reading.rows == ["2: a|b", "3: [encoding]", "4: e|f"])
    }

    @Test func `damaged UTF-16 costs its own row`() throws {
        var bytes: [UInt8] = [0xFF, 0xFE]
        bytes += DecodingSourceTests.utf16("First Name,Email\na,b\nc", big: false)
        bytes += [0x00, 0xD8]
        bytes += DecodingSourceTests.utf16(",d\ne,f\n", big: false) + [0x41]
        let reading = try Reading(MemorySource(bytes))
        #expect(reading.rows == ["2: a|b", "3: [encoding]", "4: e|f", "5: [ragged]"])
    }

    @Test(
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04], "Excel"), ([0xD0, 0xCF, 0x11, 0xE0], "Excel"), (Array("%PDF-1.7".utf8), "PDF"),
            ([], "empty"), ([0xEF, 0xBB, 0xBF], "no header line"), (Gzip.pack([]), "empty"),
            (Gzip.pack(Gzip.pack([65])), "gzip"),
            ([0x1F, 0x8B, 8], "cut short"), ([UInt8](repeating: 0, count: 64), "NUL"),
        ] as [([UInt8], String)])
    func `what is no CSV is called what it is`(bytes: [UInt8], word: String) throws {
        let error = #expect(throws: RecordError.self) { try Reading(MemorySource(bytes)) }
        #expect(error?.message.contains(word) == true)
    }

    @Test func `a source that was unpacked before is said to be so`() throws {
        let reader = try CSVReader(MemorySource("a,b\n"), wasPacked: true)
        #expect(reader.facts.first == ReadingFact("compression", "gzip", .detected))
        #expect(throws: RecordError.self) { try CSVReader(MemorySource(Gzip.pack([65])), wasPacked: true) }
    }
}
