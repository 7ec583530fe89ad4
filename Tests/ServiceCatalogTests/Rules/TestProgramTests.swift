import TestSupport
import Testing

@testable import ServiceCatalog

struct TestProgramTests {
    /// Besides one of each kind, patterns for each of the ways in which one can be compiled.
    static func tests() throws -> [ValueTest] {
        let patterns = [
            "[0-9]{3,7}", "\\+[1-9][0-9]{7,14}", "[A-Z]{2}[0-9]*", "X[1-8]", "[ab]+", "[0-9]{40}", "[0-9]{40}a",
            "[0-9]{0,3}",
            "[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}", "a|bc|", "(ab){2,9}c?", "[ä-ü]+[0-9]",
            "([0-9]{2}-){3}[A-Z]{12}", "[0-9A-F]{2}(:[0-9A-F]{2}){30}",
        ]
        let words = (0..<300).map { Name("Site \($0)") }
        return try ValueTest.samples + patterns.map { .pattern(try BytePattern($0)) } + [
            .oneOf(WordList(words, matching: .folded)), .oneOf(WordList(Array(words.prefix(9)), matching: .exact)),
            .oneOf(WordList([Name("a b"), Name("AB"), Name("Seventeen letters")], matching: .folded)),
        ]
    }

    @Test func `a compiled test says what the test itself says, wherever the value lies`() throws {
        var random = SeededGenerator.announced()
        let tests = try Self.tests()
        let program = TestProgram(tests)
        let pieces = [
            "0", "1", "112", "0408", "+", "-", " ", ".", "@", "x", "AB", "ab", "c", "é", "ü", "Site ", "San Jose",
            "SJC",
            "2026-03-02", "02/03/2026", "+14088001500", "en-GB", "Europe/London", "\u{FFFD}", "00:", "X1", "zürich",
            ":",
        ]
        for _ in 0..<2_000 {
            let count = Int.random(in: 1...6, using: &random)
            let value = Array(random.text(of: pieces, count: count).utf8)
            let before = [UInt8](repeating: 0x37, count: Int.random(in: 0...20, using: &random))
            let after = [UInt8](repeating: 0x37, count: Int.random(in: 0...20, using: &random))
            let bytes = before + value + after
            for (place, test) in tests.enumerated() {
                var (expected, found): ([UInt8], [UInt8]) = ([1], [1])
                let isPassed = test.accepts(value.span, canonical: &expected)
                let isPassedHere = program.accepts(
                    place, bytes.span, before.count..<(before.count + value.count), canonical: &found)
                #expect(isPassedHere == isPassed, "\(test) of \(String(decoding: value, as: UTF8.self))")
                #expect(found == expected)
            }
        }
    }

    @Test(arguments: ["[0-9]{3,7}", "\\+[1-9][0-9]{7,14}", "X[1-8]", "a", "[ab]{2}c{0,1}", "[0-9]{0,3}"])
    func `a row of places needs no automaton`(pattern: String) throws {
        #expect(try BytePattern(pattern).flat != nil)
    }

    @Test(arguments: ["a|b", "a+b", "(ab){2}", "ä", "[^a]", "a{2,3}b", "[0-9]{40}a"])
    func `what is no row of places stays an automaton`(pattern: String) throws {
        #expect(try BytePattern(pattern).flat == nil)
    }
}
