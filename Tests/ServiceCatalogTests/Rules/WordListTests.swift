import TestSupport
import Testing

@testable import ServiceCatalog

struct FoldingTests {
    @Test(arguments: [
        ("8x8 Work", "8x8work"), ("8X8-work_ ", "8x8work"), ("Work ®™", "work"), ("Zürich", "zurich"),
        ("Zu\u{308}rich", "zurich"), ("STRASSE", "strasse"), ("Straße", "strasse"),
        ("Łukasz Øre Đorđe", "lukaszoredorde"),
        ("Þór Æ Œ", "thoraeoe"), ("İstanbul ığ", "istanbulig"), ("ＡＢ１２", "ab12"), ("Мария", "мария"),
        ("МАРИЯ", "мария"), ("Йод ЁЛКА", "иоделка"), ("И\u{306}од", "иод"), ("ΆΛΦΑΣ", "αλφασ"), ("άλφας", "αλφασ"),
        ("王 伟", "王伟"), ("Nguyễn", "nguyen"), ("R&D", "rd"), ("—…“”", ""), ("𠮷", "𠮷"),
        ("E‑mail\u{A0}address", "emailaddress"),
    ])
    func `only letters and digits are left`(text: String, folded: String) {
        #expect(Folding.fold(text) == folded)
    }

    @Test func `folding twice is folding once`() {
        for code: UInt32 in 0...0x2FFF {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let once = Folding.fold(String(scalar))
            #expect(Folding.fold(once) == once, "U+\(String(code, radix: 16))")
        }
    }

    @Test func `bytes that are no text stand for themselves`() {
        let bytes: [UInt8] = [0x41, 0xFF, 0xC3, 0x42, 0xED, 0xA0, 0x80]
        let folded = Folding.fold(bytes.span)
        #expect(folded == [0x61, 0xFF, 0xC3, 0x62, 0xED, 0xA0, 0x80])
    }
}

struct WordListTests {
    private let sites = WordList(
        [Name("San Jose", spellings: ["SJC", "Saint Joseph"]), Name("Zürich"), Name("London"), Name("São Paulo")],
        matching: .folded)

    @Test(arguments: [
        ("San Jose", "San Jose"), ("san-jose", "San Jose"), ("sjc", "San Jose"), ("ZURICH", "Zürich"),
        ("Zu\u{308}rich", "Zürich"), ("sao_paulo", "São Paulo"), ("Zürich", "Zürich"), ("San Jos", nil),
        ("San Josef", nil),
        ("", nil), ("-", nil),
    ])
    func `a word is found however it is written`(value: String, word: String?) {
        #expect(ValueTest.oneOf(sites).canonical(of: value) == word)
    }

    @Test func `an exact list wants the very bytes`() {
        let list = ValueTest.oneOf(WordList([Name("Work", spellings: ["8x8 Work"]), Name("X1")], matching: .exact))
        #expect(list.canonical(of: "Work") == "Work")
        #expect(list.canonical(of: "8x8 Work") == "Work")
        #expect(list.canonical(of: "work") == nil)
        #expect(list.suggestion(for: "x1") == "X1")
    }

    @Test func `a word of punctuation alone is compared as it is`() {
        let list = ValueTest.oneOf(WordList([Name("+"), Name("-"), Name("C")], matching: .folded))
        #expect(list.canonical(of: "+") == "+")
        #expect(list.canonical(of: "-") == "-")
        #expect(list.canonical(of: "*") == nil)
        #expect(list.canonical(of: "c+") == "C")
    }

    @Test func `spellings that two words claim are reported, and the first has them`() {
        let words = [
            Name("New User", spellings: ["new-user", "hire"]), Name("Hire"), Name("Leave", spellings: ["NEW USER"]),
        ]
        #expect(
            WordList.conflicts(in: words, matching: .folded) == [
                WordList.Conflict(spelling: "Hire", first: "New User", second: "Hire"),
                WordList.Conflict(spelling: "NEW USER", first: "New User", second: "Leave"),
            ])
        #expect(WordList.conflicts(in: words, matching: .exact).isEmpty)
        #expect(WordList(words, matching: .folded).index(of: "hire") == 0)
    }

    @Test func `lists are equal when words, spellings and matching agree`() {
        let list = WordList([Name("San Jose", spellings: ["SJC"])], matching: .folded)
        #expect(list == WordList([Name("San Jose", spellings: ["sjc"])], matching: .folded))
        #expect(list != WordList([Name("San Jose")], matching: .folded))
        #expect(list != WordList([Name("San Jose", spellings: ["SJC"])], matching: .exact))
        #expect(list != WordList([Name("San José", spellings: ["SJC"])], matching: .folded))
    }

    @Test func `an empty list accepts nothing`() {
        let empty = WordList([], matching: .folded)
        #expect(empty.index(of: "x") == nil)
        #expect(empty.closest(to: "x") == nil)
    }

    @Test func `every word of a long list is found again`() {
        let words = (0..<20_000).map { Name("Site \($0 &* 48271 % 99_999_989)", spellings: ["alias-\($0)"]) }
        let list = WordList(words, matching: .folded)
        for (index, word) in words.enumerated() {
            #expect(list.index(of: word.name) == index)
            #expect(list.index(of: "ALIAS \(index)") == index)
        }
        #expect(list.index(of: "alias-20000") == nil)
    }

    @Test(arguments: [
        ("Sna Jose", "San Jose"), ("Londn", "London"), ("Saint Josef", "San Jose"), ("Zuerich", "Zürich"),
        ("Paris", nil),
        ("x", nil), ("Londres", nil),
    ])
    func `a slip finds the word that was meant`(value: String, word: String?) {
        #expect(sites.closest(to: value) == word)
    }

    @Test func `two words equally near give no answer`() {
        let list = WordList((1...8).map { Name("Licence X\($0)") }, matching: .folded)
        #expect(list.closest(to: "Licence X9") == nil)
        #expect(ValueTest.oneOf(list).sentence(for: "Licence X9").contains("They are Licence X1, "))
    }

    @Test func `only a sure guess is put in the cell`() {
        let test = ValueTest.oneOf(WordList([Name("Houston"), Name("Austin"), Name("Europe")], matching: .folded))
        #expect(test.suggestion(for: "Boston") == nil)
        #expect(test.suggestion(for: "Europa") == "Europe")
        #expect(test.sentence(for: "Europa").hasSuffix("Did you mean “Europe”?"))
        #expect(test.code(of: "Europa") == "value.unknown")
    }
}

