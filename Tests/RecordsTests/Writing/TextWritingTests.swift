import Foundation
import Records
import Testing

/// JSON and XML text, read back by Foundation.
struct TextWritingTests {
    private func json(_ text: String) -> String {
        var output = OutputBuffer()
        output.appendJSON(text)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func xml(_ text: String) -> String {
        var output = OutputBuffer()
        output.appendXML(text)
        return String(decoding: output.bytes, as: UTF8.self)
    }

    @Test func `JSON escapes what it must and leaves the rest`() {
        #expect(json("a\"b\\c/é") == "\"a\\\"b\\\\c/é\"")
        #expect(json("\n\r\t") == "\"\\n\\r\\t\"")
        #expect(json("\u{0}\u{1B}\u{1F}\u{7F}") == "\"\\u0000\\u001b\\u001f\\u007f\"")
    }

    @Test func `any text comes back from JSON as it was`() throws {
        let all = String(String.UnicodeScalarView((0...0x2FFF).compactMap(Unicode.Scalar.init)))
        let text = all + "\u{1F600}e\u{301}\u{FFFD}\u{10FFFF}"
        let read = try JSONDecoder().decode([String].self, from: Data("[\(json(text))]".utf8))
        #expect(read.first.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }

    @Test func `XML escapes markup, and the CR that a parser would change`() {
        #expect(xml("<a b=\"c\">&amp;</a>") == "&lt;a b=&quot;c&quot;&gt;&amp;amp;&lt;/a&gt;")
        #expect(xml("a\r\nb\tc") == "a&#13;\nb\tc")
        #expect(xml("it's é \u{1F600}") == "it's é \u{1F600}")
    }

    @Test func `what XML cannot hold becomes the replacement character`() {
        #expect(xml("a\u{0}\u{8}\u{B}\u{1F}\u{FFFE}\u{FFFF}b") == "a" + String(repeating: "\u{FFFD}", count: 6) + "b")
        #expect(xml("\u{7F}\u{85}\u{FFFD}") == "\u{7F}\u{85}\u{FFFD}")
    }
}
