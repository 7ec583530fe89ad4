import ServiceCatalog
import Testing

struct SuggestionTests {
    @Test(arguments: [
        ("feilds", "fields"), ("FIELD", "fields"), ("unqiue", "unique"), ("Ülnique", "unique"), ("nearest", nil),
        ("", nil), ("--", nil),
    ])
    func `the nearest word is named, or none`(_ word: String, _ closest: String?) {
        #expect(Suggestion.closest(to: word, among: ["fields", "unique", "id"]) == closest)
    }

    @Test func `two words that are equally near are none, two spellings of one word are one`() {
        #expect(Suggestion.closest(to: "card", among: ["cart", "care"]) == nil)
        #expect(Suggestion.closest(to: "asai", among: ["Asia", "A.S.I.A."]) == "Asia")
    }

    @Test(arguments: [
        ("feilds", ["fields", "rules"], "did you mean “fields”?"),
        ("x", ["fields", "rules"], "use one of: fields, rules"),
        ("x", [], "there are none"),
    ])
    func `the phrase names the nearest word or all of them`(_ word: String, _ words: [String], _ phrase: String) {
        #expect(Suggestion.phrase(for: word, among: words) == phrase)
    }

    @Test func `of many words the first thirty are shown`() {
        let words = (1...31).map { "word \($0)" }
        let phrase = Suggestion.phrase(for: "x", among: words)
        #expect(phrase.hasSuffix("word 29, word 30, …"))
    }
}
