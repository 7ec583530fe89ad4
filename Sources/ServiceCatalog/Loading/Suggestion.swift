/// "Did you mean": the word of a closed set that a mistyped word most likely stands for.
package enum Suggestion {
    /// The nearest word, whatever its case and punctuation, or `nil` when none is near enough to be worth naming.
    package static func closest(to word: String, among words: [String]) -> String? {
        WordList(words.map { Name($0) }, matching: .folded).closest(to: word)
    }

    /// `did you mean “x”?`, or else the words that are understood.
    package static func phrase(for word: String, among words: [String]) -> String {
        if let closest = closest(to: word, among: words) { return "did you mean “\(closest)”?" }
        let shown = words.prefix(30).joined(separator: ", ")
        return "use one of: \(shown)\(words.count > 30 ? ", …" : "")"
    }
}
