/// Reads a file as blocks of records, in file order.
///
/// A reader is a value that is advanced; it lends what it reads through a block that the caller owns and hands in again
/// and again, so that memory does not grow with the file. It may be read from on any thread, on one at a time.
package protocol RecordReader: Sendable {
    /// The columns that every whole record has.
    var header: Header { get }
    /// What was found out about the file, and what the user had set.
    var facts: [ReadingFact] { get }
    /// Rows before and around the records that are none, such as the `sep=` line.
    var skipped: [SkippedRow] { get }

    /// Refills `block` with the next records.
    /// - Returns: false when there are no more; the block is then empty.
    mutating func read(into block: inout RecordBlock) throws -> Bool
}

/// One thing known about how a file is written.
package struct ReadingFact: Sendable, Equatable {
    /// Such as `delimiter`.
    package var name: String
    /// Such as `semicolon`.
    package var value: String
    package var origin: Origin

    package init(_ name: String, _ value: String, _ origin: Origin) {
        self.name = name
        self.value = value
        self.origin = origin
    }

    package enum Origin: String, Sendable {
        case detected
        case setByUser = "set by user"
        case byDefault = "default"
    }
}

/// A row that is no record, and why.
package struct SkippedRow: Sendable, Equatable {
    package var line: Int
    package var cause: String

    package init(line: Int, cause: String) {
        self.line = line
        self.cause = cause
    }
}
