/// How the names of regions are compared: letters and digits only, case folded.
enum CalendarSpelling {
    /// `U.S.A.` and `usa` fold to the same.
    static func folded(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The candidate that a word was probably meant to be, or `nil` when none is near.
    static func closest(to word: String, among candidates: [String]) -> String? {
        let folded = Array(folded(word).prefix(64))
        guard !folded.isEmpty else { return nil }
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let other = Array(CalendarSpelling.folded(candidate).prefix(64))
            let distance = distance(folded, other)
            guard distance <= max(1, min(folded.count, other.count) / 3) else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.candidate
    }

    /// `" Did you mean X?"`, or nothing.
    static func suggestion(for word: String, among candidates: [String]) -> String {
        closest(to: word, among: candidates).map { " Did you mean \($0)?" } ?? ""
    }

    /// Letters to insert, delete, replace or swap with their neighbour.
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column + 1], current[column]) + 1
                cost = min(cost, last[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
