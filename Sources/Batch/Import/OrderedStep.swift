import Synchronization

/// A step that the blocks of a file take one at a time and in file order, whoever works on them.
final class OrderedStep: Sendable {
    private let state = Mutex(State())
    /// The block whose turn it is, for whoever looks without asking.
    private let current = Atomic(0)

    private struct State {
        /// By the blocks that they wait with.
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var fault: (any Error)?
    }

    /// How often it is looked whether the turn has come before a worker lies down: to be woken costs more than most steps
    /// of a block take.
    private let patience: Int

    /// - Parameter hasCoreForEach: every worker has a core to itself, so whoever has the turn is at work. Else looking keeps
    ///   others from theirs.
    init(hasCoreForEach: Bool) {
        patience = hasCoreForEach ? 100_000 : 1_000
    }

    /// Waits for a block's turn; 0 is the first.
    func turn(of block: Int) async throws {
        var looks = 0
        while current.load(ordering: .acquiring) != block, looks < patience { looks &+= 1 }
        if let answer = state.withLock({ reply(to: block, $0) }) { return try answer.get() }
        try await withCheckedThrowingContinuation { continuation in
            let answer = state.withLock { state -> Result<Void, any Error>? in
                let answer = reply(to: block, state)
                if answer == nil { state.waiting[block] = continuation }
                return answer
            }
            if let answer { continuation.resume(with: answer) }
        }
    }

    /// What a block is told that asks now; `nil` when it has to wait.
    private func reply(to block: Int, _ state: State) -> Result<Void, any Error>? {
        if let fault = state.fault { return .failure(fault) }
        return current.load(ordering: .relaxed) == block ? .success(()) : nil
    }

    /// The block that has the turn has taken the step.
    func pass() {
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            let block = current.load(ordering: .relaxed) + 1
            current.store(block, ordering: .releasing)
            return state.waiting.removeValue(forKey: block)
        }
        next?.resume()
    }

    /// Nobody gets a turn any more; who waits for one is told why.
    func stop(_ fault: any Error) {
        let waiting = state.withLock { state in
            state.fault = state.fault ?? fault
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in waiting { continuation.resume(throwing: fault) }
    }
}
