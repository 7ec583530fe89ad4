package import CBytes
import Synchronization

/// The SHA-256 of an input, taken by whoever hands its bytes out, or by the reader that looks at them anyway.
///
/// A hash is one long chain: each of its steps waits for the one before, and most of the processor has nothing to do
/// meanwhile. Done beside it, the scan of a CSV file takes no time of its own (Documents/decisions/29).
package final class InputDigest: Sendable {
    private let state: Mutex<State>

    private struct State {
        var hash: RunningSHA256
        /// The reader takes in what it is handed.
        var isLeftToReader = false
        /// So many bytes, the last that have been handed out, it has not taken in yet.
        var pending = 0
    }

    /// - Returns: `nil` where the processor has no instructions for it.
    package init?() {
        guard let hash = RunningSHA256() else { return nil }
        state = Mutex(State(hash: hash))
    }

    // MARK: Handing out

    /// Takes in bytes that are handed out, or leaves them to the reader.
    package func handOut(_ bytes: ArraySlice<UInt8>) {
        state.withLock { state in
            if state.isLeftToReader {
                state.pending += bytes.count
            } else {
                state.hash.add(bytes.span)
            }
        }
    }

    /// From now on nothing is left to the reader any more.
    package func takeBack() {
        state.withLock { $0.isLeftToReader = false }
    }

    /// Of all bytes so far.
    package func digest() -> [UInt8] {
        state.withLock { $0.hash.digest() }
    }

    // MARK: Reading

    /// From now on the reader takes in what it is handed.
    package func leaveToReader() {
        state.withLock { $0.isLeftToReader = true }
    }

    /// Begins to take in what has been handed out last and stands at the end of these bytes.
    /// - Returns: what `end` is to get, and is to be gone on with before, if anything is.
    package func begin(_ bytes: Span<UInt8>) -> MusterHash {
        state.withLock { state in
            defer { state.pending = 0 }
            return state.hash.begin(bytes, from: bytes.count - state.pending)
        }
    }

    /// Takes in what has been handed out last and stands at the end of these bytes.
    package func takePending(_ bytes: Span<UInt8>) {
        end(begin(bytes), bytes)
    }

    /// - Parameter bytes: as in `begin`; more may have come behind them.
    package func end(_ hash: MusterHash, _ bytes: Span<UInt8>) {
        state.withLock { $0.hash.end(hash, bytes) }
    }
}
