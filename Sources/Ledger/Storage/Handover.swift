import Dispatch
import Synchronization

/// Things that one thread makes and another takes, in their order; at most so many wait in between.
final class Handover<Element: Sendable>: Sendable {
    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let room = DispatchSemaphore(value: 0)

    private struct State {
        var elements: [Element] = []
        var end: Result<Void, any Error>?
        var isAbandoned = false
    }

    init(most: Int) {
        // A semaphore may not end with less than it began with, as one of which not all is taken would.
        for _ in 0..<most { room.signal() }
    }

    // MARK: Making

    /// Waits for room.
    /// - Returns: false when nobody takes anything any more.
    func put(_ element: Element) -> Bool {
        room.wait()
        let isTaken = state.withLock { state in
            if !state.isAbandoned { state.elements.append(element) }
            return !state.isAbandoned
        }
        // Others that come find room to see that, too.
        if isTaken { filled.signal() } else { room.signal() }
        return isTaken
    }

    /// Nothing more comes; with a failure `next` throws that, behind all that has come.
    func finish(_ result: Result<Void, any Error>) {
        state.withLock { $0.end = result }
        filled.signal()
    }

    // MARK: Taking

    /// Waits for the next; `nil` behind the last.
    func next() throws -> Element? {
        filled.wait()
        let next = state.withLock { state -> Result<Element?, any Error> in
            if state.elements.isEmpty { return (state.end ?? .success(())).map { nil } }
            return .success(state.elements.removeFirst())
        }
        if case .success(.some) = next {
            room.signal()
        } else {
            // Whoever asks once more is told the same.
            filled.signal()
        }
        return try next.get()
    }

    /// Nobody takes anything any more: whoever makes it is told so.
    func abandon() {
        state.withLock { state in
            state.isAbandoned = true
            state.elements = []
        }
        room.signal()
    }
}
