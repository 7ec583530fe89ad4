import CBytes

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
/// Behind the last row's cells there may be others, which mean nothing.
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

    /// Where the room for loads starts; -1: none has been made since the block was emptied.
    private var roomStart = -1

    package init() {}

    /// Empties the block and keeps its storage.
    package mutating func removeAll() {
        removeAllButCells()
        cells.removeAll(keepingCapacity: true)
    }

    /// Empties the block, but leaves cells to be written over.
    mutating func removeAllButCells() {
        bytes.removeAll(keepingCapacity: true)
        roomStart = -1
        rows.removeAll(keepingCapacity: true)
        blankLines = 0
        faults.removeAll(keepingCapacity: true)
    }

    /// Puts some bytes behind all others, which belong to no row: any value may then be loaded sixteen bytes at a time, and
    /// text be copied 96 at a time.
    package mutating func makeRoomForLoads() {
        roomStart = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: Self.room))
    }

    /// Whether that room is there, and nothing has been put behind it.
    package var hasRoomForLoads: Bool { roomStart >= 0 && bytes.count == roomStart + Self.room }

    private static let room = Int(MUSTER_COPY_OF_CELLS)

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

        /// A cell without a value.
        @inlinable public static var empty: Cell { Cell(start: 0, end: 0, mayNeedQuotes: false) }

        /// In bytes.
        @inlinable public var length: Int { Int(lengthAndMark >> 1) }
        @inlinable public var isEmpty: Bool { lengthAndMark <= 1 }
        /// 1 where there is a value, else 0: to count with, without a jump.
        @inlinable public var filled: Int {
            let length = lengthAndMark >> 1
            return Int(truncatingIfNeeded: (length | (0 &- length)) >> 31)
        }
        /// False: the value holds no delimiter, quote or line end, so it can be written as it is.
        @inlinable public var mayNeedQuotes: Bool { lengthAndMark & 1 == 1 }
        @inlinable public var range: Range<Int> { Int(start)..<(Int(start) &+ length) }
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
