import GRDB

/// Reads a run from its first key to its last.
struct KeyRunReader {
    private let statement: RawStatement
    private var position = 0
    private var count = 0
    private(set) var current: KeyEntry?

    init(_ db: Database, _ run: KeyRun) throws {
        statement = try RawStatement(db, "SELECT entries FROM key_buckets WHERE id BETWEEN ? AND ? ORDER BY id")
        statement.bind(run.firstBucketID, at: 1)
        statement.bind(run.lastBucketID, at: 2)
        try advance()
    }

    mutating func advance() throws {
        position += 1
        while position >= count {
            guard try statement.next() else {
                current = nil
                count = 0
                return
            }
            count = KeyBucket(statement.bytes(0)).count
            position = 0
        }
        current = KeyBucket(statement.bytes(0)).entry(position)
    }
}

/// Keeps the number of runs small: where four runs are of a size, they become one.
///
/// So there are at most three runs of each size (4,096 keys, four times as many, and so on), and a key is rewritten once
/// for each size that the ledger grows through.
enum KeyRunTidying {
    private static let fanOut = 4
    private static let smallest = 4_096

    /// The size a run counts as: 0 up to 4,096 keys, 1 up to 16,384 and so on.
    private static func tier(_ entries: Int) -> Int {
        var tier = 0
        var limit = smallest
        while entries > limit {
            limit *= fanOut
            tier += 1
        }
        return tier
    }

    /// The newest runs that should be one; runs come in the order of their making.
    static func due(_ runs: [KeyRun]) -> ArraySlice<KeyRun> {
        var start = runs.count
        // The newest runs of the smallest sizes go into the next larger ones as long as there are four of a size.
        var best = runs[runs.count...]
        while start > 0 {
            let tier = tier(runs[start - 1].entries)
            var same = start
            while same > 0, Self.tier(runs[same - 1].entries) <= tier { same -= 1 }
            let isMany = start - same >= fanOut || (tier == 0 && runs.count - same > 1)
            if isMany { best = runs[same...] }
            start = same
        }
        return best
    }

    /// Merges neighbouring runs; of a key that several hold the latest case stays.
    static func merge(_ db: Database, _ runs: ArraySlice<KeyRun>, index: KeyIndex) throws -> KeyRun {
        var readers = try runs.map { try KeyRunReader(db, $0) }
        var writer = try KeyRunWriter(db, index: index, expected: runs.reduce(0) { $0 + $1.entries })
        while true {
            var least: KeyEntry?
            var from = -1
            for (number, reader) in readers.enumerated() {
                guard let entry = reader.current else { continue }
                if let known = least {
                    guard entry < known else { continue }
                }
                least = entry
                from = number
            }
            guard let entry = least else { break }
            try readers[from].advance()
            // Entries of one key come in the order of their cases: only the last is kept.
            let isSuperseded = readers.contains { $0.current?.key == entry.key }
            if !isSuperseded { try writer.append(entry) }
        }
        let merged = try writer.finish()
        for run in runs { try remove(db, run) }
        return merged
    }

    static func remove(_ db: Database, _ run: KeyRun) throws {
        try db.execute(
            sql: "DELETE FROM key_buckets WHERE id BETWEEN ? AND ?", arguments: [run.firstBucketID, run.lastBucketID])
        try db.execute(
            sql: "DELETE FROM key_filters WHERE id BETWEEN ? AND ?",
            arguments: [KeyRun.filterID(run: run.id, piece: 0), KeyRun.filterID(run: run.id, piece: 0xFFFF)])
        try db.execute(sql: "DELETE FROM key_runs WHERE id = ?", arguments: [run.id])
    }
}
