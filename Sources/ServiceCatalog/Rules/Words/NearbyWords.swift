/// Finds the one word that a misspelt one must have meant.
///
/// Work is bounded: lengths and the sets of letters rule most words out, and after `patience` distances the search ends
/// without an answer, as it does when two words are equally near.
struct NearbyWords: Sendable {
    /// How many distances one search computes at most, about two milliseconds' worth.
    private static let patience = 4000
    /// Longer values are no misspelt words.
    private static let longest = 200

    private struct Candidate: Sendable {
        var word: Int32
        /// Where the folded scalars stand in `scalars`.
        var start: Int32
        var length: Int32
        /// A bit for each letter and digit that occurs.
        var letters: UInt64
    }

    private let candidates: [Candidate]
    private let scalars: [UInt32]

    init(_ names: [Name]) {
        var candidates: [Candidate] = []
        var scalars: [UInt32] = []
        for (index, name) in names.enumerated() {
            for spelling in name.all {
                let folded = Folding.fold(spelling).unicodeScalars.map(\.value)
                guard !folded.isEmpty, folded.count <= Self.longest, let word = Int32(exactly: index),
                    let start = Int32(exactly: scalars.count)
                else { continue }
                candidates.append(
                    Candidate(
                        word: word, start: start, length: Int32(truncatingIfNeeded: folded.count),
                        letters: Self.letters(folded)))
                scalars.append(contentsOf: folded)
            }
        }
        self.candidates = candidates
        self.scalars = scalars
    }

    /// How many slips a word of a length may have and still be recognised.
    static func bound(_ length: Int) -> Int {
        switch length {
        case ...2: 0
        case 3...5: 1
        case 6...9: 2
        default: 3
        }
    }

    /// The nearest word, its distance, and the length of the folded value; `nil` unless exactly one is nearest.
    func nearest(to text: String) -> (word: Int, distance: Int, length: Int)? {
        guard text.utf8.count <= Self.longest * 4 else { return nil }
        let wanted = Folding.fold(text).unicodeScalars.map(\.value)
        guard !wanted.isEmpty, wanted.count <= Self.longest else { return nil }
        let wantedLetters = Self.letters(wanted)
        var distance = EditDistance()
        var bound = Self.bound(wanted.count)
        var best: Int32?
        var isUnique = true
        var patience = Self.patience
        for candidate in candidates {
            guard abs(Int(candidate.length) - wanted.count) <= bound else { continue }
            // A slip changes the set by two letters at most.
            guard (candidate.letters ^ wantedLetters).nonzeroBitCount <= 2 * bound else { continue }
            patience -= 1
            if patience < 0 { return nil }
            let start = Int(candidate.start)
            let word = scalars[start..<(start + Int(candidate.length))]
            guard let found = distance.between(wanted[...], word, upTo: bound) else { continue }
            if found < bound || best == nil {
                (best, isUnique) = (candidate.word, true)
                bound = found
            } else if best != candidate.word {
                isUnique = false
            }
        }
        guard let best, isUnique else { return nil }
        return (Int(best), bound, wanted.count)
    }

    private static func letters(_ scalars: [UInt32]) -> UInt64 {
        scalars.reduce(0) { set, scalar in
            switch scalar {
            case 0x61...0x7A: set | 1 << UInt64(scalar - 0x61)
            case 0x30...0x39: set | 1 << UInt64(scalar - 0x30 + 26)
            default: set | 1 << UInt64(scalar % 28 + 36)
            }
        }
    }
}

extension WordList {
    /// The word that a misspelt one must have meant: nearest of all words and spellings, and alone in being so.
    package func closest(to text: String) -> String? {
        nearest(to: text).map { words[$0.word] }
    }

    func nearest(to text: String) -> (word: Int, distance: Int, length: Int)? {
        storage.nearby.nearest(to: text)
    }
}
