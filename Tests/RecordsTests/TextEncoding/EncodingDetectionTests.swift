import Testing

@testable import Records

@Suite struct EncodingDetectionTests {
    private func detect(
        _ bytes: [UInt8], _ choice: EncodingChoice? = nil, isWhole: Bool = true
    ) throws -> EncodingDetection.Found {
        try EncodingDetection(name: "hires.csv").encoding(of: bytes.span, isWhole: isWhole, choice: choice)
    }

    private static let table = "Name,City\nMüller,Köln\nWeiß,Ängelholm\n"
    private static let plain = "Name,City\nMiller,Leeds\n"

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF] + Array(table.utf8), .utf8, true, .detected),
            ([0xFF, 0xFE] + DecodingSourceTests.utf16(table, big: false), .utf16LittleEndian, true, .detected),
            ([0xFE, 0xFF] + DecodingSourceTests.utf16(table, big: true), .utf16BigEndian, true, .detected),
            (DecodingSourceTests.utf16(table, big: false), .utf16LittleEndian, false, .detected),
            (DecodingSourceTests.utf16(table, big: true), .utf16BigEndian, false, .detected),
            (Array(table.utf8), .utf8, false, .detected),
            (Array(plain.utf8), .utf8, false, .byDefault),
            (DecodingSourceTests.windows1252(table), .windows1252, false, .detected),
        ] as [([UInt8], TextEncoding, Bool, ReadingFact.Origin)])
    func `each encoding is known by its bytes`(
        bytes: [UInt8], encoding: TextEncoding, hasMark: Bool, origin: ReadingFact.Origin
    ) throws {
        let found = try detect(bytes)
        #expect(found.encoding == encoding)
        #expect(found.hasByteOrderMark == hasMark)
        #expect(found.origin == origin)
        #expect(!found.evidence.isEmpty)
    }

    @Test(arguments: [
        "Vorname;Ort\nJürgen;Gießen\n", "Nom;Ville\nRenée;Orléans\n", "NAVN;BY\nSØREN;ÅRHUS\n", "a;b\nO’Neill;x\n",
        "Name;Preis\nx;5 €\ny;6 €\n", "Nome;Cidade\nJoão;São Paulo\nMARIA CONCEIÇÃO;x\n", "Name;X\nDvořák;Škoda\n",
    ])
    func `accents of the West are Windows-1252`(text: String) throws {
        #expect(try detect(DecodingSourceTests.windows1252(text)).encoding == .windows1252)
    }

    @Test func `one damaged row does not make an accented file Windows-1252`() throws {
        let bytes = Array("Name\nMüller\nWeiß\n".utf8) + [0x52, 0x65, 0x6E, 0xE9, 0x0A]
        let found = try detect(bytes)
        #expect(found.encoding == .utf8)
        #expect(found.evidence.contains("1 damaged"))
    }

    @Test(
        arguments: [
            [0x61, 0xFF, 0xFE, 0x62], [0x61, 0x20, 0x81, 0x20], [0x63, 0x61, 0x66, 0xC3, 0x28], [0x61, 0x80, 0x62],
            // Иванов in Windows-1251: words without a single ASCII letter.
            [0xC8, 0xE2, 0xE0, 0xED, 0xEE, 0xE2],
        ] as [[UInt8]])
    func `bytes that make no sense in either are left to be rejected row by row`(damage: [UInt8]) throws {
        let found = try detect(Array("Name,City\nx,".utf8) + damage + [0x0A])
        #expect(found.encoding == .utf8)
        #expect(found.origin == .byDefault)
    }

    @Test func `a character cut off by the end of the first block is no damage`() throws {
        let bytes = Array("Name\nZoë€".utf8)
        for cut in 1...2 {
            #expect(try detect(Array(bytes.dropLast(cut)), isWhole: false).evidence.contains("throughout"))
        }
        #expect(try detect(Array(bytes.dropLast()), isWhole: true).evidence.contains("damaged"))
    }

    @Test func `a stray NUL is no UTF-16, and a file full of them is no text`() throws {
        #expect(try detect(Array("Name,City\nA\0nna,Leeds\nBo,York\n".utf8)).encoding == .utf8)
        let error = #expect(throws: RecordError.self) { try detect([UInt8](repeating: 0, count: 100)) }
        #expect(error?.message.contains("NUL") == true)
        #expect(throws: RecordError.self) { try detect([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0]) }
    }

    @Test(arguments: [
        ("utf-8", TextEncoding.utf8), ("UTF8", .utf8), ("utf-16le", .utf16LittleEndian), ("UTF-16BE", .utf16BigEndian),
        ("windows-1252", .windows1252), ("cp1252", .windows1252), ("latin-1", .latin1), ("ISO-8859-1", .latin1),
    ])
    func `what the user sets holds, whatever the bytes look like`(name: String, encoding: TextEncoding) throws {
        let choice = try #require(EncodingChoice(name: name))
        let found = try detect(DecodingSourceTests.windows1252(Self.table), choice)
        #expect(found.encoding == encoding)
        #expect(found.origin == .setByUser)
    }

    @Test func `an encoding that contradicts the file's mark is refused with both names`() throws {
        let marked = [0xFF, 0xFE] + DecodingSourceTests.utf16(Self.table, big: false)
        let error = #expect(throws: RecordError.self) { try detect(marked, .exactly(.windows1252)) }
        #expect(error?.message.contains("UTF-16 LE") == true && error?.message.contains("Windows-1252") == true)
        #expect(throws: RecordError.self) { try detect([0xEF, 0xBB, 0xBF, 0x61], .utf16) }
    }

    @Test func `utf-16 finds its byte order, or asks for it`() throws {
        #expect(try detect(DecodingSourceTests.utf16(Self.table, big: true), .utf16).encoding == .utf16BigEndian)
        #expect(try detect([0xFF, 0xFE, 0x61, 0], .utf16).encoding == .utf16LittleEndian)
        let error = #expect(throws: RecordError.self) { try detect(Array("日本".utf8), .utf16) }
        #expect(error?.message.contains("utf-16le") == true && error?.message.contains("utf-16be") == true)
    }

    @Test func `only names of encodings are taken`() {
        for name in EncodingChoice.names { #expect(EncodingChoice(name: name) != nil) }
        #expect(EncodingChoice(name: "ebcdic") == nil)
        #expect(EncodingChoice(name: "") == nil)
    }
}
