public import CBytes

extension RecordBlock {
    /// One row of the file that is not blank.
    ///
    /// It is packed into 32 bytes: a block with its rows, cells and verdicts is to stay in the cache that a core has to
    /// itself while it is worked on.
    public struct Row: BitwiseCopyable, Sendable, Equatable {
        @usableFromInline var raw: MusterTextRow

        package init(
            firstCell: Int, cellCount: Int, text: Range<Int>, line: Int, form: RowForm, mayHoldNonASCII: Bool,
            mayHaveOuterSpace: Bool = true, areCellsAdjacent: Bool = false
        ) {
            raw = MusterTextRow(
                line: Int64(line), firstCell: UInt32(truncatingIfNeeded: firstCell),
                cellCount: UInt32(truncatingIfNeeded: cellCount),
                textStart: UInt32(truncatingIfNeeded: text.lowerBound),
                textLength: UInt32(truncatingIfNeeded: text.upperBound &- text.lowerBound), faultOffset: 0, form: 0,
                letters: UInt8(truncatingIfNeeded: mayHoldNonASCII ? MUSTER_ANY : MUSTER_ASCII),
                mayHaveOuterSpace: mayHaveOuterSpace, areCellsAdjacent: areCellsAdjacent)
            self.form = form
        }

        public static func == (one: Row, other: Row) -> Bool {
            one.line == other.line && one.firstCell == other.firstCell && one.cellCount == other.cellCount
                && one.text == other.text && one.form == other.form && one.raw.letters == other.raw.letters
                && one.mayHaveOuterSpace == other.mayHaveOuterSpace && one.areCellsAdjacent == other.areCellsAdjacent
        }

        /// The physical line on which it starts, 1 for the first of the file.
        @inlinable public var line: Int {
            get { Int(raw.line) }
            set { raw.line = Int64(newValue) }
        }

        /// Index of its first cell in `cells`.
        @inlinable public var firstCell: Int {
            get { Int(raw.firstCell) }
            set { raw.firstCell = UInt32(truncatingIfNeeded: newValue) }
        }

        @inlinable public var cellCount: Int {
            get { Int(raw.cellCount) }
            set { raw.cellCount = UInt32(truncatingIfNeeded: newValue) }
        }

        /// Its raw text in `bytes`, without the line end.
        @inlinable public var text: Range<Int> {
            Range(uncheckedBounds: (Int(raw.textStart), Int(raw.textStart) &+ Int(raw.textLength)))
        }

        /// False: the row is plain ASCII. True: it may hold other bytes.
        @inlinable public var mayHoldNonASCII: Bool { raw.letters != UInt8(truncatingIfNeeded: MUSTER_ASCII) }

        /// True: its text is of ASCII and common letters, as `isOfCommonLetters` has it. False: that is not known.
        @inlinable public var isOfCommonLetters: Bool { raw.letters != UInt8(truncatingIfNeeded: MUSTER_ANY) }

        /// False: none of its cells begins or ends with white space or a control character in ASCII.
        @inlinable public var mayHaveOuterSpace: Bool { raw.mayHaveOuterSpace }

        /// True: its cells stand in the text as they are, each parted from the next by nothing but a delimiter.
        @inlinable public var areCellsAdjacent: Bool {
            get { raw.areCellsAdjacent }
            set { raw.areCellsAdjacent = newValue }
        }

        /// Whether its form is `whole`: the question that is asked of each row.
        @inlinable public var isWhole: Bool { raw.form == UInt8(truncatingIfNeeded: MUSTER_WHOLE) }

        public var form: RowForm {
            get {
                switch raw.form {
                case 0: .whole
                case 1: .empty
                case 2: .ragged
                case 3: .openQuote(line: line &+ Int(raw.faultOffset))
                case 4: .textAfterQuote(line: line &+ Int(raw.faultOffset))
                case 5: .tooLong
                case 6: .invalid
                default: .skipped(SkipCause(code: raw.form &- 7))
                }
            }
            set {
                raw.faultOffset = 0
                switch newValue {
                case .whole: raw.form = 0
                case .empty: raw.form = 1
                case .ragged: raw.form = 2
                case .openQuote(let at):
                    raw.form = 3
                    raw.faultOffset = UInt32(clamping: at &- line)
                case .textAfterQuote(let at):
                    raw.form = 4
                    raw.faultOffset = UInt32(clamping: at &- line)
                case .tooLong: raw.form = 5
                case .invalid: raw.form = 6
                case .skipped(let cause): raw.form = 7 &+ cause.code
                }
            }
        }
    }
}

extension SkipCause {
    fileprivate init(code: UInt8) {
        switch code {
        case 0: self = .titleRow
        case 1: self = .emptyRow
        case 2: self = .repeatedHeader
        case 3: self = .secondHeader
        default: self = .footer
        }
    }

    fileprivate var code: UInt8 {
        switch self {
        case .titleRow: 0
        case .emptyRow: 1
        case .repeatedHeader: 2
        case .secondHeader: 3
        case .footer: 4
        }
    }
}
