import TestSupport
import Testing

@testable import ServiceCatalog

struct ValueTestTests {
    @Test func `any bytes are judged without a trap, and what is refused is explained`() {
        let seed: UInt64 = 7
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789+-./() :@,Ee#TZabcXü°١\u{A0}\u{0}".utf8) + [0xC2, 0xE2, 0x80, 0xF4, 0xFF]
        let tests = ValueTest.samples
        for _ in 0..<1500 {
            let length = Int.random(in: 0...20, using: &generator)
            let bytes = (0..<length).map { _ in
                Bool.random(using: &generator)
                    ? alphabet.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            for test in tests {
                _ = test.canonical(of: bytes)
                guard !text.isEmpty, test.canonical(of: text) == nil else { continue }
                let explanation = test.explain(text, field: "Field")
                #expect(ReasonCode.named(explanation.code) != nil, "seed \(seed): \(bytes)")
                #expect(explanation.sentence.hasPrefix("Field "), "seed \(seed): \(bytes)")
                if let suggestion = explanation.suggestion {
                    #expect(test.canonical(of: suggestion) != nil, "seed \(seed): \(text) → \(suggestion)")
                }
            }
        }
    }

    @Test(arguments: [
        ("Zoë", "“Zoë”"), ("", "“”"), ("a\tb\u{85}c\u{7F}d", "“a b c d”"), ("\u{A0}x", "“\u{A0}x”"),
        (String(repeating: "é", count: 60), "“\(String(repeating: "é", count: 60))”"),
        (String(repeating: "𠮷", count: 61), "“\(String(repeating: "𠮷", count: 60))…”"),
        ("\n" + String(repeating: "x", count: 60), "“ \(String(repeating: "x", count: 59))…”"),
        (String(repeating: "x", count: 60) + "\n", "“\(String(repeating: "x", count: 60))…”"),
    ])
    func `a value is quoted on one line and not endlessly`(text: String, quoted: String) {
        #expect(RefusedValue.quote(text) == quoted)
        #expect(RefusedValue(text, field: "Name").subject == "Name \(quoted)")
    }

    @Test func `what is said without a string is the same`() {
        let values = ["a", "Žižek", "\u{9}x\u{85}", String(repeating: "𠮷", count: 61), "nine long"]
        for value in values {
            for test in ValueTest.samples + [.length(3...8), .length(5...5)] {
                var sentence: [UInt8] = []
                let code = test.explain(value.utf8Span.span, field: "Field", into: &sentence)
                let explanation = test.explain(value, field: "Field")
                #expect(code == nil || code == explanation.code)
                #expect(String(decoding: sentence, as: UTF8.self) == (code == nil ? "" : explanation.sentence))
                #expect(code == nil || explanation.suggestion == nil)
            }
        }
    }

    @Test func `a canonical form is its own canonical form`() {
        let values = [
            "14088001500", "+1 408 800 1500", "001a.2b3c.4d5e", "2.3.2026", "2026/3/2", "EN_us", "sjc", "zurich",
        ]
        for test in ValueTest.samples {
            for value in values {
                guard let canonical = test.canonical(of: value) else { continue }
                #expect(test.canonical(of: canonical) == canonical, "\(value)")
            }
        }
    }

    @Test func `a length counts characters and never bytes`() {
        let test = ValueTest.length(2...5)
        #expect(test.canonical(of: "Žižek") == "Žižek")
        #expect(test.canonical(of: "𠮷郎") != nil)
        #expect(test.code(of: "李") == "length.short")
        #expect(test.code(of: "Müllers") == "length.long")
        #expect(test.sentence(for: "李") == "Field “李” has 1 character; at least 2 are needed.")
        #expect(ValueTest.length(1...64).canonical(of: String(repeating: "𠮷", count: 64)) != nil)
        #expect(ValueTest.length(1...64).canonical(of: String(repeating: "𠮷", count: 65)) == nil)
        #expect(ValueTest.length(3...Int.max).canonical(of: "abc") != nil)
        #expect(ValueTest.length(Int.max...Int.max).canonical(of: "abc") == nil)
    }

    @Test func `every length is judged like a plain count`() {
        for width in 1...4 {
            let letter = ["a", "é", "王", "𠮷"][width - 1]
            for count in 1...20 {
                for lower in 0...6 {
                    for upper in lower...12 {
                        let passes =
                            ValueTest.length(lower...upper)
                            .canonical(of: String(repeating: letter, count: count)) != nil
                        #expect(passes == (lower...upper).contains(count))
                    }
                }
            }
        }
    }

    @Test func `a whole number keeps within its bounds`() {
        let test = ValueTest.range(1...10)
        for value in ["1", "10", "07"] { #expect(test.canonical(of: value) == value) }
        for value in ["0", "11", "-1", "999999999999999999"] { #expect(test.code(of: value) == "number.range") }
        for value in ["1.0", "one", "-", "1e1", "9999999999999999999999"] {
            #expect(test.code(of: value) == "integer.syntax")
        }
        #expect(test.sentence(for: "11") == "Field “11” is out of range: write a number from 1 to 10.")
        #expect(ValueTest.format(.integer).canonical(of: "-42") == "-42")
    }

    @Test func `reserved numbers are told apart by their digits`() throws {
        let ranges = try #require(NumberRanges(["112", "400–699", "2000", "90000-91999"]))
        let test = ValueTest.notReserved(ranges)
        for value in ["112", "400", "555", "699", "2000", "90000", "91999"] {
            #expect(test.code(of: value) == "extension.reserved", "\(value)")
        }
        for value in ["0112", "111", "113", "399", "700", "0400", "92000", "2001", "x112", "00000000000000000000112"] {
            #expect(test.canonical(of: value) == value)
        }
        #expect(test.sentence(for: "112").contains("112, 400–699, 2000, 90000–91999"))
    }

    @Test(arguments: ["", "x", "1-22", "5-4", "1-2-3", "1234567890123456789"])
    func `a range that is none is refused`(text: String) {
        #expect(NumberRanges.Range(text) == nil)
    }

    @Test func `binding fills in only what the run knows`() {
        let regions = WordList([Name("US"), Name("Europe")], matching: .folded)
        let context = ValueContext(defaultCountry: "US", dateOrder: .monthDayYear, regions: regions)
        #expect(ValueTest.format(.phone).bound(to: context).canonical(of: "(408) 800-1500") == "+14088001500")
        #expect(ValueTest.format(.date).bound(to: context).canonical(of: "3/2/2026") == "2026-03-02")
        #expect(ValueTest.format(.region).bound(to: context).canonical(of: "us") == "US")
        #expect(ValueTest.format(.region).bound(to: context).code(of: "EMEA") == "value.unknown")
        #expect(ValueTest.format(.region).bound(to: ValueContext()).canonical(of: "EMEA") == "EMEA")
        #expect(ValueTest.format(.phone).bound(to: ValueContext()).code(of: "(408) 800-1500") == "phone.country")
        #expect(ValueTest.length(1...2).bound(to: context).code(of: "abc") == "length.long")
    }

    @Test func `reason codes are dotted, lower case and unique`() {
        #expect(Set(ReasonCode.all.map(\.code)).count == ReasonCode.all.count)
        for reason in ReasonCode.all {
            let isFine = reason.code.allSatisfy { $0.isLowercase || ".-".contains($0) }
            #expect(isFine && reason.code.split(separator: ".").count == 2, "\(reason.code)")
            #expect(reason.summary.hasSuffix("."), "\(reason.code)")
            #expect(ReasonCode.named(reason.code) == reason)
        }
        #expect(ReasonCode.named("license.change") == nil)
    }
}
