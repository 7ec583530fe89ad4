import Records
import Testing

/// All encodings come out as UTF-8.
struct XMLEncodingTests {
    private static let text = "<r><p><n>Zoë Åß</n><m k=\"é\">x</m></p><p><n>Ana</n></p></r>"

    private static func declared(_ name: String) -> String {
        "<?xml version=\"1.0\" encoding=\"\(name)\"?>\n" + text
    }

    private static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
        ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit in
            bigEndian ? [UInt8(unit >> 8), UInt8(unit & 255)] : [UInt8(unit & 255), UInt8(unit >> 8)]
        }
    }

    private static func latin1(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    static let files: [(String, [UInt8])] = [
        ("UTF-8", Array(text.utf8)), ("UTF-8", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
        ("UTF-8", [0xEF, 0xBB, 0xBF] + Array(declared("ISO-8859-1").utf8)),
        ("utf-8", Array(declared("utf-8").utf8)),
        ("ISO-8859-1", latin1(declared("ISO-8859-1"))), ("windows-1252", latin1(declared("windows-1252"))),
        ("UTF-16LE", utf16(declared("UTF-16"), bigEndian: false, mark: true)),
        ("UTF-16BE", utf16(declared("UTF-16"), bigEndian: true, mark: true)),
        ("UTF-16LE", utf16(text, bigEndian: false, mark: true)),
        ("UTF-16BE", utf16(declared("UTF-16"), bigEndian: true, mark: false)),
    ]

    @Test(arguments: files, [1, 2, 3, 7, 64, 1 << 18])
    func `values are UTF-8 whatever the file is in`(file: (String, [UInt8]), blockSize: Int) {
        let read = XMLReading(file.1, blockSize: blockSize)
        #expect(read.error == nil)
        #expect(read.rows == [["n": "Zoë Åß", "m/@k": "é", "m": "x"], ["n": "Ana"]])
        #expect(read.texts.first?.contains("<n>Zoë Åß</n><m k=\"é\">x</m></p>") == true)
        #expect(read.facts.first { $0.name == "encoding" }?.value == file.0)
    }

    @Test(arguments: [
        Array(declared("UTF-16").utf8), Array(declared("klingon").utf8), latin1(text), latin1(declared("UTF-8")),
        [0xFF, 0xFE] + Array(text.utf8),
    ])
    func `a wrong encoding is one error`(bytes: [UInt8]) {
        let read = XMLReading(bytes)
        #expect(read.error?.code == .malformed)
        #expect(read.error?.message.contains("UTF-8") == true || read.error?.message.contains("no XML") == true)
    }

    @Test(arguments: [16, 1 << 18])
    func `a byte that the declared encoding lacks is one error, and nothing is printed`(blockSize: Int) {
        let people = String(repeating: "<p><a>1</a></p>\n", count: 20_000)
        let start = "<?xml version='1.0' encoding='windows-1252'?><r>\(people)<p><a>"
        let read = XMLReading(Array(start.utf8) + [0x81] + Array("</a></p></r>".utf8), blockSize: blockSize)
        #expect(read.error?.code == .malformed)
        #expect(read.error?.message.contains("behind line") == true)
        #expect(read.rows.count > 10_000 && read.rows.allSatisfy { $0 == ["a": "1"] })
        let half = Self.utf16("<r><p><a>1</a></p><p><a>", bigEndian: false, mark: true) + [0x3D, 0xD8, 0x41, 0]
        #expect(XMLReading(half + Self.utf16("</a></p></r>", bigEndian: false, mark: false)).error?.code == .malformed)
    }

    @Test func `a row that holds more than ASCII says so, though the file does not`() {
        let read = XMLReading("<r><p><a>&#233;</a></p><p><a>e</a></p></r>")
        #expect(read.hold == [true, false])
    }

    @Test(arguments: [
        "<r><p><a>x\0y</a></p></r>", "<r><p a='\0'/></r>", "<r><p><a>\u{1}</a></p></r>", "\0<r/>", "<r><p>&#0;</p></r>",
    ])
    func `a character that XML does not allow is one error`(text: String) {
        #expect(XMLReading(text).error?.code == .malformed)
    }
}
