import Bytes
import Testing

struct ShortTextTests {
    @Test func `a short text is the same wherever it lies`() throws {
        let text = Array("New User Set-Up, Work, Ä".utf8)
        for start in text.indices {
            for end in start..<text.count {
                let here = ShortText(text.span, start..<end)
                #expect((here == nil) == (end - start > ShortText.longest))
                let alone = Array(text[start..<end])
                #expect(ShortText(alone.span, alone.indices) == here, "\(start)..<\(end)")
            }
        }
    }

    @Test func `zeros at the end count`() throws {
        let bytes: [UInt8] = [0x41, 0, 0]
        let texts = (0...3).compactMap { ShortText(bytes.span, 0..<$0) }
        #expect(Set(texts).count == 4)
        #expect(texts.first == ShortText())
    }

    @Test(arguments: 0...8)
    func `a word has the bytes asked for and no others`(count: Int) {
        let bytes = [UInt8](1...20)
        for start in 0...(20 - count) {
            let expected = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
            #expect(bytes.span.word(at: start, count: count) == expected)
        }
    }

    @Test func `the first words of a text hold its bytes, and zeros behind them`() throws {
        let bytes = (0..<80).map { UInt8(0xFF - $0) }
        for start in 0...40 {
            for count in 0...20 {
                let words = bytes.span.firstWords(at: start, count: count)
                let low = bytes.span.word(at: start, count: min(count, 8))
                let high = count > 8 ? bytes.span.word(at: start + 8, count: min(count - 8, 8)) : 0
                if words != (low, high) { Issue.record("\(count) bytes at \(start): \(words)") }
                guard count <= ShortText.longest else { continue }
                #expect(ShortText(words, count: count) == ShortText(bytes.span, start..<(start + count)))
            }
        }
        let last = bytes.span.firstWords(at: 64, count: 30)
        #expect(last == bytes.span.firstWords(at: 64, count: 16), "sixteen bytes before the end are enough")
    }

    @Test func `a word at the end of the bytes reads none beyond them`() {
        let bytes = [UInt8](1...20)
        for start in 12...20 {
            for count in 0...(20 - start) where count <= 8 {
                let expected = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
                #expect(bytes.span.word(at: start, count: count) == expected, "\(count) bytes at \(start)")
            }
        }
    }

    @Test func `a word is found in its own list alone`() throws {
        let words = ["US", "Europe", "APAC", "", "Sixteen letters."]
        let numbered = try words.enumerated().map { (try #require(ShortText($1)), $0) }
        let lists = ShortWordLists([[], numbered, Array(numbered.prefix(1))])
        for (text, place) in numbered {
            #expect([lists.value(of: text, in: 0), lists.value(of: text, in: 1)] == [-1, place])
            #expect(lists.value(of: text, in: 2) == (place == 0 ? 0 : -1))
        }
        for word in ["us", "Europ", "APACS", " "] {
            let found = lists.value(of: try #require(ShortText(word)), in: 1)
            #expect(found == -1, "\(word)")
        }
    }

    @Test func `of equal words the first counts`() throws {
        let text = try #require(ShortText("X1"))
        #expect(ShortWordLists([[(text, 3), (text, 4)]]).value(of: text, in: 0) == 3)
    }
}
