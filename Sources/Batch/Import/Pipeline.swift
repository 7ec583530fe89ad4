import Foundation
import Intake
import Records
import Sinks
import Synchronization

/// Takes a file's blocks through reading, judging, settling, filing, rendering and writing, on as many cores as wanted.
///
///     each worker   (turn) read ─▶ judge ─▶ (turn) settle ─▶ (turn) file ─▶ explain, render ─▶ (turn) count, write
///
/// A worker takes one block from its first step to its last, so that what it needs stays in the cache of one core and is
/// handed to nobody. Only what depends on the rows before is done in file order: reading, finding duplicates and numbering,
/// filing with the ledger, counting, and appending to the files. Blocks take these steps in turn (`OrderedStep`); the
/// workers soon follow each other at a distance, each at another step, and wait little. So the results are the same
/// bytes for any number of workers, and as many blocks are in memory as there are workers.
struct Pipeline {
    let feed: BlockFeed
    let writing: BlockWriting
    private let settling: BlockSettling
    private let filing: BlockFiling?
    private let jobs: Int
    private let steps: Steps

    /// What is done in file order.
    private final class Steps: Sendable {
        let reading: OrderedStep
        let settling: OrderedStep
        let filing: OrderedStep
        let writing: OrderedStep
        let blocksBegun = Atomic(0)

        init(jobs: Int) {
            let hasCoreForEach = jobs <= ProcessInfo.processInfo.activeProcessorCount
            reading = OrderedStep(hasCoreForEach: hasCoreForEach)
            settling = OrderedStep(hasCoreForEach: hasCoreForEach)
            filing = OrderedStep(hasCoreForEach: hasCoreForEach)
            writing = OrderedStep(hasCoreForEach: hasCoreForEach)
        }

        func stop(_ fault: any Error) {
            for step in [reading, settling, filing, writing] { step.stop(fault) }
        }
    }

    /// - Parameters:
    ///   - size: of the file in bytes, 0 when it is not known: what the duplicate index is laid out for.
    ///   - jobs: how many workers there are; 1: only the caller.
    ///   - filing: what each block is settled with before it is rendered; only this pipeline uses it while it runs.
    init(_ feed: BlockFeed, size: Int, jobs: Int, filing: BlockFiling?, writing: BlockWriting) {
        self.feed = feed
        self.filing = filing
        self.writing = writing
        settling = BlockSettling(size: size)
        self.jobs = max(jobs, 1)
        steps = Steps(jobs: jobs)
    }

    /// Takes all blocks through.
    ///
    /// - Parameter progress: told the rows read so far, after each block of the caller's own.
    /// - Throws: the first fault of any worker, once none is at work any more.
    func run(progress: (Int) -> Void) async throws {
        let others = (1..<jobs).map { _ in
            Task {
                do { try await work() } catch { steps.stop(error) }
            }
        }
        let result: Result<Void, any Error>
        do {
            try await work { rows in
                progress(rows)
                try Task.checkCancellation()
            }
            result = .success(())
        } catch {
            steps.stop(error)
            result = .failure(error)
        }
        for other in others { await other.value }
        try result.get()
    }

    /// One worker: takes block after block until there is none left.
    private func work(_ done: (Int) throws -> Void = { _ in }) async throws {
        var used: Workpiece?
        while true {
            let block = steps.blocksBegun.add(1, ordering: .relaxed).oldValue
            try await steps.reading.turn(of: block)
            let next = try feed.next(used)
            let rows = feed.rowsRead
            steps.reading.pass()
            guard let piece = next else { return }
            piece.judgeRows()
            try await steps.settling.turn(of: block)
            settling.settle(piece)
            steps.settling.pass()
            if let filing {
                filing.prepare(piece)
                try await steps.filing.turn(of: block)
                try filing.file(piece)
                steps.filing.pass()
            }
            piece.render()
            try await steps.writing.turn(of: block)
            try writing.write(piece)
            steps.writing.pass()
            try done(rows)
            used = piece
        }
    }
}
