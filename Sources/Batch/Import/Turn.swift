import Synchronization

/// A block's turn at what must be done in file order: the next block waits until it has passed.
///
/// Whoever passes hands a fault on, too: where a block could not be filed, no later one is.
final class Turn: Sendable {
    private let state = Mutex(State.pending)

    private enum State {
        case pending
        case awaited(CheckedContinuation<Void, any Error>)
        case passed(Result<Void, any Error>)
    }

    /// The next block's turn begins. To be called once.
    func pass(_ result: Result<Void, any Error>) {
        let waiting = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            defer { state = .passed(result) }
            return if case .awaited(let continuation) = state { continuation } else { nil }
        }
        waiting?.resume(with: result)
    }

    /// Waits for the turn to pass; only the next block does.
    func wait() async throws {
        if let result = passed { return try result.get() }
        try await withCheckedThrowingContinuation { continuation in
            let result = state.withLock { state -> Result<Void, any Error>? in
                if case .passed(let result) = state { return result }
                state = .awaited(continuation)
                return nil
            }
            if let result { continuation.resume(with: result) }
        }
    }

    private var passed: Result<Void, any Error>? {
        state.withLock { if case .passed(let result) = $0 { result } else { nil } }
    }
}
