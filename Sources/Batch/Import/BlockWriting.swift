import Foundation
import Sinks

/// Counts a file's blocks and writes what was rendered of them, block after block in file order.
///
/// Only the worker whose turn it is to write touches it (`OrderedStep`), and the import when nobody works. That, and not a
/// lock, is why it may be `@unchecked Sendable`.
final class BlockWriting: @unchecked Sendable {
    private(set) var tally: Tally
    private var files: ResultFiles?
    private var plan: BlockPlan
    private var syncing: Task<Void, any Error>?

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

    /// Completes the files, and brings them to the disk beside whatever is done next: `synced` waits for that.
    ///
    /// Whoever waits for a disk does so on a thread of its own: there are only as many others as cores, and the reports are
    /// made on those meanwhile.
    func finish() throws -> [WrittenFile] {
        let written = try files?.finish() ?? []
        syncing = Task {
            try await withCheckedThrowingContinuation { synced in
                Thread.detachNewThread { synced.resume(with: Result { try self.files?.sync() }) }
            }
        }
        return written
    }

    /// The files that have been finished are on the disk.
    func synced() async throws {
        try await syncing?.value
    }

    /// What was accepted waits for somebody to approve the batch.
    func holdAccepted() {
        tally.holdAccepted()
    }
}
