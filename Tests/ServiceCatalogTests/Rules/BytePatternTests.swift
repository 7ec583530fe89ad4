import TestSupport
import Testing

@testable import ServiceCatalog

struct BytePatternTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        try BytePattern(pattern).matches(Array(text.utf8))
    }

    @Test(
        arguments: [
            ("X[1-8]", ["X1", "X8"], ["X0", "X9", "x1", "X10", "X", "1", "Y3", "X-1", ""]),
            (
                "[0-9]{3,7}", ["123", "1234567"],
                ["12", "12345678", "12a4", "+123", "1-23", "１２３", "x1234", "12.5", "0", "123456789012"]
            ),
            (
                "^\\+[1-9][0-9]{7,14}$", ["+14088001500", "+12345678", "+123456789012345"],
                ["+0123456789", "5551234567", "+1 408 555 0100", "+1234567", "+1234567890123456", "0014085550100", "+"]
            ),
            (
                "[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}",
                ["a@b.co", "o'x+y%z_-.@sub.dept-7.example.museum", "x@example.co.uk"],
                [
                    "plainaddress", "a@b", "@example.com", "x@@example.com", "x@example..com", "x y@example.com",
                    "x@example.c", "x@example.com.", "jürgen@example.com", "x@exam_ple.com", "x@example.c0m", "x@.com",
                    "x@exämple.com", "x@y@example.com", "x@example.com/", "(x)@example.com",
                ]
            ),
            ("a|bc|", ["a", "bc", ""], ["b", "abc"]), ("(?:ab){2}", ["abab"], ["ab", "ababab"]),
            ("(a*)*b?", ["", "aaa", "aab"], ["ba"]), (".", ["a", "é", "王", "𠮷"], ["", "\n", "ab"]),
            ("[^a-z]", ["A", "é", "\n", "𠮷"], ["b", ""]), ("[ä-ü]+", ["äöü"], ["a", "ÿ"]),
            ("\\d\\D\\w\\W\\s\\S", ["1a_- x"], ["aa_- x"]), ("[\\d.-]+", ["1.2-3"], ["a"]), ("a{0}b", ["b"], ["ab"]),
            ("\\^\\$\\.\\\\\\-\\/", ["^$.\\-/"], []), ("[a^-]", ["a", "^", "-"], ["b"]),
            ("a{2,}", ["aa", "aaaa"], ["a"]),
            ("[一-龥]{2}", ["王伟"], ["王", "ab"]), ("\\t", ["\t"], ["t"]), ("[\\]]", ["]"], ["["]), ("}]", ["}]"], []),
        ] as [(String, [String], [String])])
    func `a pattern matches whole values`(pattern: String, accepted: [String], refused: [String]) throws {
        for text in accepted { #expect(try matches(pattern, text), "\(pattern): \(text)") }
        for text in refused { #expect(try !matches(pattern, text), "\(pattern): \(text)") }
    }

    @Test func `bytes that are no text match nothing`() throws {
        let pattern = try BytePattern("(.|[^x])*")
        for bytes: [UInt8] in [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x61, 0x80],
        ] {
            #expect(!pattern.matches(bytes), "\(bytes)")
        }
    }

    @Test(arguments: [
        ("", 0, "empty"), ("a(b", 1, "never closed"), ("ab)", 2, "closes no group"), ("[a", 0, "never closed"),
        ("[]", 0, "empty class"), ("[z-a]", 1, "backwards"), ("[a-\\d]", 1, "single character"),
        ("*a", 0, "nothing before"),
        ("a**", 2, "cannot be repeated"), ("a+?", 2, "Lazy"), ("a{2,1}", 1, "must not be lower"), ("a{x}", 1, "{m}"),
        ("a{1,x}", 1, "{m}"), ("a{1001}", 1, "1000"), ("(?=a)", 0, "Look-ahead"), ("(?<!a)b", 0, "Look"),
        ("(?<n>a)", 0, "Named groups"), ("(?i)a", 0, "Flags"), ("(a)\\1", 3, "Back references"), ("\\bfoo", 0, "\\b"),
        ("\\p{L}", 0, "Unicode properties"), ("a^b", 1, "^ may only"), ("a$b", 1, "$ may only"), ("a\\", 1, "end"),
        ("[[:alpha:]]", 1, "Named classes"), ("[a&&b]", 2, "Intersections"), ("\\q", 0, "not known"),
        ("a{99999999999999999999}", 1, "1000"), (String(repeating: "(", count: 60), 50, "nested"),
    ])
    func `what is not understood is refused with its place`(pattern: String, offset: Int, message: String) {
        let error = #expect(throws: PatternError.self) { try BytePattern(pattern) }
        #expect(error?.offset == offset)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        "(a|b)*a(a|b){14}", "((a{1,100}){1,100}){1,100}", "[^a]{1000}[^b]{1000}", "(x+x+)+y(.{0,400}z){9}",
    ])
    func `a pattern that needs too much is refused in good time`(pattern: String) {
        #expect(throws: PatternError.tooComplex) { try BytePattern(pattern) }
    }

    @Test func `tables are small`() throws {
        #expect(try BytePattern("X[1-8]").stateCount == 4)
        #expect(try BytePattern("[0-9]{3,7}").stateCount == 9)
        #expect(try BytePattern("(a|b|ab)*").stateCount == 2)
    }

    @Test func `random patterns agree with a plain matcher`() throws {
        let seed: UInt64 = 20_260_302
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1500 {
            let pattern = Self.pattern(depth: 3, &generator)
            var parser = PatternParser(pattern)
            let tree = try parser.parse()
            let compiled = try BytePattern(pattern)
            for _ in 0..<12 {
                let text = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    ["a", "b", "c", "é", "王"].randomElement(using: &generator) ?? "a"
                }.joined()
                let expected = PlainMatcher.matches(tree, Array(text.unicodeScalars))
                #expect(compiled.matches(Array(text.utf8)) == expected, "seed \(seed): \(pattern) on \(text)")
            }
        }
    }

    private static func pattern(depth: Int, _ generator: inout SeededGenerator) -> String {
        let leaves = ["a", "b", "é", "王", ".", "[ab]", "[^a]", "[a-c]", "[^é王]", "\\w", "\\W"]
        if depth == 0 { return leaves.randomElement(using: &generator) ?? "a" }
        func part() -> String { pattern(depth: depth - 1, &generator) }
        switch Int.random(in: 0...5, using: &generator) {
        case 0: return leaves.randomElement(using: &generator) ?? "a"
        case 1: return part() + part()
        case 2: return "(\(part())|\(part()))"
        case 3: return "(\(part())|)"
        default:
            let suffix = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}"].randomElement(using: &generator) ?? "*"
            return "(?:\(part()))\(suffix)"
        }
    }
}

/// Follows a pattern's tree through a text, all ways at once: slow, and plain enough to be believed.
private enum PlainMatcher {
    static func matches(_ tree: PatternTree, _ text: [Unicode.Scalar]) -> Bool {
        ends(of: tree, in: text, from: [0]).contains(text.count)
    }

    /// Where a part of the pattern can end when it begins at one of some places.
    private static func ends(of tree: PatternTree, in text: [Unicode.Scalar], from starts: Set<Int>) -> Set<Int> {
        switch tree {
        case .empty: return starts
        case .set(let set):
            return Set(starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 })
        case .sequence(let items): return items.reduce(starts) { ends(of: $1, in: text, from: $0) }
        case .choice(let branches):
            return branches.reduce(into: []) { $0.formUnion(ends(of: $1, in: text, from: starts)) }
        case .repeated(let item, let least, let most):
            var places = starts
            for _ in 0..<least { places = ends(of: item, in: text, from: places) }
            var all = places
            // More rounds than the text has characters lead nowhere new.
            for _ in 0..<min((most ?? Int.max) - least, text.count + 1) {
                places = ends(of: item, in: text, from: places)
                all.formUnion(places)
            }
            return all
        }
    }
}
