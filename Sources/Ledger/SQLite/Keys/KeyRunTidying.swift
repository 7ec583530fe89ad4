import GRDB

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
        // After a run's last entry stands one that is greater than all.
        let end = KeyEntry(head: .max, tail: .max, number: .max)
        var entries = readers.map { $0.current ?? end }
        var encoder = KeyRunEncoder(expected: runs.reduce(0) { $0 + $1.entries })
        var writer = try KeyRunWriter(
            db, index: index, bits: encoder.bits, filterWords: encoder.filter.wordCount)
        var pending: KeyEntry?
        while true {
            var from = 0
            for other in entries.indices.dropFirst() where entries[other] < entries[from] { from = other }
            let entry = entries[from]
            // Entries of one key come in the order of their cases: only the last is kept.
            if let pending, !pending.hasKey(of: entry) || entry.number == .max { encoder.append(pending) }
            if encoder.isFull { try writer.write(encoder.takePiece()) }
            guard entry.number != .max else { break }
            pending = entry
            try readers[from].advance()
            entries[from] = readers[from].current ?? end
        }
        try writer.write(encoder.finish())
        let merged = try writer.finish(encoder.filter)
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
