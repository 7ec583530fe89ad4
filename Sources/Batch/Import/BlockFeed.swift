import Intake
import Records
import Sinks

/// Reads a file's blocks, and knows what each is to be judged by.
///
/// Only the worker that has been given a block to read touches it (`WorkList`). That, and not a lock, is why it may be
/// `@unchecked Sendable`.
final class BlockFeed: @unchecked Sendable {
    private(set) var reader: any RecordReader
    /// For the header as it is known now.
    private(set) var plan: BlockPlan
    /// Rows that the reader has lent, as it counts them.
    private(set) var rowsRead = 0
    private var isAtEnd = false
    private let makePlan: (Header) throws -> BlockPlan

    /// - Parameter plan: makes the plan for a header that has grown.
    init(_ reader: any RecordReader, _ first: BlockPlan, plan: @escaping (Header) throws -> BlockPlan) {
        self.reader = reader
        self.plan = first
        makePlan = plan
    }

    /// Reads the next block.
    ///
    /// - Parameter used: a workpiece that has done its work and is used again, where it still can be.
    /// - Returns: `nil` at the end.
    func next(_ used: Workpiece?) throws -> Workpiece? {
        guard !isAtEnd else { return nil }
        var piece = piece(used)
        guard try reader.read(into: &piece.block.records) else {
            isAtEnd = true
            return nil
        }
        rowsRead += piece.block.records.rows.count
        if reader.header.count != plan.intake.header.count {
            plan = try makePlan(reader.header)
            let fresh = Workpiece(plan)
            swap(&fresh.block.records, &piece.block.records)
            piece = fresh
        }
        return piece
    }

    private func piece(_ used: Workpiece?) -> Workpiece {
        if let used, used.plan === plan { used } else { Workpiece(plan) }
    }
}
