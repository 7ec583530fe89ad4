import Crypto
import Records
import Synchronization

/// Hands bytes through and keeps their SHA-256, so that a file is read once.
struct DigestingSource: ByteSource {
    private var source: any ByteSource
    private let state: State

    private final class State: Sendable {
        let digest = Mutex(SHA256())
        let count = Atomic<Int>(0)
        let lastByte = Atomic<UInt8>(0)
    }

    init(_ source: any ByteSource) {
        self.source = source
        state = State()
    }

    var name: String { source.name }

    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let start = bytes.count
        let got = try source.read(count, into: &bytes)
        state.digest.withLock { digest in
            bytes[start...].withUnsafeBytes { digest.update(bufferPointer: $0) }
        }
        state.count.add(got, ordering: .relaxed)
        if let last = bytes[start...].last { state.lastByte.store(last, ordering: .relaxed) }
        return got
    }

    /// Reads what is left, for the digest's sake.
    mutating func finish() throws {
        var bytes: [UInt8] = []
        while try read(1 << 18, into: &bytes) > 0 { bytes.removeAll(keepingCapacity: true) }
    }

    /// Whether what was read last ends a line, in any of the usual encodings (UTF-16 has a zero behind the LF).
    var endsInLineEnd: Bool { [0x0A, 0x0D, 0].contains(state.lastByte.load(ordering: .relaxed)) }

    /// How many bytes have been read, by this value and its copies.
    var bytesRead: Int { state.count.load(ordering: .relaxed) }

    /// Of all bytes read so far, in lower-case hexadecimal.
    var hexDigest: String {
        state.digest.withLock { digest in
            digest.finalize().map { byte in
                let text = String(byte, radix: 16)
                return byte < 16 ? "0" + text : text
            }.joined()
        }
    }
}
