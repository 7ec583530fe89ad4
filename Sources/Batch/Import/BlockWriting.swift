import Sinks

/// Counts a file's blocks and writes what was rendered of them, block after block in file order.
///
/// Only the worker whose turn it is to write touches it (`OrderedStep`), and the import when nobody works. That, and not a
/// lock, is why it may be `@unchecked Sendable`.
final class BlockWriting: @unchecked Sendable {
    private(set) var tally: Tally
    private var files: ResultFiles?
    private var plan: BlockPlan

    /// - Parameter files: `nil`: nothing is written.
    init(_ plan: BlockPlan, files: ResultFiles?) {
        self.plan = plan
        self.files = files
        tally = Tally(plan.intake)
    }

    func write(_ piece: Workpiece) throws {
        if piece.plan !== plan {
            // Columns were only added, so what has been counted stands.
            plan = piece.plan
            tally.use(plan.intake)
        }
        tally.count(piece.block)
        try files?.write(piece)
    }

    /// The files are complete and on the disk.
    func finish() throws -> [WrittenFile] {
        try files?.finish() ?? []
    }

    /// What was accepted waits for somebody to approve the batch.
    func holdAccepted() {
        tally.holdAccepted()
    }
}
