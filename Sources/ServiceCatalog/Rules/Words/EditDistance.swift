/// How many slips lie between two words: a letter too many, too few, another one, or two neighbours exchanged.
///
/// Damerau–Levenshtein in its restricted form (optimal string alignment); keeps its rows between calls.
struct EditDistance {
    private var beforeLast: [Int] = []
    private var last: [Int] = []
    private var row: [Int] = []

    /// `nil` when there are more slips than `bound`.
    mutating func between(_ left: ArraySlice<UInt32>, _ right: ArraySlice<UInt32>, upTo bound: Int) -> Int? {
        let width = right.count
        guard abs(left.count - width) <= bound else { return nil }
        last = Array(0...width)
        row = last
        beforeLast = last
        for (line, letter) in left.enumerated() {
            row[0] = line + 1
            var least = line + 1
            for column in 0..<width {
                let other = right[right.startIndex + column]
                var cost = min(last[column + 1], row[column]) + 1
                cost = min(cost, last[column] + (letter == other ? 0 : 1))
                if line > 0, column > 0, letter == right[right.startIndex + column - 1],
                    left[left.startIndex + line - 1] == other
                {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                row[column + 1] = cost
                least = min(least, cost)
            }
            // The least of a line never falls below that of the line before, exchanges included.
            if least > bound { return nil }
            swap(&beforeLast, &last)
            swap(&last, &row)
        }
        return last[width] <= bound ? last[width] : nil
    }
}
