/// How long a form's values may be, as the words of a row's cells: a start and twice a length, and perhaps one more. What is said
/// is all that needs to be asked of a value's length in bytes; where it does not hold, the row is no plain one.
struct ColumnLengths {
    /// For each word the least that it may be.
    private var least: [UInt32]
    /// How much more.
    private var span: [UInt32]

    /// They are gone through eight at a time.
    private static let wordsAtATime = 8

    init(of form: ServiceForm) {
        let count = ((form.columns.max() ?? -1) + 1) * 2
        let padded = (count + Self.wordsAtATime - 1) / Self.wordsAtATime * Self.wordsAtATime
        least = [UInt32](repeating: 0, count: padded)
        span = [UInt32](repeating: .max, count: padded)
    }

    /// All words: first the least of each, then the others.
    var words: [UInt32] { least + span }

    /// Takes what is asked of a column.
    ///
    /// - Parameter allowed: in characters, of which a text has as many as bytes at most, and one at least.
    /// - Returns: false where more than one character is asked for, or a value where none may be: then only whether there is a
    ///   value is seen to.
    mutating func take(_ column: Int, _ allowed: [ClosedRange<Int>], isRequired: Bool) -> Bool {
        let word = 2 * column + 1
        let first: UInt32 = isRequired ? 2 : 0
        let longest = allowed.map(\.upperBound).min()
        let greatest = longest.map { UInt32(clamping: UInt64(max($0, 0)) * 2 + 1) } ?? .max
        let isSettled = greatest >= first && allowed.allSatisfy { $0.lowerBound <= 1 }
        least[word] = first
        span[word] = (isSettled ? greatest : .max) - first
        return isSettled
    }
}
