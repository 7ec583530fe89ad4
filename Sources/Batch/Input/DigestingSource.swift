import Crypto
import Dispatch
import Records
import Synchronization

/// Hands bytes through and keeps their SHA-256, so that a file is read once.
///
/// They are hashed as they are read, while they are in the cache, or by a reader of CSV, beside its scan (`InputDigest`).
/// Where reading is what everything else waits for, as it is with XML, it is done on a queue of its own instead
/// (`hashAside`): whoever reads goes on meanwhile. The queue hashes a copy, which costs an eighth of what hashing does, and
/// no more than `most` copies wait.
struct DigestingSource: ByteSource {
    private var source: any ByteSource
    private let state: State

    /// How many pieces may wait to be hashed.
    private static let most = 4

    private final class State: Sendable {
        /// `nil` where the processor has no instructions for it: then by the library.
        let own: InputDigest?
        private let digest = Mutex(SHA256())
        let count = Atomic<Int>(0)
        let lastByte = Atomic<UInt8>(0)
        let isAside = Atomic<Bool>(false)
        private let queue = DispatchQueue(label: "muster.digest")
        private let pieces = Mutex(Pieces())
        /// Counts the pieces that may still be put in. It starts at 0 and is raised, since a semaphore must not go away while
        /// it is below its first value.
        private let room = DispatchSemaphore(value: 0)

        private struct Pieces {
            /// Oldest first.
            var waiting: [[UInt8]] = []
            var spare: [[UInt8]] = []
        }

        init(_ own: InputDigest?) {
            self.own = own
            for _ in 0..<DigestingSource.most { room.signal() }
        }

        func add(_ bytes: ArraySlice<UInt8>) {
            guard let last = bytes.last else { return }
            count.add(bytes.count, ordering: .relaxed)
            lastByte.store(last, ordering: .relaxed)
            guard isAside.load(ordering: .relaxed) else {
                return hash(bytes)
            }
            room.wait()
            var piece = pieces.withLock { $0.spare.popLast() } ?? []
            piece.append(contentsOf: bytes)
            pieces.withLock { $0.waiting.append(piece) }
            piece = []
            queue.async { self.hashOldest() }
        }

        private func hashOldest() {
            var piece = pieces.withLock { $0.waiting.isEmpty ? [] : $0.waiting.removeFirst() }
            hash(piece[...])
            piece.removeAll(keepingCapacity: true)
            pieces.withLock { $0.spare.append(piece) }
            room.signal()
        }

        private func hash(_ bytes: ArraySlice<UInt8>) {
            if let own { return own.handOut(bytes) }
            digest.withLock { digest in
                bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
            }
        }

        /// The digest of all that has been added.
        func digestOfAll() -> [UInt8] {
            queue.sync { own?.digest() ?? digest.withLock { Array($0.finalize()) } }
        }
    }

    /// - Parameter usesLibrary: whatever the processor can do. For tests.
    init(_ source: any ByteSource, usesLibrary: Bool = false) {
        self.source = source
        state = State(usesLibrary ? nil : InputDigest())
    }

    var name: String { source.name }
    var digest: InputDigest? { state.isAside.load(ordering: .relaxed) ? nil : state.own }

    /// From now on hashes on a queue of its own. To be called before reading goes on, for this value and its copies.
    func hashAside() {
        state.isAside.store(true, ordering: .relaxed)
    }

    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let start = bytes.count
        let got = try source.read(count, into: &bytes)
        state.add(bytes[start...])
        return got
    }

    /// Reads what is left, for the digest's sake.
    mutating func finish() throws {
        state.own?.takeBack()
        var bytes: [UInt8] = []
        while try read(1 << 18, into: &bytes) > 0 { bytes.removeAll(keepingCapacity: true) }
    }

    /// Whether what was read last ends a line, in any of the usual encodings (UTF-16 has a zero behind the LF).
    var endsInLineEnd: Bool { [0x0A, 0x0D, 0].contains(state.lastByte.load(ordering: .relaxed)) }

    /// How many bytes have been read, by this value and its copies.
    var bytesRead: Int { state.count.load(ordering: .relaxed) }

    /// Of all bytes read so far, in lower-case hexadecimal.
    var hexDigest: String {
        state.digestOfAll().map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }.joined()
    }
}
