import Intake
import Records

/// What is known of all blocks up to the one whose turn it is: the keys that the file has held, and the records' numbers.
///
/// Only the worker whose turn it is to settle touches it (`OrderedStep`). That, and not a lock, is why it may be `@unchecked
/// Sendable`.
final class BlockSettling: @unchecked Sendable {
    private var duplicates = DuplicateIndex()
    private var isIndexLaidOut = false
    private var nextRecord = 1
    /// Of the file in bytes, 0 when it is not known: what the duplicate index is laid out for.
    private let size: Int

    init(size: Int) {
        self.size = size
    }

    func settle(_ piece: Workpiece) throws {
        if !isIndexLaidOut {
            duplicates = DuplicateIndex(expected: Self.expectedRows(piece.block.records, size: size))
            isIndexLaidOut = true
        }
        nextRecord = try piece.block.settle(&duplicates, firstRecord: nextRecord)
    }

    /// How many rows a file probably has, judged by its first block.
    private static func expectedRows(_ block: RecordBlock, size: Int) -> Int {
        guard let last = block.rows.last, last.text.upperBound > 0 else { return 0 }
        return size / max(1, last.text.upperBound / block.rows.count)
    }
}
