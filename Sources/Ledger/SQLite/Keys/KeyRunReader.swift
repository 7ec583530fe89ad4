import GRDB

/// Reads a run from its first key to its last.
struct KeyRunReader {
    private let statement: RawStatement
    /// Lies in the statement's memory until its next step.
    private var bucket = KeyBucket(UnsafeRawBufferPointer(start: nil, count: 0))
    private var position = 0
    private(set) var current: KeyEntry?

    init(_ db: Database, _ run: KeyRun) throws {
        statement = try RawStatement(db, "SELECT entries FROM key_buckets WHERE id BETWEEN ? AND ? ORDER BY id")
        statement.bind(run.firstBucketID, at: 1)
        statement.bind(run.lastBucketID, at: 2)
        try advance()
    }

    mutating func advance() throws {
        position &+= 1
        while position >= bucket.count {
            guard try statement.next() else {
                current = nil
                bucket = KeyBucket(UnsafeRawBufferPointer(start: nil, count: 0))
                return
            }
            bucket = KeyBucket(statement.bytes(0))
            position = 0
        }
        current = bucket.entry(position)
    }
}
