/// A block of records as they were read: their bytes, where each cell lies, and the form of each row.
///
/// This is the unit in which work is handed on. A reader refills one block again and again, so nothing in it may be
/// kept beyond the next refill; whatever a person is to read is made a `String` first.
///
/// ### Layout
///
///     bytes   | text of all rows, as in the file | values of cells whose quotes were doubled |
///     cells   | row 0: c0 c1 c2 … | row 1: c0 c1 c2 … |
///     rows    | row 0 | row 1 | …
///
/// A cell is the range of its *value* in `bytes`: without its quotes, and with doubled quotes made single. A row also
/// keeps the range of its raw text.
public struct RecordBlock: Sendable {
    package var bytes: [UInt8] = []
    package var cells: [Cell] = []
    package var rows: [Row] = []
    /// Lines that held nothing at all; they are no records.
    package var blankLines = 0
    /// What is wrong with the rows of the form `invalid`, in their order.
    package var faults: [RowFault] = []

    package init() {}

    /// Empties the block and keeps its storage.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        rows.removeAll(keepingCapacity: true)
        blankLines = 0
        faults.removeAll(keepingCapacity: true)
    }

    /// One value: a range of `bytes`.
    public struct Cell: BitwiseCopyable, Sendable, Equatable {
        public var start: UInt32
        /// The length in the upper 31 bits, the mark of `mayNeedQuotes` in the lowest.
        @usableFromInline var lengthAndMark: UInt32

        @inlinable
        public init(start: Int, end: Int, mayNeedQuotes: Bool) {
            self.start = UInt32(truncatingIfNeeded: start)
            self.lengthAndMark = UInt32(truncatingIfNeeded: end &- start) << 1 | (mayNeedQuotes ? 1 : 0)
        }

        /// In bytes.
        @inlinable public var length: Int { Int(lengthAndMark >> 1) }
        @inlinable public var isEmpty: Bool { lengthAndMark <= 1 }
        /// False: the value holds no delimiter, quote or line end, so it can be written as it is.
        @inlinable public var mayNeedQuotes: Bool { lengthAndMark & 1 == 1 }
        @inlinable public var range: Range<Int> { Int(start)..<(Int(start) &+ length) }
    }

    /// One row of the file that is not blank.
    package struct Row: Sendable, Equatable {
        /// Index of its first cell in `cells`.
        package var firstCell: Int
        package var cellCount: Int
        /// Its raw text in `bytes`, without the line end.
        package var text: Range<Int>
        /// The physical line on which it starts, 1 for the first of the file.
        package var line: Int
        package var form: RowForm
        /// False: the row is plain ASCII. True: it may hold other bytes.
        package var mayHoldNonASCII: Bool
    }

    /// The values' ranges of one row.
    package func cells(of row: Row) -> ArraySlice<Cell> {
        cells[row.firstCell..<(row.firstCell + row.cellCount)]
    }

    /// A cell's value as text for a person: bytes that are no UTF-8 show as U+FFFD.
    package func string(of cell: Cell) -> String {
        String(decoding: bytes[cell.range], as: UTF8.self)
    }

    /// The row's raw text for a person.
    package func text(of row: Row) -> String {
        String(decoding: bytes[row.text], as: UTF8.self)
    }
}

/// Whether a row could be read as cells, and if not, why.
package enum RowForm: Sendable, Equatable {
    case whole
    /// Every cell is empty: a row that a spreadsheet left behind.
    case empty
    /// It has another number of cells than the header.
    case ragged
    /// A quote that opened on this line never closes.
    case openQuote(line: Int)
    /// Text follows a closing quote on this line.
    case textAfterQuote(line: Int)
    /// The row is longer than a record may be; its text is not kept whole.
    case tooLong
    /// It holds what its format does not have: `RecordBlock.faults`.
    case invalid
    /// It is no record at all, however it is formed.
    case skipped(SkipCause)
}

/// Why a row of a file is no record.
package enum SkipCause: String, Sendable, CaseIterable {
    /// It stands above the header: a report's title, its date, its filters.
    case titleRow = "title row"
    /// Every cell is empty.
    case emptyRow = "row of empty cells"
    /// The header once more: files that were put together, or printed by pages.
    case repeatedHeader = "repeated header"
    /// Labels under a header of keys.
    case secondHeader = "second header row"
    /// A total or a closing line.
    case footer = "footer"
}