struct EditDistanceTests {
    @Test func `bounded distances agree with a plain recursion`() {
        let seed: UInt64 = 11
        var generator = SeededGenerator(seed: seed)
        var distance = EditDistance()
        for _ in 0..<3000 {
            let left = word(&generator)
            let right = word(&generator)
            let plain = Self.plain(left[...], right[...])
            for bound in 0...4 {
                let found = distance.between(left[...], right[...], upTo: bound)
                #expect(found == (plain <= bound ? plain : nil), "seed \(seed): \(left) \(right) \(bound)")
            }
        }
    }

    private func word(_ generator: inout SeededGenerator) -> [UInt32] {
        (0..<Int.random(in: 0...5, using: &generator)).map { _ in UInt32.random(in: 1...3, using: &generator) }
    }

    private static func plain(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>) -> Int {
        guard let first = left.last else { return right.count }
        guard let other = right.last else { return left.count }
        let (shortLeft, shortRight) = (left.dropLast(), right.dropLast())
        var best = plain(shortLeft, shortRight) + (first == other ? 0 : 1)
        best = min(best, plain(shortLeft, right) + 1, plain(left, shortRight) + 1)
        if first == shortRight.last, other == shortLeft.last {
            best = min(best, plain(shortLeft.dropLast(), shortRight.dropLast()) + 1)
        }
        return best
    }
}

struct RepertoireTests {
    private let test = ValueTest.characters(.targetName)

    @Test(arguments: ["Jane", "O'Brien", "Smith-Jones", "Anna (HR)", "J. R., Jr", "x_9"])
    func `plain names pass`(value: String) {
        #expect(test.canonical(of: value) == value)
    }

    @Test(arguments: [
        ("Zoë", "Zoe"), ("Zoe\u{308}", "Zoe"), ("Łukasz", "Lukasz"), ("Straße", "Strasse"), ("Søren", "Soren"),
        ("Øvergård", "Overgard"), ("Đorđe", "Dorde"), ("Þóra", "Thora"), ("ÆRØ", "AERO"), ("Ærø", "Aero"),
        ("Œuvre", "Oeuvre"), ("O’Néill", "O'Neill"), ("Çağla", "Cagla"), ("Nguyễn", "Nguyen"), ("Őszi", "Oszi"),
        ("Štěpánek", "Stepanek"), ("García\u{A0}Márquez", "Garcia Marquez"), ("Anna–Maria", "Anna-Maria"),
        ("İnci", "Inci"), ("Jane\u{200B}", "Jane"), ("STRAẞE", "STRASSE"),
    ])
    func `a spelling in plain letters is suggested, never made silently`(value: String, spelling: String) {
        #expect(test.code(of: value) == "name.characters")
        #expect(test.suggestion(for: value) == spelling)
    }

    @Test(arguments: ["王伟", "Мария", "김", "Jane王", "ά", "Jane!", "a/b", "\u{301}", "😀", "1\u{301}"])
    func `what cannot be spelt so gets no suggestion`(value: String) {
        #expect(test.code(of: value) == "name.characters")
        #expect(test.suggestion(for: value) == nil)
    }

    @Test func `the characters are named`() {
        #expect(
            test.sentence(for: "Zoe\u{308} Šë")
                == "Field “Zoe\u{308} Šë” has “e\u{308}”, “Š”, which the target system does not take. It could be "
                + "written “Zoe Se”.")
        #expect(test.sentence(for: "Мария").hasSuffix("Write the name in plain Latin letters."))
    }

    @Test func `a set of one's own is of ASCII characters`() throws {
        let own = ValueTest.characters(try #require(Repertoire("abc?@\u{7F}")))
        #expect(own.canonical(of: "cab@?\u{7F}") != nil)
        #expect(own.canonical(of: "d") == nil)
        #expect(Repertoire("é") == nil)
    }
}
