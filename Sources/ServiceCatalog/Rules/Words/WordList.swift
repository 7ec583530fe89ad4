package import Bytes

/// Words with their spellings, looked up by the bytes of a cell without an allocation.
///
/// Under `.folded` a cell may write a word, or any of its spellings, in any case and punctuation; the word itself is
/// the canonical form. A word of nothing but punctuation is compared byte for byte. Under `.exact` bytes decide.
/// Lists of 100,000 words are fine: a look-up is one hash and, nearly always, one comparison.
package struct WordList: Sendable {
    /// The canonical words, in the order they were given.
    package var words: [String] { storage.words }

    let storage: WordStorage

    /// Where two words claim one spelling, the first has it; `conflicts(in:matching:)` tells.
    package init(_ words: [Name], matching: WordMatching) {
        storage = WordStorage(words, matching: matching)
    }

    /// The words of at most sixteen bytes that, written as they are, stand for themselves, with their places in `words`.
    package func shortWords() -> [ShortWordLists.Word] {
        words.enumerated().compactMap { place, word in
            guard let text = ShortText(word), index(of: Array(word.utf8).span) == place else { return nil }
            return (text, place)
        }
    }

    /// The place in `words` of the word that a value stands for.
    package func index(of value: Span<UInt8>) -> Int? {
        storage.index(of: value)
    }

    /// True when the value stands for a word; appends the word's bytes when it was written otherwise.
    package func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        guard let index = storage.index(of: value) else { return false }
        storage.appendWord(index, to: &canonical, unlessWrittenAs: value)
        return true
    }
}

extension WordList: Equatable {
    /// Lists are equal when every value stands for the same word in both: words, spellings and matching agree.
    package static func == (one: WordList, other: WordList) -> Bool {
        one.storage === other.storage || one.storage.isEqual(to: other.storage)
    }
}

// MARK: Checking a list

extension WordList {
    /// A spelling that two words of a list claim.
    package struct Conflict: Hashable, Sendable {
        package var spelling: String
        /// The word that has it.
        package var first: String
        /// The word that does not get it.
        package var second: String

        package init(spelling: String, first: String, second: String) {
            self.spelling = spelling
            self.first = first
            self.second = second
        }
    }

    /// The spellings that different words share once they are folded; a word may repeat its own.
    package static func conflicts(in words: [Name], matching: WordMatching) -> [Conflict] {
        var owners: [[UInt8]: Int] = [:]
        var conflicts: [Conflict] = []
        for (index, word) in words.enumerated() {
            for spelling in word.all {
                let key = WordStorage.key(Array(spelling.utf8), matching)
                if let owner = owners[key] {
                    if owner != index {
                        conflicts.append(Conflict(spelling: spelling, first: words[owner].name, second: word.name))
                    }
                } else {
                    owners[key] = index
                }
            }
        }
        return conflicts
    }
}

// MARK: Words

extension WordList {
    func explain(_ value: RefusedValue) -> Explanation {
        let near = nearest(to: value.text)
        var sentence = value.subject
        sentence += " is not one of the values that are known here."
        if words.count <= 12 { sentence += " They are \(words.joined(separator: ", "))." }
        guard let near else { return Explanation(.valueUnknown, sentence) }
        let word = words[near.word]
        sentence += " Did you mean \(RefusedValue.quote(word))?"
        // One slip in a long word, or other punctuation in an exact one, is certain enough to be put in the cell.
        let isSure = near.distance == 0 || near.distance == 1 && near.length >= 5
        return Explanation(.valueUnknown, sentence, suggestion: isSure ? word : nil)
    }
}
