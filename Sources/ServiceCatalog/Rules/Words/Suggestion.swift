/// "Did you mean": the word of a closed set that a mistyped word most likely stands for.
package enum Suggestion {
    /// The nearest word, whatever its case and punctuation, or `nil` when none is near enough to be worth naming.
    ///
    /// Words that fold alike are one, named as the first of them; two words that are equally near are none.
    package static func closest(to word: String, among words: [String]) -> String? {
        var seen: Set<String> = []
        let distinct = words.filter { seen.insert(Folding.fold($0)).inserted }
        return NearbyWords(distinct.map { Name($0) }).nearest(to: word).map { distinct[$0.word] }
    }

    /// `did you mean “x”?`, or else the words that are understood.
    package static func phrase(for word: String, among words: [String]) -> String {
        phrase(closest(to: word, among: words), among: words)
    }

    /// The same for a nearest word that was found already, perhaps among other spellings than the words to show.
    static func phrase(_ closest: String?, among words: [String]) -> String {
        if let closest { return "did you mean “\(closest)”?" }
        guard !words.isEmpty else { return "there are none" }
        let shown = words.prefix(30).joined(separator: ", ")
        return "use one of: \(shown)\(words.count > 30 ? ", …" : "")"
    }
}
