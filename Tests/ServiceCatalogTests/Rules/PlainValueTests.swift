import Bytes
import TestSupport
import Testing

@testable import ServiceCatalog

/// Values that are taken just as they stand: never one that the test itself refuses, or writes in another way.
struct PlainValueTests {
    /// What a program says of a value that lies among others.
    private struct Answer {
        var isTaken: Bool
        var isAccepted: Bool
        var isRewritten: Bool

        init(
            _ program: TestProgram, _ test: Int, _ value: [UInt8], before: Int = 3, after: Int = 16,
            filler: UInt8 = 0x37
        ) {
            let bytes =
                [UInt8](repeating: filler, count: before) + value
                + [UInt8](repeating: filler, count: after)
            let range = before..<(before + value.count)
            let words = value.isEmpty ? (0, 0) : bytes.span.firstWords(at: before, count: value.count)
            var marks = [true, true]
            var sound = marks.mutableSpan
            let loaded = [LoadedValue(words, start: before, count: value.count, place: 1)]
            program.mark(test, loaded.span, bytes.span, in: &sound)
            isTaken = sound[1]
            var canonical: [UInt8] = []
            isAccepted = program.accepts(test, bytes.span, range, canonical: &canonical)
            isRewritten = !canonical.isEmpty
        }

        var isSound: Bool { !isTaken || (isAccepted && !isRewritten) }
        /// Taken whenever it could be.
        var isExact: Bool { isTaken == (isAccepted && !isRewritten) }
    }

    private static func program(_ pattern: String) throws -> TestProgram {
        TestProgram([.pattern(try BytePattern(pattern))])
    }

    private static func shown(_ value: [UInt8]) -> String {
        "\(String(decoding: value, as: UTF8.self).debugDescription) \(value)"
    }

    private static let values = [
        "2026-03-02", "2024-02-29", "2026-02-30", "20260302", "2.3.2026", "+14088001500", "+1 (408) 800-1500",
        "14088001500", "+049301234", "+4930123456789012", "X1", "x1", "AB12", "San Jose", "SJC", "sjc", "Zürich",
        "zürich", "+", "Site 1", "site 1", "Seventeen letters", "a b", "AB", "ines.okafor", "ines@example.com", "4100",
        "112", "400", "7", "10", "11", "-3", "US", "Europe", "en-GB", "EN_us", "Europe/London", "64:16:7F:12:34:56",
        "64167f123456", "ababc", "abab", "bc", "ä0", "ü1", "Zoë", "王", "𠮷郎", "a", "é",
        "12345678901234567890123456789012345678901234567890", "12-34-56-ABCDEFGHIJKL",
        "name.of-some+length@sub.example.org",
        "0A:1B:2C:3D:4E:5F:6A:7B:8C:9D:0A:1B:2C:3D:4E:5F:6A:7B:8C:9D:0A:1B:2C:3D:4E:5F:6A:7B:8C:9D:AA",
    ].map { Array($0.utf8) }

