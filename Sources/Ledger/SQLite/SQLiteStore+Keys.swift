import GRDB
import ServiceLevels

/// Looking keys up and adding them.
extension SQLiteStore {
    func prepareLookups(expectedRows: Int) throws {
        try access { _ in writing?.expectedRows = expectedRows }
    }

    func find(_ keys: [CaseKey], in index: KeyIndex) throws -> [CaseNumber] {
        writing == nil ? try access { _ in try lookUp(keys, in: index) } : try lookUp(keys, in: index)
    }

    private func lookUp(_ keys: [CaseKey], in index: KeyIndex) throws -> [CaseNumber] {
        var numbers = [CaseNumber](repeating: .none, count: keys.count)
        guard !keys.isEmpty else { return numbers }
        // The connection is asked only for what is not in memory: it may be writing pages, which takes its time.
        try writing?.log(index)?.find(keys, into: &numbers)
        var candidates: [Int32] = []
        // The newest first: of a subject the latest case counts.
        for run in try loadRuns(index).reversed() {
            let filter = try run.expectLookups(keys.count) { try access { try readFilter($0, run) } }
            if let filter {
                filter.candidates(keys, notIn: numbers, into: &candidates)
            } else {
                candidates = keys.indices.filter { numbers[$0] == .none }.map { Int32(truncatingIfNeeded: $0) }
            }
            guard !candidates.isEmpty else { continue }
            try access { db in
                for at in candidates { numbers[Int(at)] = try find(db, keys[Int(at)], in: run) }
            }
        }
        return numbers
    }

    func find(caseBits: UInt64) throws -> [CaseNumber] {
        try access { db in
            let head = caseBits << 4
            var numbers: [CaseNumber] = []
            for run in try loadRuns(.content) {
                let query = try bucketStatement(db)
                query.bind(run.bucketID(of: head), at: 1)
                guard try query.next() else { continue }
                let bucket = KeyBucket(query.bytes(0))
                var at = bucket.lowerBound(head)
                while at < bucket.count, bucket.head(at) >> 4 == caseBits {
                    numbers.append(bucket.entry(at).caseNumber)
                    at += 1
                }
                query.reset()
            }
            return numbers.sorted()
        }
    }

    private func find(_ db: Database, _ key: CaseKey, in run: KeyRun) throws -> CaseNumber {
        let query = try bucketStatement(db)
        query.bind(run.bucketID(of: key.head), at: 1)
        guard try query.next() else { return .none }
        defer { query.reset() }
        return KeyBucket(query.bytes(0)).find(key)
    }

    private func bucketStatement(_ db: Database) throws -> RawStatement {
        if let bucketQuery { return bucketQuery }
        let query = try RawStatement(db, "SELECT entries FROM key_buckets WHERE id = ?")
        bucketQuery = query
        return query
    }

    /// The runs of an index. Within a transaction they stay the same; else other processes may add and merge some.
    func loadRuns(_ index: KeyIndex) throws -> [KeyRun] {
        if writing != nil, let known = runs[index] { return known }
        return try access { db in
            let loaded = try Row.fetchAll(
                db, sql: "SELECT id, entries, bits, filter_words FROM key_runs WHERE key_index = ? ORDER BY id",
                arguments: [index.rawValue]
            ).map { try KeyRun($0, index: index) }
            runs[index] = loaded
            return loaded
        }
    }

    func readFilter(_ db: Database, _ run: KeyRun) throws -> KeyFilter {
        let query = try RawStatement(db, "SELECT words FROM key_filters WHERE id BETWEEN ? AND ? ORDER BY id")
        query.bind(KeyRun.filterID(run: run.id, piece: 0), at: 1)
        query.bind(KeyRun.filterID(run: run.id, piece: 0xFFFF), at: 2)
        let filter = KeyFilter(wordCount: run.filterWords)
        var words = 0
        while try query.next() {
            let bytes = query.bytes(0)
            filter.restore(bytes, at: words)
            words += bytes.count / 8
        }
        // A filter that lacks a piece would deny keys that are there.
        guard words == run.filterWords else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return filter
    }

    /// Has the keys of an import sorted, beside whatever is done until they are written.
    func draftRuns() -> [KeyRunDraft] {
        KeyIndex.allCases.compactMap { index in
            guard let log = writing?.log(index), log.count > 0 else { return nil }
            return KeyRunDraft(log, index: index)
        }
    }

    func write(_ drafts: [KeyRunDraft], _ db: Database) throws {
        for draft in drafts {
            try draft.write { try KeyRunWriter(db, index: draft.index, bits: $0, filterWords: $1) }
        }
    }
}
