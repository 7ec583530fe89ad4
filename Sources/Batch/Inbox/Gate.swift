import Synchronization

/// Lets one task at a time through for each key, in the order in which they come; the others sleep and hold no thread.
final class Gate: Sendable {
    private struct Queue {
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    /// A key is here as long as somebody is inside.
    private let queues = Mutex<[String: Queue]>([:])

    func pass<Result>(_ key: String, _ body: () async throws -> Result) async rethrows -> Result {
        await enter(key)
        defer { leave(key) }
        return try await body()
    }

    private func enter(_ key: String) async {
        await withCheckedContinuation { continuation in
            let isFree = queues.withLock { queues in
                guard queues[key] != nil else {
                    queues[key] = Queue()
                    return true
                }
                queues[key]?.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func leave(_ key: String) {
        let next = queues.withLock { queues -> CheckedContinuation<Void, Never>? in
            guard let queue = queues[key], !queue.waiting.isEmpty else {
                queues[key] = nil
                return nil
            }
            return queues[key]?.waiting.removeFirst()
        }
        next?.resume()
    }
}
