@testable import Intake
import Testing

struct WhitespaceTests {
    private func trimmed(_ text: String) -> String {
        let bytes = Array("<\(text)>".utf8)
        let range = Whitespace.trimmed(bytes.span, 1..<(bytes.count - 1))
        return String(decoding: bytes[range], as: UTF8.self)
    }

    @Test(arguments: [
        " ", "\t", "\r\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{A0}", "\u{FEFF}", "\u{200B}", "\u{202F}", "\u{2003}",
        "\u{3000}",
        " \u{A0}\t\u{200B} ",
    ])
    func `white space at the edges goes, and nothing else`(space: String) {
        #expect(trimmed("\(space)a\(space)b\(space)") == "a\(space)b")
        #expect(trimmed("\(space)é\(space)") == "é")
        #expect(trimmed(space) == "")
        #expect(trimmed("\(space)\(space)x") == "x")
    }

    @Test(arguments: ["", "a", "é", "à", "\u{2010}", "\u{200C}", "\u{2030}", "ﻠ", "\u{3001}", "\u{1F600}", "Ā", "’"])
    func `what only looks like the bytes of a space stays`(text: String) {
        #expect(trimmed(text) == text)
    }

    @Test func `a part of a text is trimmed without a look beyond it`() {
        let bytes: [UInt8] = [0xC2, 0xA0, 0x61, 0xC2, 0xA0]
        let range = Whitespace.trimmed(bytes.span, 1..<4)
        #expect(range == 1..<4, "halves of a no-break space are none")
    }

    @Test func `keys lose their case in every script`() {
        for (text, folded) in [("ABC-z", "abc-z"), ("ÄÖß", "äöß"), ("ΣΑ", "σα"), ("", ""), ("@[`{", "@[`{")] {
            var bytes = Array(text.utf8)
            CaseFolding.lower(&bytes)
            #expect(String(decoding: bytes, as: UTF8.self) == folded)
        }
    }
}
