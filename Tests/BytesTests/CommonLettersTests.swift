import Bytes
import TestSupport
import Testing

/// Text that needs no closer look: ASCII and letters among which there is no white space.
struct CommonLettersTests {
    /// By the rules of UTF-8: what the bytes stand for, and where that lies.
    private static func isOfCommonLetters(_ bytes: some Collection<UInt8>) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.value < 0x80 || (0xC0...0x7FF).contains($0.value) || (0x4000...0xCFFF).contains($0.value)
        }
    }

    @Test(arguments: [
        ("", true), ("Mary", true), ("José", true), ("Zoë, Ågot; Łukasz", true), ("Ωμέγα Яна שלום محمد", true),
        ("a\u{A0}", false), ("\u{AD}", false), ("a\u{2003}b", false), ("\u{FEFF}a", false), ("王李", true), ("김", true),
        ("𠮷", false),
        ("\u{FFFD}", false), ("\u{3000}王", false), ("あ", false), ("힣", false), ("ก", false), ("a\u{2028}", false),
    ])
    func `common letters are taken, and nothing that may be white space`(text: String, isTaken: Bool) {
        let bytes = Array(text.utf8)
        #expect(bytes.span.isOfCommonLetters(0..<bytes.count) == isTaken)
        #expect(Self.isOfCommonLetters(bytes) == isTaken)
    }

    @Test(arguments: [0, 14, 15])
    func `every pair of bytes, with one behind it, at the border of sixteen`(place: Int) {
        for one in 0x7F...UInt8.max {
            for two in UInt8.min ... .max {
                for three in [0x61, 0xBF] as [UInt8] {
                    var bytes = [UInt8](repeating: 0x61, count: 40)
                    (bytes[place], bytes[place + 1], bytes[place + 2]) = (one, two, three)
                    let expected = Self.isOfCommonLetters(bytes[place..<(place + 3)])
                    if bytes.span.isOfCommonLetters(0..<40) != expected { Issue.record("\(one), \(two), \(three)") }
                }
            }
        }
    }

    /// Cut anywhere, inside a character as well, and with any number of bytes behind.
    @Test func `a text is looked at from its start to its end and no further`() {
        var random = SeededGenerator.announced()
        var taken = 0
        for _ in 0..<3_000 {
            let count = Int.random(in: 0...20, using: &random)
            let text = random.text(of: ["a", "b", " ", "é", "ß", "Я", "א", "\u{A0}", "王", "김"], count: count)
            var bytes = Array(text.utf8)
            if !bytes.isEmpty, Int.random(in: 0..<4, using: &random) == 0 {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let before = Int.random(in: 0...bytes.count, using: &random)
            let end = Int.random(in: before...bytes.count, using: &random)
            bytes += [UInt8](repeating: 0xFF, count: Int.random(in: 0...20, using: &random))
            let expected = Self.isOfCommonLetters(bytes[before..<end])
            if expected { taken += 1 }
            if bytes.span.isOfCommonLetters(before..<end) != expected { Issue.record("\(before)..<\(end) of \(bytes)") }
        }
        #expect(taken > 300)
    }
}
