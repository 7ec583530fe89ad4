import Dispatch
import Synchronization

/// Reads blocks on a thread of its own, a few ahead of whoever uses them.
///
/// Parsing XML takes about as long as all that is done with its records, so the two should go on at the same time. The
/// results are those of the reader itself: the blocks come in its order, and its error after all blocks before it.
///
/// A block that has been read waits with the header and the skipped rows as they were then. The memory of a block that
/// is handed in goes back to the reading thread, so that nothing is allocated while a file is read.
package struct ReadAhead: RecordReader {
    package private(set) var header: Header
    package let facts: [ReadingFact]
    package private(set) var skipped: [SkippedRow]
    private let owner: Owner
    private var waiting: (any RecordReader)?
    private var isAtEnd = false

    /// How many blocks may wait to be fetched.
    private static let most = 3

    /// Nothing is read before the first block is asked for.
    package init(_ reader: any RecordReader) {
        header = reader.header
        facts = reader.facts
        skipped = reader.skipped
        owner = Owner()
        waiting = reader
    }

    package mutating func read(into block: inout RecordBlock) throws -> Bool {
        if let reader = waiting {
            waiting = nil
            let line = owner.line
            DispatchQueue(label: "muster.read-ahead").async { line.fill(from: reader) }
        }
        guard !isAtEnd else {
            block.removeAll()
            return false
        }
        let piece = owner.line.take(givingBack: &block)
        header = piece.header
        skipped = piece.skipped
        isAtEnd = !piece.hasMore
        if let error = piece.error {
            block.removeAll()
            throw error
        }
        return piece.hasMore
    }

    /// A block that has been read, or what came instead of one.
    private struct Piece: Sendable {
        var block: RecordBlock
        var header: Header
        var skipped: [SkippedRow]
        var hasMore: Bool
        var error: (any Error)?
    }

    /// The blocks between the reading thread and its user.
    private final class Line: Sendable {
        private let state = Mutex(State())
        /// Counts the blocks that wait.
        private let waiting = DispatchSemaphore(value: 0)
        /// Counts the blocks that may still be read. It starts at 0 and is raised, since a semaphore must not go away while
        /// it is below its first value.
        private let room = DispatchSemaphore(value: 0)

        private struct State {
            var pieces: [Piece] = []
            var spare: [RecordBlock] = []
            var isAbandoned = false
        }

        init() {
            for _ in 0..<ReadAhead.most { room.signal() }
        }

        /// The reading thread: reads to the end, to an error, or until nobody wants more.
        func fill(from reader: any RecordReader) {
            var reader = reader
            var hasMore = true
            while hasMore {
                room.wait()
                let (spare, isAbandoned) = state.withLock { ($0.spare.popLast(), $0.isAbandoned) }
                guard !isAbandoned else { return }
                var block = spare ?? RecordBlock()
                var failure: (any Error)?
                do {
                    hasMore = try reader.read(into: &block)
                } catch {
                    (hasMore, failure) = (false, error)
                }
                let piece = Piece(
                    block: block, header: reader.header, skipped: reader.skipped, hasMore: hasMore, error: failure)
                state.withLock { $0.pieces.append(piece) }
                waiting.signal()
            }
        }

        /// Waits for the next piece and exchanges its block for `block`.
        func take(givingBack block: inout RecordBlock) -> Piece {
            waiting.wait()
            var piece = state.withLock { $0.pieces.removeFirst() }
            swap(&piece.block, &block)
            let spare = piece.block
            piece.block = RecordBlock()
            state.withLock { $0.spare.append(spare) }
            room.signal()
            return piece
        }

        func abandon() {
            state.withLock { $0.isAbandoned = true }
            room.signal()
        }
    }

    /// Ends the thread when the last copy of the reader goes.
    private final class Owner: Sendable {
        let line = Line()

        deinit {
            line.abandon()
        }
    }
}
