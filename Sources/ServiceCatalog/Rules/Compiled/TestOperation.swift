import Bytes

/// One test as plain data: what is done, and numbers to do it with.
struct TestOperation: BitwiseCopyable, Sendable {
    var kind: Kind
    /// Bounds, sets of bits or places in the program's tables, as the kind has it.
    var first: Int = 0
    var second: Int = 0
    var third: Int = 0
    var fourth: Int = -1

    enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// By the test itself.
        case general
        case anything
        case username
        case email
        case extensionNumber
        case isoDate
        /// Done when it is `YYYY-MM-DD` already, else by the test itself.
        case date
        /// Done when it is E.164 already, else by the test itself.
        case phone
        /// From `first` to `second` scalars.
        case length
        case range
        /// ASCII characters, a bit for each.
        case characters
        /// An automaton of few states. `first`: its table of shifts; `second`: the start, `third`: the first state that
        /// accepts, both as shifts.
        case shifts
        /// A `FlatPattern`. `first`: its table of places; `second`: the last place; `third`: the lengths, the longest in
        /// the upper half; `fourth`: the pattern's bounds, or -1.
        case places
        /// Any other automaton. `first`: where it starts; `second`: where its accepting states begin.
        case automaton
        /// `first`: the list of words as they are to be written; what is written otherwise goes to the test itself.
        case words
        /// `first`: the first of the ranges, `second`: behind the last.
        case notReserved
    }
}