    private static func changed(_ value: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var value = value
        for _ in 0..<Int.random(in: 0...2, using: &random) where !value.isEmpty {
            let place = Int.random(in: 0..<value.count, using: &random)
            switch Int.random(in: 0...3, using: &random) {
            case 0: value[place] = UInt8.random(in: 0...255, using: &random)
            case 1: value[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
            case 2: value.remove(at: place)
            default: value.insert(value[place], at: place)
            }
        }
        return value.isEmpty ? [0x61] : value
    }

    @Test func `a value that is taken is one that passes and is not rewritten, for every kind of test`() throws {
        var random = SeededGenerator.announced()
        let tests = try TestProgramTests.tests() + [.pattern(try BytePattern("([a-f]:)*[a-f]")), .length(1...Int.max)]
        let program = TestProgram(tests)
        var taken: Set<UInt8> = []
        for round in 0..<1_500 {
            let value =
                round < Self.values.count
                ? Self.values[round] : Self.changed(Self.values.randomElement(using: &random) ?? [0x61], &random)
            let filler = UInt8.random(in: 0...255, using: &random)
            let after = 16 + Int.random(in: 0...20, using: &random)
            for place in tests.indices {
                let answer = Answer(program, place, value, before: round % 20, after: after, filler: filler)
                if answer.isTaken { taken.insert(program.operations[place].kind.rawValue) }
                if !answer.isSound { Issue.record("\(tests[place]) of \(Self.shown(value)): \(answer)") }
            }
        }
        let kinds = Set(tests.indices.map { program.operations[$0].kind.rawValue })
        #expect(taken == kinds, "each kind has taken one")
        #expect(taken.count == Int(TestOperation.Kind.notReserved.rawValue) + 1, "there is a test of each kind")
    }

    // MARK: Dates

    private static func isDate(_ value: [UInt8]) -> Bool {
        guard value.count == 10, value[4] == 0x2D, value[7] == 0x2D else { return false }
        let digits = [0, 1, 2, 3, 5, 6, 8, 9].map { Int(value[$0]) - 0x30 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        let year = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
        let (month, day) = (digits[4] * 10 + digits[5], digits[6] * 10 + digits[7])
        guard (1900...2199).contains(year), (1...12).contains(month) else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return (1...[31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]).contains(day)
    }

    @Test(arguments: ["2026-03-02", "1999-12-31", "2024-02-29", "2199-10-20"])
    func `an ISO date with any other byte at any place is what the calendar says`(text: String) {
        let program = TestProgram([.format(.isoDate), .format(.date), .date(DateFormat(order: .dayMonthYear))])
        for place in 0..<10 {
            for byte in UInt8.min ... .max {
                var value = Array(text.utf8)
                value[place] = byte
                for test in 0..<3 {
                    let answer = Answer(program, test, value)
                    if answer.isTaken != Self.isDate(value) || !answer.isSound {
                        Issue.record("\(test), \(Self.shown(value)): \(answer)")
                    }
                }
            }
        }
    }

    @Test func `two wrong bytes of a date do not make up for each other`() {
        var random = SeededGenerator.announced()
        let program = TestProgram([.format(.isoDate)])
        let kinds: [UInt8] = [0x00, 0x2C, 0x2D, 0x2E, 0x2F, 0x30, 0x39, 0x3A, 0x7F, 0x80, 0xAD, 0xB0, 0xB9, 0xBA, 0xFF]
        for _ in 0..<20_000 {
            var value = Array("2026-10-20".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                value[Int.random(in: 0..<10, using: &random)] = kinds.randomElement(using: &random) ?? 0
            }
            if Answer(program, 0, value).isTaken != Self.isDate(value) { Issue.record("\(Self.shown(value))") }
        }
        for length in [1, 8, 9, 11, 16, 17] {
            let value = Array("2026-10-2022222222".utf8.prefix(length))
            #expect(Answer(program, 0, value).isTaken == false, "\(length) bytes")
        }
    }

    // MARK: Patterns

    @Test(arguments: [
        ("\\+[1-9][0-9]{7,14}", "+12345678901234567"), ("[0-9]{3,7}", "123456789"), ("[A-Z]{2}[0-9]{4}", "AB12345"),
        ("[a-z]{1,16}", "abcdefghijklmnopqr"), ("[ -~]{16}", "abcdefghijklmnopqr"), ("X[1-8]", "X12"), ("a", "aa"),
        ("[0-9]{0,3}", "1234"), ("[!-~][ -~]{0,15}", "a bcdefghijklmnop q"),
    ])
    func `a row of places takes what it accepts, with any byte at any place`(pattern: String, text: String) throws {
        let program = try Self.program(pattern)
        let operation = program.operations[0]
        #expect(operation.kind == .places && operation.fourth >= 0)
        let whole = Array(text.utf8)
        var passed = 0
        for length in 0...whole.count {
            let value = Array(whole[..<length])
            for filler: UInt8 in [0x00, 0x37, 0x61, 0xFF] {
                let answer = Answer(program, 0, value, filler: filler)
                if answer.isTaken { passed += 1 }
                if !answer.isExact { Issue.record("\(Self.shown(value)): \(answer)") }
            }
            for place in 0..<length {
                for byte in UInt8.min ... .max {
                    var value = value
                    value[place] = byte
                    let answer = Answer(program, 0, value)
                    if !answer.isExact { Issue.record("\(Self.shown(value)): \(answer)") }
                }
            }
        }
        #expect(passed > 0)
    }

    @Test(arguments: ["[0-9A-F]{3}", "[ab]{1,17}", "[0-9]{3,}", "[ac-e]"])
    func `places of more than one run, and values beyond sixteen bytes, have no bounds`(pattern: String) throws {
        let program = try Self.program(pattern)
        let operation = program.operations[0]
        #expect(operation.kind == .places && operation.fourth == -1)
        for length in 1...40 {
            for byte: UInt8 in [0x30, 0x41, 0x61, 0x62] {
                let value = [UInt8](repeating: byte, count: length)
                #expect(Answer(program, 0, value).isExact, "\(Self.shown(value))")
            }
        }
    }

    @Test(arguments: [
        "(ab)*c?", "[a-c]+(-[a-c]+)*", "a*b*c*", "([abc]{2})*", "(a|b)*-(a|b)*", "(é|a)*",
    ])
    func `an automaton of few states takes what it accepts, of any length and at the end of the bytes`(
        pattern: String
    ) throws {
        var random = SeededGenerator.announced()
        let program = try Self.program(pattern)
        let operation = program.operations[0]
        #expect(operation.kind == .shifts)
        let pieces = [["a", "b", "c", "-", "é", "ab"], ["ab"], ["a"], ["a", "b"], ["c"], ["bb", "-"]]
        var passed = 0
        for length in 0...70 {
            for kind in pieces {
                for isChanged in [false, true] {
                    var value = Array(random.text(of: kind, count: length + 1).utf8.prefix(length))
                    if isChanged, length > 0 {
                        let letters: [UInt8] = [0x61, 0x62, 0x63, 0x2D, 0x7F, 0xA9]
                        value[Int.random(in: 0..<length, using: &random)] = letters.randomElement(using: &random) ?? 0
                    }
                    let fillers: [UInt8] = [0x61, 0x63, 0, 0xFF]
                    let filler = fillers.randomElement(using: &random) ?? 0
                    let answer = Answer(program, 0, value, filler: filler)
                    if answer.isTaken { passed += 1 }
                    if !answer.isExact { Issue.record("\(Self.shown(value)): \(answer)") }
                }
            }
        }
        #expect(passed > 10)
    }

    // MARK: Lengths and words

    @Test(arguments: [0...3, 1...4, 2...30, 4...Int.max, 5...16, 17...40, 1 << 32...Int.max, Int.max...Int.max])
    func `a length is taken as it is counted`(allowed: ClosedRange<Int>) {
        let program = TestProgram([.length(allowed)])
        for letter in ["a", "é", "王", "𠮷"] {
            for count in 1...40 {
                let answer = Answer(program, 0, Array(String(repeating: letter, count: count).utf8))
                if answer.isTaken != allowed.contains(count) || !answer.isExact {
                    Issue.record("\(count) of \(letter): \(answer)")
                }
            }
        }
    }

    @Test func `only a word as it is to be written is taken`() {
        let words = [Name("San Jose", spellings: ["SJC"]), Name("Sixteen letters."), Name("Seventeen letters")]
        let program = TestProgram([
            .oneOf(WordList(words, matching: .folded)), .oneOf(WordList(words, matching: .exact)),
        ])
        for test in 0..<2 {
            let taken = [
                "San Jose", "Sixteen letters.", "Seventeen letters", "SJC", "san jose", "San Jos", "San Josee", "x",
            ]
            .filter { Answer(program, test, Array($0.utf8)).isTaken }
            #expect(taken.prefix(2) == ["San Jose", "Sixteen letters."])
            #expect(Set(taken).isSubset(of: ["San Jose", "Sixteen letters.", "Seventeen letters"]))
        }
    }
}
