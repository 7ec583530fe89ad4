import CBytes
import Synchronization

/// What there is to do for the workers of a pipeline: to go on with a block, or to read the next one.
///
/// Blocks that are further on come first, and among them the one that comes first in the file, so that what is begun is
/// brought to its end. The number of blocks under way is bounded.
final class WorkList<Item: Sendable, Stage: Sendable>: Sendable {
    enum Job: Sendable {
        /// To read the block of this number, using again what a finished one has left; `hasRead` or `inputHasEnded` is to
        /// follow.
        case read(Int, using: Item?)
        case goOn(Ready)
    }

    /// A block that waits for a worker to go on with it.
    struct Ready: Sendable {
        let block: Numbered<Item>
        let stage: Stage
    }

    private let state = Mutex(State())
    /// Is another number whenever there is more to do, for whoever looks without asking.
    private let changes = Atomic(0)
    private let mostUnderWay: Int
    /// How often it is looked whether there is something to do before a worker lies down: to be woken costs more than most
    /// steps of a block take.
    private let patience: Int

    private struct State {
        var ready: [Ready] = []
        var used: [Item] = []
        var nextNumber = 0
        /// Blocks that are being read, or have been and are not finished.
        var underWay = 0
        var isReading = false
        var hasEnded = false
        var fault: (any Error)?
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// - Parameters:
    ///   - mostUnderWay: so many blocks are in memory at most.
    ///   - hasCoreForEach: every worker has a core to itself. Else looking keeps others from theirs.
    init(mostUnderWay: Int, hasCoreForEach: Bool) {
        self.mostUnderWay = mostUnderWay
        patience = hasCoreForEach ? 250 : 40
    }

    // MARK: Asking

    /// What to do next; waits until there is something.
    ///
    /// - Parameter ready: blocks that can be gone on with, by whoever asks or by somebody else.
    /// - Returns: `nil` when all is done.
    /// - Throws: why the work has been stopped.
    func next(adding ready: [Ready] = []) async throws -> Job? {
        var ready = ready
        while true {
            let seen = changes.load(ordering: .acquiring)
            switch try look(adding: ready) {
            case .found(let job): return job
            case .nothingLeft: return nil
            case .nothingYet: ready = []
            }
            var looks = 0
            while looks < patience, changes.load(ordering: .acquiring) == seen {
                muster_relax()
                looks &+= 1
            }
            if looks == patience { await wait(since: seen) }
        }
    }

    private enum Answer {
        case found(Job)
        case nothingYet
        case nothingLeft
    }

    private func look(adding ready: [Ready]) throws -> Answer {
        try update { state in
            if let fault = state.fault { throw fault }
            state.ready.append(contentsOf: ready)
            if let first = state.ready.indices.min(by: { state.ready[$0].block.number < state.ready[$1].block.number })
            {
                return (.found(.goOn(state.ready.remove(at: first))), hasMore: !ready.isEmpty)
            }
            if canRead(state) {
                state.isReading = true
                state.underWay += 1
                defer { state.nextNumber += 1 }
                return (.found(.read(state.nextNumber, using: state.used.popLast())), hasMore: false)
            }
            return (state.hasEnded && state.underWay == 0 ? .nothingLeft : .nothingYet, hasMore: false)
        }
    }

    private func canRead(_ state: borrowing State) -> Bool {
        !state.isReading && !state.hasEnded && state.underWay < mostUnderWay
    }

    private func wait(since seen: Int) async {
        await withCheckedContinuation { continuation in
            let hasChanged = state.withLock { state in
                if changes.load(ordering: .relaxed) != seen { return true }
                state.waiting.append(continuation)
                return false
            }
            if hasChanged { continuation.resume() }
        }
    }

    // MARK: Telling

    /// The block has been read; the next one may be.
    func hasRead() {
        update { state in
            state.isReading = false
            return ((), hasMore: true)
        }
    }

    /// There was no block to be read, and there will be none.
    func inputHasEnded() {
        update { state in
            state.isReading = false
            state.hasEnded = true
            state.underWay -= 1
            return ((), hasMore: true)
        }
    }

    /// So many blocks have taken their last step; what they have left is used again.
    func finish(_ blocks: [Numbered<Item>]) {
        if blocks.isEmpty { return }
        update { state in
            state.underWay -= blocks.count
            state.used.append(contentsOf: blocks.map(\.item))
            return ((), hasMore: true)
        }
    }

    /// Nobody gets anything to do any more; who asks is told why.
    func stop(_ fault: any Error) {
        update { state in
            state.fault = state.fault ?? fault
            return ((), hasMore: true)
        }
    }

    /// Changes the list, and wakes as many workers as find something to do.
    /// - Parameter change: says whether there may be more to do than before.
    @discardableResult
    private func update<Result: Sendable>(
        _ change: (inout sending State) throws -> (Result, hasMore: Bool)
    ) rethrows -> Result {
        let (result, woken) = try state.withLock { state in
            let (result, hasMore) = try change(&state)
            guard hasMore else { return (result, [CheckedContinuation<Void, Never>]()) }
            changes.add(1, ordering: .releasing)
            let isOver = state.fault != nil || state.hasEnded && state.underWay == 0
            let jobs = isOver ? state.waiting.count : state.ready.count + (canRead(state) ? 1 : 0)
            let woken = Array(state.waiting.suffix(jobs))
            state.waiting.removeLast(woken.count)
            return (result, woken)
        }
        for worker in woken { worker.resume() }
        return result
    }
}
