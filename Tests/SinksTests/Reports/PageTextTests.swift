import Testing

@testable import Sinks

@Suite struct PageTextTests {
    /// Marks that merge with a neighbour into one character and so hide it from an escaper that goes by characters.
    @Test(arguments: [
        "\u{600}<script>", "\u{110BD}<b>", "<\u{301}b>", "\"\u{301} onmouseover=x", "&\u{200D}lt;", "'\u{FE0F}x",
        "\u{600}\"x\"", "\u{600}&", "e\u{301}<b>",
    ])
    func `a mark-up character always stands alone`(text: String) {
        for character in PageText(text).renderText {
            let scalars = Array(character.unicodeScalars)
            if scalars.contains(where: { "<>&\"'".unicodeScalars.contains($0) }) {
                #expect(scalars.count == 1, "\(scalars)")
            }
        }
    }

    @Test(arguments: ["José's", "Zoë & Söhne", "<é>", "l'été", "O\u{2019}Connor", "👩🏽‍💻 \"x\"", "नमस्ते"])
    func `ordinary text is left as it is`(text: String) {
        #expect(PageText(text).renderText == text)
    }

    @Test func `what cannot be seen is shown, and what turns the text around is taken out`() {
        #expect(PageText("a\u{0}b\u{1B}c\u{7F}").renderText == "a\u{2400}b\u{241B}c\u{FFFD}")
        #expect(PageText("abc\u{202E}fdp.exe").renderText == "abc\u{FFFD}fdp.exe")
        #expect(PageText("one\ntwo\r\nthree\tfour").renderText == "one two  three four")
    }

    @Test func `long text ends in an ellipsis, and one endless character does too`() {
        let long = PageText(String(repeating: "x", count: 5_000)).renderText
        #expect(long.count == PageText.longest + 1)
        #expect(long.hasSuffix("…"))
        let tower = PageText("e" + String(repeating: "\u{301}", count: 100_000)).renderText
        #expect(tower.unicodeScalars.count <= 16)
    }

    @Test func `an empty text counts as absent`() {
        #expect(PageText("").isNull)
        #expect(!PageText(" ").isNull)
    }
}
