extension RecordBlock {
    /// One row of the file that is not blank.
    ///
    /// It is packed into 32 bytes: a block with its rows, cells and verdicts is to stay in the cache that a core has to
    /// itself while it is worked on.
    public struct Row: BitwiseCopyable, Sendable, Equatable {
        /// The physical line on which it starts, 1 for the first of the file.
        public var line: Int
        @usableFromInline var cellStart: UInt32
        @usableFromInline var cells: UInt32
        @usableFromInline var textStart: UInt32
        @usableFromInline var textLength: UInt32
        /// How many lines further down the fault is that `formCode` speaks of.
        @usableFromInline var faultOffset: UInt32
        @usableFromInline var formCode: UInt8
        /// False: the row is plain ASCII. True: it may hold other bytes.
        public var mayHoldNonASCII: Bool
        /// False: none of its cells begins or ends with white space or a control character in ASCII.
        public var mayHaveOuterSpace: Bool
        /// True: its cells stand in the text as they are, each parted from the next by nothing but a delimiter.
        public var areCellsAdjacent: Bool

        package init(
            firstCell: Int, cellCount: Int, text: Range<Int>, line: Int, form: RowForm, mayHoldNonASCII: Bool,
            mayHaveOuterSpace: Bool = true, areCellsAdjacent: Bool = false
        ) {
            self.line = line
            cellStart = UInt32(truncatingIfNeeded: firstCell)
            cells = UInt32(truncatingIfNeeded: cellCount)
            textStart = UInt32(truncatingIfNeeded: text.lowerBound)
            textLength = UInt32(truncatingIfNeeded: text.upperBound &- text.lowerBound)
            (faultOffset, formCode) = (0, 0)
            self.mayHoldNonASCII = mayHoldNonASCII
            self.mayHaveOuterSpace = mayHaveOuterSpace
            self.areCellsAdjacent = areCellsAdjacent
            self.form = form
        }

        /// Index of its first cell in `cells`.
        @inlinable public var firstCell: Int {
            get { Int(cellStart) }
            set { cellStart = UInt32(truncatingIfNeeded: newValue) }
        }

        @inlinable public var cellCount: Int {
            get { Int(cells) }
            set { cells = UInt32(truncatingIfNeeded: newValue) }
        }

        /// Its raw text in `bytes`, without the line end.
        @inlinable public var text: Range<Int> {
            Range(uncheckedBounds: (Int(textStart), Int(textStart) &+ Int(textLength)))
        }

        /// Whether its form is `whole`: the question that is asked of each row.
        @inlinable public var isWhole: Bool { formCode == 0 }

        public var form: RowForm {
            get {
                switch formCode {
                case 0: .whole
                case 1: .empty
                case 2: .ragged
                case 3: .openQuote(line: line &+ Int(faultOffset))
                case 4: .textAfterQuote(line: line &+ Int(faultOffset))
                case 5: .tooLong
                case 6: .invalid
                default: .skipped(SkipCause(code: formCode &- 7))
                }
            }
            set {
                faultOffset = 0
                switch newValue {
                case .whole: formCode = 0
                case .empty: formCode = 1
                case .ragged: formCode = 2
                case .openQuote(let at):
                    formCode = 3
                    faultOffset = UInt32(clamping: at &- line)
                case .textAfterQuote(let at):
                    formCode = 4
                    faultOffset = UInt32(clamping: at &- line)
                case .tooLong: formCode = 5
                case .invalid: formCode = 6
                case .skipped(let cause): formCode = 7 &+ cause.code
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
