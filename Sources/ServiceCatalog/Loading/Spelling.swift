/// How spellings of a definition are compared with each other, and looked at, while it is checked.
enum Spelling {
    /// Equal for two texts that a list of words takes for one; a word of nothing but punctuation stands for itself.
    static func key(_ text: String, _ matching: WordMatching) -> String {
        String(decoding: WordStorage.key(Array(text.utf8), matching), as: UTF8.self)
    }

    /// Whether a text is lower-case words of letters and digits, joined by one character each.
    static func isWords(_ text: String, joinedBy joint: Character) -> Bool {
        text.split(separator: joint, omittingEmptySubsequences: false).allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || ASCII.isDigit($0) }
        }
    }

    static func trimmed(_ text: some StringProtocol) -> String {
        var text = text[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
