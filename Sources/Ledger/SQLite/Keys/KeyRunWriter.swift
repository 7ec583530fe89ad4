import GRDB

/// Writes a run into the file, piece by piece.
struct KeyRunWriter {
    private let id: Int64
    private let index: KeyIndex
    private let bits: Int
    private let filterWords: Int
    private let db: Database
    private let insertion: RawStatement
    private var entries = 0

    /// - Parameter filterWords: the length of the filter that it is finished with.
    init(_ db: Database, index: KeyIndex, bits: Int, filterWords: Int) throws {
        self.db = db
        self.index = index
        self.bits = bits
        self.filterWords = filterWords
        id = (try Int64.fetchOne(db, sql: "SELECT max(id) FROM key_runs") ?? 0) + 1
        insertion = try RawStatement(db, "INSERT INTO key_buckets (id, entries) VALUES (?, ?)")
        // Taken at once, so that the next writer's run has another number.
        try db.execute(
            sql: "INSERT INTO key_runs (id, key_index, entries, bits, filter_words) VALUES (?, ?, 0, ?, ?)",
            arguments: [id, index.rawValue, bits, filterWords])
    }

    mutating func write(_ piece: KeyRunPiece) throws {
        try piece.bytes.withUnsafeBytes { bytes in
            var start = 0
            for bucket in piece.buckets {
                insertion.bind(KeyRun.bucketID(run: id, bucket: bucket.number), at: 1)
                insertion.bind(UnsafeRawBufferPointer(rebasing: bytes[start..<bucket.end]), at: 2)
                try insertion.run()
                start = bucket.end
            }
        }
        entries += piece.entries
    }

    func finish(_ filter: KeyFilter) throws -> KeyRun {
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
        return KeyRun(id: id, index: index, entries: entries, bits: bits, filterWords: filterWords)
    }
}
