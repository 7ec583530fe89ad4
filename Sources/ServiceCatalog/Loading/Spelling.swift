/// How spellings of a definition are compared with each other while it is checked.
enum Spelling {
    static func folded(_ text: String) -> String {
        Folding.fold(text)
    }

    /// Equal for two texts that a list of words takes for one; a word of nothing but punctuation stands for itself.
    static func key(_ text: String, _ matching: WordMatching) -> String {
        let folded = matching == .folded ? folded(text) : ""
        return folded.isEmpty ? text : folded
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
