@testable import Intake
import Records
import ServiceCatalog
import TestSupport
import Testing

/// The words of rejected rows are made in several ways, each to spare work; all must say what `reasons(of:)` says.
struct RejectionWordsTests {
    private static let definition = Trial.definition(
        """
        unique: [[a, b], c]
        fields:
          a: {label: "Who, or what", length: 2..8}
          b: {label: B, pattern: "[a-z|]{1,40}"}
          c: {label: C, one-of: [yes, "no"], required: true}
          d: {label: D, format: email}
          e: {label: E, format: date, warn: {length: 12..}}
          f: {label: F, length: 1..3}
          region: {label: Region, format: region}
        rules:
          - any-of: [[a], [b, d]]
          - {when: {a: absent}, forbidden: [e, f]}
          - different: [b, d]
          - notice: e
        """)

    private static let values = [
        "", "", "x", "n/a", "a|b", "yes", "YES", "no", "maybe", " padded ", "\u{2028}x", "x \u{301}", "\u{A0}é\u{A0}",
        "2026-02-30", "2026-12-01", "tomorrow", "a@b.co", "a@b@c", "Žižek", "金城武金城武金城武", "김", "Ω", "１２３", "𠮷野家𠮷野家𠮷",
        "'=1+1", "=1+1", "\u{85}control\u{9}", "US", "Europa", String(repeating: "long value ", count: 9),
        String(repeating: "é", count: 59) + "abc", String(repeating: "王", count: 60), String(repeating: "a", count: 61),
    ]

    private static func file(_ random: inout SeededGenerator, isRejectionFile: Bool) -> String {
        var text = "Product,Service,a,b,c,d,e,f,region\(isRejectionFile ? ",muster_reasons" : "")\n"
        for _ in 0..<120 {
            let service = Int.random(in: 0..<20, using: &random) == 0 ? "Z" : "S"
            let cells = (0..<7).map { _ in values.randomElement(using: &random) ?? "" }
            text += (["P", service] + cells + (isRejectionFile ? [""] : [])).joined(separator: ",") + "\n"
        }
        return text
    }

    @Test(arguments: [false, true])
    func `what is said of a rejected row are the reasons that are found one by one`(isRejectionFile: Bool) throws {
        var random = SeededGenerator.announced()
        var trial = Trial(definitions: [Self.definition])
        trial.options = Trial.options(region: "US")
        var rejected = 0
        for _ in 0..<20 {
            let text = Self.file(&random, isRejectionFile: isRejectionFile)
            try trial.forEachBlock(text, blockSize: 900) { block, intake in
                for rejection in block.rejections {
                    check(rejection, block, intake)
                    rejected += 1
                }
            }
        }
        #expect(rejected > 1000)
    }

    private func check(_ rejection: JudgedBlock.Rejection, _ block: JudgedBlock, _ intake: Intake) {
        let reasons = intake.reasons(
            of: block.verdicts.rows[rejection.row], in: block.verdicts, block: block.records)
        let expected = reasons.filter { $0.grade == .error }.cells
        let words = block.words
        #expect(String(decoding: words.bytes[rejection.words.reasons], as: UTF8.self) == expected.reasons)
        #expect(String(decoding: words.bytes[rejection.words.suggestions], as: UTF8.self) == expected.suggestions)
        let said = words.said[rejection.words.said]
        #expect(said.map(\.code) == reasons.map(\.code))
        #expect(said.map(\.grade) == reasons.map(\.grade))
        #expect(said.map(\.field) == reasons.map(\.field))
    }

    @Test func `a warning is counted and not written beside what rejects the row`() {
        let reasons = [
            Reason(code: "a.b", grade: .warning, field: "x", sentence: "Hm.", suggestion: "y"),
            Reason(code: "c.d", field: "x", sentence: "No."),
        ]
        var words = RejectionWords()
        for reason in reasons { words.add(reason) }
        let row = words.endRow()
        #expect(words.said[row.said].map(\.code) == ["a.b", "c.d"])
        #expect(reasons.cells == ("c.d: No.", ""))
    }

    @Test func `the memo tells checks and values apart, and begins anew when it is full`() throws {
        var memo = ReasonMemo()
        let texts = (0..<5000).map { "value \($0) of a row" }
        for (number, text) in texts.enumerated() {
            let key = try #require(Self.key(number % 3, text))
            #expect(memo[key] == nil)
            let phrase = memo.remember(Reason(code: "c", field: "f", sentence: text, suggestion: "s"), for: key)
            let known = try #require(memo[key])
            #expect(known.text == phrase.text)
            #expect(String(decoding: memo.bytes[known.text], as: UTF8.self) == "c: \(text)")
            #expect(String(decoding: memo.bytes[known.suggestion], as: UTF8.self) == "f = s")
            #expect(memo[ReasonMemo.Key(check: number % 3)] == nil)
        }
        let long = String(repeating: "a", count: 33)
        #expect(Self.key(1, long) == nil)
        #expect(Self.key(1, String(long.dropLast())) != Self.key(1, String(long.dropLast(2))))
    }

    private static func key(_ check: Int, _ value: String) -> ReasonMemo.Key? {
        let bytes = Array(value.utf8)
        return ReasonMemo.Key(check: check, bytes.span, bytes.indices)
    }
}
