/// Makes buckets of sorted entries, and fills the run's filter.
struct KeyRunEncoder {
    let bits: Int
    let filter: KeyFilter
    private var bucket: [KeyEntry] = []
    private var bucketNumber: UInt64 = 0
    private var piece = KeyRunPiece()

    /// Bytes of a piece after which it is to be taken.
    private static let pieceSize = 1 << 16

    /// - Parameter expected: at least as many entries as will come.
    init(expected: Int) {
        bits = KeyRun.bits(entries: expected)
        filter = KeyFilter(keys: expected)
    }

    mutating func append(_ entry: KeyEntry) {
        let number = KeyRun.bucket(of: entry.head, bits: bits)
        if number != bucketNumber {
            endBucket()
            bucketNumber = number
        }
        bucket.append(entry)
    }

    private mutating func endBucket() {
        guard !bucket.isEmpty else { return }
        filter.insert(bucket.span)
        piece.append(bucket, number: bucketNumber)
        bucket.removeAll(keepingCapacity: true)
    }

    /// There are so many buckets that they had better be taken.
    var isFull: Bool { piece.bytes.count >= Self.pieceSize }

    /// Takes the buckets that are complete.
    mutating func takePiece() -> KeyRunPiece {
        var taken = KeyRunPiece()
        swap(&taken, &piece)
        return taken
    }

    /// Takes the last ones.
    mutating func finish() -> KeyRunPiece {
        endBucket()
        return takePiece()
    }
}

/// Buckets of a run as they are kept, one after the other.
struct KeyRunPiece: Sendable {
    private(set) var bytes: [UInt8] = []
    private(set) var buckets: [Bucket] = []
    private(set) var entries = 0

    struct Bucket: Sendable {
        var number: UInt64
        /// Where it ends in `bytes`.
        var end: Int
    }

    fileprivate mutating func append(_ entries: [KeyEntry], number: UInt64) {
        entries.withUnsafeBufferPointer { KeyBucket.encode($0, onto: &bytes) }
        buckets.append(Bucket(number: number, end: bytes.count))
        self.entries += entries.count
    }
}
