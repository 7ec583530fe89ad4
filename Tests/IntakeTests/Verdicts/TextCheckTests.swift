import TestSupport
import Testing

@testable import Intake

struct TextCheckTests {
    /// The same by way of the standard library.
    private func isText(_ bytes: [UInt8]) -> Bool {
        let text = String(validating: bytes, as: UTF8.self)
        return text.map { !$0.unicodeScalars.contains("\u{FFFD}") } ?? false
    }

    private func check(_ bytes: [UInt8]) {
        for (start, end) in [(0, bytes.count), (min(1, bytes.count), bytes.count), (0, max(bytes.count - 1, 0))]
        where start <= end {
            let found = TextCheck.isText(bytes.span, start..<end)
            let expected = isText(Array(bytes[start..<end]))
            #expect(found == expected, "\(bytes[start..<end])")
            // Among others, of which 64 are looked at once.
            for before in [0, 63] {
                let padding = [UInt8](repeating: 0x41, count: before)
                let all = padding + bytes[start..<end] + [UInt8](repeating: 0xFF, count: 80)
                let found = TextCheck.isText(all.span, 0..<(before + end - start))
                #expect(found == expected, "\(bytes[start..<end]) behind \(before)")
            }
        }
    }

    @Test func `every sequence of two bytes beyond ASCII is judged as the standard has it`() {
        for first in UInt8(0x80)...0xFF {
            for second in stride(from: UInt8(0x00), through: 0xFF, by: 1) { check([0x41, first, second, 0x41]) }
        }
    }

    @Test func `text of any kind is judged as the standard library has it`() {
        var random = SeededGenerator.announced()
        let edges: [UInt8] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBD, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0, 0xF4,
            0xF5,
        ]
        for _ in 0..<20_000 {
            check((0..<Int.random(in: 0...14, using: &random)).map { _ in edges.randomElement(using: &random) ?? 0 })
        }
        for text in [
            "Müller", "王伟 and 𠮷郎 of München", "plain text, long enough", "lost \u{FFFD}", "\u{FFFC}\u{10FFFF}",
        ] {
            check(Array(text.utf8))
        }
    }
}
