import TestSupport
import Testing

@testable import Records

@Suite struct DecodingSourceTests {
    /// ASCII, two, three and four bytes of UTF-8, and what delimits CSV.
    static let text = "Name,Größe\r\nŁukasz,€ 5\nZoë,“x”\n日本,𝒜😀\n"
    static let western = "Name;Stadt\r\nMüller;Köln – “Süd” €…\nŒuvre;Ÿ\n"

    static func utf16(_ text: String, big: Bool) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return big ? bytes.reversed() : bytes
        }
    }

    static func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.compactMap { Windows1252.byte(of: $0) }
    }

    static let cases: [(TextEncoding, [UInt8], String)] = [
        (.utf8, Array(text.utf8), text),
        (.utf16LittleEndian, utf16(text, big: false), text),
        (.utf16BigEndian, utf16(text, big: true), text),
        (.windows1252, windows1252(western), western),
        (.latin1, windows1252(western), western),
    ]

    @Test(arguments: 0..<cases.count)
    func `text is the same in every encoding at every split`(index: Int) throws {
        let (encoding, bytes, text) = Self.cases[index]
        for piece in 1...(bytes.count + 1) {
            let source = DecodingSource(MemorySource(bytes), encoding: encoding)
            #expect(
                try Piecewise.bytes(of: source, piece: piece) == Array(text.utf8), "\(encoding), \(piece) at a time")
        }
    }

    @Test(arguments: 0..<cases.count)
    func `text goes back to the bytes it came from`(index: Int) throws {
        let (encoding, bytes, text) = Self.cases[index]
        #expect(encoding.encode(Array(text.utf8)) == bytes)
        var output = OutputBuffer()
        output.append("kept")
        output.append(text)
        encoding.encode(&output, from: 4)
        let inPlace = output.bytes
        #expect(inPlace == Array("kept".utf8) + bytes)
    }

    @Test(arguments: TextEncoding.allCases)
    func `all bytes survive there and back`(encoding: TextEncoding) throws {
        var bytes = (0..<512).map { UInt8(truncatingIfNeeded: $0 / 2 * 7 + $0 % 2 * 31) }
        // Damage that UTF-8 shares with what Muster makes of damage would come back as the latter.
        if encoding == .utf8 { bytes = bytes.filter { $0 != 0xC0 && $0 != 0xED } }
        var joined: [UInt8] = []
        var previous: UInt16 = 0
        for index in stride(from: 0, to: bytes.count, by: 2) {
            // Two lone halves in a row could make a pair.
            let unit = UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
            let isHalf = { (value: UInt16) in value & 0xF800 == 0xD800 || (value << 8 | value >> 8) & 0xF800 == 0xD800 }
            if isHalf(unit), isHalf(previous) { continue }
            previous = unit
            joined += [bytes[index], bytes[index + 1]]
        }
        for piece in [1, 2, 3, 5, 64, 1000] {
            let decoded = try Piecewise.bytes(
                of: DecodingSource(MemorySource(joined), encoding: encoding), piece: piece)
            #expect(encoding.encode(decoded) == joined, "\(piece) at a time")
        }
    }

    @Test func `every byte of Windows-1252 is a character or no UTF-8`() throws {
        for byte in UInt8(1)...255 {
            let decoded = try Piecewise.bytes(
                of: DecodingSource(MemorySource([byte]), encoding: .windows1252), piece: 8)
            let isText = (try? UTF8Span(validating: decoded.span)) != nil
            #expect(isText == ![0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte))
        }
    }

    @Test(
        arguments: [
            ([0x41, 0x00, 0x00, 0xD8, 0x42, 0x00], "half a pair in the middle"),
            ([0x41, 0x00, 0x00, 0xDC, 0x42, 0x00], "the second half alone"),
            ([0x41, 0x00, 0x00, 0xD8], "half a pair at the end"),
            ([0x41, 0x00, 0x42], "an odd byte at the end"),
            ([0x41, 0x00, 0x00, 0x00, 0x42, 0x00], "a NUL"),
        ] as [([UInt8], String)])
    func `damaged UTF-16 is no UTF-8, so that its row is rejected`(bytes: [UInt8], what: String) throws {
        for piece in 1...8 {
            let source = DecodingSource(MemorySource(bytes), encoding: .utf16LittleEndian)
            let decoded = try Piecewise.bytes(of: source, piece: piece)
            #expect(decoded.first == 0x41)
            #expect((try? UTF8Span(validating: decoded.span)) == nil, "\(what)")
        }
    }

    @Test func `NUL bytes in UTF-8 become bytes that are no text, at every split`() throws {
        let bytes = Array("a,b\0c\nd\0\0,e\n".utf8) + [UInt8](repeating: 0x61, count: 150) + [0]
        let expected: [UInt8] = bytes.flatMap { $0 == 0 ? [0xC0, 0x80] : [$0] }
        for piece in 1...bytes.count {
            let source = DecodingSource(MemorySource(bytes), encoding: .utf8)
            #expect(try Piecewise.bytes(of: source, piece: piece) == expected)
        }
        #expect(TextEncoding.utf8.encode(expected) == bytes)
    }

    @Test func `what Windows-1252 does not have looks alike and never breaks a cell`() {
        let sentence = "\u{FEFF}a → b, ≤ 3; “ü” 日\u{2011}x"
        let bytes = TextEncoding.windows1252.encode(Array(sentence.utf8))
        #expect(bytes == Array("a -> b, <= 3; ".utf8) + [0x93, 0xFC, 0x94] + Array(" ?-x".utf8))
        #expect(TextEncoding.windows1252.byteOrderMark.isEmpty)
    }

    @Test func `a byte order mark is written in each encoding's own way`() {
        let mark = Array("\u{FEFF}".utf8)
        for encoding in TextEncoding.allCases { #expect(encoding.encode(mark) == encoding.byteOrderMark) }
    }

    @Test func `random bytes never trap, and never change in number but for the odd byte`() throws {
        var random = SeededGenerator(seed: 20_261_123)
        for _ in 0..<400 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random) & (Bool.random(using: &random) ? 0xFF : 0x1F)
            }
            for encoding in TextEncoding.allCases {
                let whole = try Piecewise.bytes(
                    of: DecodingSource(MemorySource(bytes), encoding: encoding), piece: 4096)
                let piece = Int.random(in: 1...16, using: &random)
                let parts = try Piecewise.bytes(
                    of: DecodingSource(MemorySource(bytes), encoding: encoding), piece: piece)
                #expect(whole == parts, "seed 20261123")
                _ = encoding.encode(bytes)
            }
        }
    }
}
