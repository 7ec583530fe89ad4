import GRDB

/// Writes sorted entries as a run.
struct KeyRunWriter {
    private let id: Int64
    private let index: KeyIndex
    private let bits: Int
    private let db: Database
    private let insertion: RawStatement
    private let filter: KeyFilter
    private var bucket: [KeyEntry] = []
    private var bucketNumber: UInt64 = 0
    private var bytes: [UInt8] = []
    private var entries = 0

    /// - Parameter expected: at least as many entries as will come.
    init(_ db: Database, index: KeyIndex, expected: Int) throws {
        self.db = db
        self.index = index
        id = (try Int64.fetchOne(db, sql: "SELECT max(id) FROM key_runs") ?? 0) + 1
        bits = KeyRun.bits(entries: expected)
        filter = KeyFilter(keys: expected)
        insertion = try RawStatement(db, "INSERT INTO key_buckets (id, entries) VALUES (?, ?)")
        // Taken at once, so that the next writer's run has another number.
        try db.execute(
            sql: "INSERT INTO key_runs (id, key_index, entries, bits, filter_words) VALUES (?, ?, 0, ?, ?)",
            arguments: [id, index.rawValue, bits, filter.wordCount])
    }

    mutating func append(_ entry: KeyEntry) throws {
        let number = KeyRun.bucket(of: entry.head, bits: bits)
        if number != bucketNumber {
            try flush()
            bucketNumber = number
        }
        bucket.append(entry)
        entries &+= 1
    }

    private mutating func flush() throws {
        guard !bucket.isEmpty else { return }
        filter.insert(bucket.span)
        bucket.withUnsafeBufferPointer { KeyBucket.encode($0, into: &bytes) }
        insertion.bind(KeyRun.bucketID(run: id, bucket: bucketNumber), at: 1)
        try bytes.withUnsafeBytes { bytes in
            insertion.bind(bytes, at: 2)
            try insertion.run()
        }
        bucket.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws -> KeyRun {
        try flush()
        try db.execute(sql: "UPDATE key_runs SET entries = ? WHERE id = ?", arguments: [entries, id])
        let filters = try RawStatement(db, "INSERT INTO key_filters (id, words) VALUES (?, ?)")
        try filter.withBytes { words in
            var piece = 0
            while piece * KeyRun.filterPiece < words.count {
                let end = min(words.count, (piece + 1) * KeyRun.filterPiece)
                filters.bind(KeyRun.filterID(run: id, piece: piece), at: 1)
                filters.bind(UnsafeRawBufferPointer(rebasing: words[(piece * KeyRun.filterPiece)..<end]), at: 2)
                try filters.run()
                piece += 1
            }
        }
        return KeyRun(id: id, index: index, entries: entries, bits: bits, filterWords: filter.wordCount)
    }
}
