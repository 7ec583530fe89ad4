import GRDB
import ServiceLevels

/// Looking keys up and adding them.
extension SQLiteStore {
    func prepareLookups(expectedRows: Int) throws {
        try access { _ in writing?.expectedRows = expectedRows }
    }

    func find(_ keys: [CaseKey], in index: KeyIndex) throws -> [CaseNumber] {
        var numbers = [CaseNumber](repeating: .none, count: keys.count)
        guard !keys.isEmpty else { return numbers }
        guard let writing else {
            try access { db in
                let runs = try loadRuns(index)
                if !runs.isEmpty { try lookUp(keys, in: runs, db, bucketStatement(db), &numbers) }
            }
            return numbers
        }
        // The connection is not asked while an import uses it: it may be writing pages, which takes its time.
        try writing.log(index)?.find(keys, into: &numbers)
        let runs = try loadRuns(index)
        if !runs.isEmpty {
            try writing.lookups(path).read { db, query in try lookUp(keys, in: runs, db, query, &numbers) }
        }
        return numbers
    }

    private func lookUp(
        _ keys: [CaseKey], in runs: [KeyRun], _ db: Database, _ query: RawStatement, _ numbers: inout [CaseNumber]
    ) throws {
        var candidates: [Int32] = []
        // The newest first: of a subject the latest case counts.
        for run in runs.reversed() {
            if let filter = try run.expectLookups(keys.count, read: { try run.readFilter(db) }) {
                filter.candidates(keys, notIn: numbers, into: &candidates)
            } else {
                candidates = keys.indices.filter { numbers[$0] == .none }.map { Int32(truncatingIfNeeded: $0) }
            }
            for at in candidates { numbers[Int(at)] = try run.find(keys[Int(at)], with: query) }
        }
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

    private func bucketStatement(_ db: Database) throws -> RawStatement {
        if let bucketQuery { return bucketQuery }
        let query = try RawStatement(db, KeyRun.bucketQuery)
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

    /// Has the keys of an import sorted, beside whatever is done until they are written.
    func draftRuns() -> [KeyRunDraft] {
        KeyIndex.allCases.compactMap { index in
            guard let log = writing?.log(index), log.count > 0 else { return nil }
            return KeyRunDraft(log, index: index)
        }
    }
}
