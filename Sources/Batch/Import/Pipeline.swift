import Foundation
import Intake
import Records
import Sinks

/// Takes a file's blocks through reading, judging, settling, filing, rendering and writing, on as many cores as wanted.
///
///     read ─▶ judge ─▶ settle ─▶ file ─▶ explain, render ─▶ count, write
///
/// A worker takes a block as far as it goes, so that what it needs stays in the cache of one core. Only what depends on the
/// rows before is done in file order: reading, finding duplicates and numbering, filing with the ledger, counting, and
/// appending to the files. Where a block is not the next at such a step it is left there (`OrderedStep`), and the worker takes
/// up something else (`WorkList`): nobody waits while there is anything to do. So the results are the same bytes for any number
/// of workers, and the number of blocks in memory is bounded by theirs.
struct Pipeline {
    let feed: BlockFeed
    let writing: BlockWriting
    private let settling: BlockSettling
    private let filing: BlockFiling?
    private let jobs: Int
    private let steps = Steps()
    private let list: WorkList<Workpiece, Stage>

    /// What is done in file order, besides reading.
    private struct Steps {
        let settling = OrderedStep<Workpiece>()
        let filing = OrderedStep<Workpiece>()
        let writing = OrderedStep<Workpiece>()
    }

    /// What comes next for a block that has been settled.
    private enum Stage {
        case filing(BlockFiling)
        case rendering
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
        list = WorkList(
            mostUnderWay: 2 * self.jobs + 1,
            hasCoreForEach: self.jobs <= ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Takes all blocks through.
    ///
    /// - Parameter progress: told the rows read so far, after each block of the caller's own.
    /// - Throws: the first fault of any worker, once none is at work any more.
    func run(progress: (Int) -> Void) async throws {
        let others = (1..<jobs).map { _ in
            Task {
                do { try await work() } catch { list.stop(error) }
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
            list.stop(error)
            result = .failure(error)
        }
        for other in others { await other.value }
        try result.get()
    }

    /// One worker: does what there is to do until there is nothing left.
    private func work(_ done: (Int) throws -> Void = { _ in }) async throws {
        var ready: [WorkList<Workpiece, Stage>.Ready] = []
        while let job = try await list.next(adding: ready) {
            ready = []
            switch job {
            case .read(let number, let used):
                guard let piece = try feed.next(used) else {
                    list.inputHasEnded()
                    continue
                }
                let rows = feed.rowsRead
                list.hasRead()
                piece.judgeRows()
                let settled = try steps.settling.take(Numbered(number: number, item: piece), through: settling.settle)
                ready = settled.map { .init(block: $0, stage: filing.map(Stage.filing) ?? .rendering) }
                try done(rows)
            case .goOn(let next):
                switch next.stage {
                case .filing(let filing):
                    filing.prepare(next.block.item)
                    let filed = try steps.filing.take(next.block, through: filing.file)
                    ready = filed.map { .init(block: $0, stage: .rendering) }
                case .rendering:
                    next.block.item.render()
                    list.finish(try steps.writing.take(next.block, through: writing.write))
                }
            }
        }
    }
}
