import Crypto
import Foundation
import GRDB
import ServiceLevels

/// Checking, backing up, compacting, forgetting.
extension SQLiteStore {
    /// The most faults that are listed of one kind.
    private static let listed = 10

    func faults() throws -> [String] {
        try access { db in
            var faults = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
                .map { "The file: \($0)." }
            faults += try String.fetchAll(
                db, sql: "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check LIMIT \(Self.listed)"
            ).map { "A row points at nothing: \($0)." }
            faults += try pageFaults(db)
            for index in KeyIndex.allCases { faults += try keyFaults(db, index) }
            return faults
        }
    }

    /// Pages against the groups' counts.
    private func pageFaults(_ db: Database) throws -> [String] {
        var faults: [String] = []
        var counted: [Int64: StatusCounts] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, cases, facts, outcomes FROM case_pages LEFT JOIN case_outcomes ON page = id
                WHERE \(Self.isFinished) ORDER BY id
                """)
        while let row = try rows.next() {
            let (id, cases, facts): (Int64, Int, Data) = try (row.get("id"), row.get("cases"), row.get("facts"))
            let outcomes: [UInt64] = try (row.get("outcomes") as Data?)?.withUnsafeBytes(CasePage.outcomes) ?? []
            guard facts.count == cases * CasePage.factSize, cases <= CaseNumber.pageSize else {
                faults.append("Page \(id) of the cases has the wrong length.")
                continue
            }
            facts.withUnsafeBytes { facts in
                let page = CasePage(facts: facts)
                for place in 0..<page.count {
                    let outcome = place < outcomes.count ? CasePage.outcome(of: outcomes[place]) : .open
                    counted[page.group(place), default: StatusCounts()][outcome.status] += 1
                }
            }
        }
        for group in try groups(GroupFilter()) {
            let found = counted.removeValue(forKey: group.id) ?? StatusCounts()
            if found != group.counts {
                faults.append(
                    "Group \(group.id) counts \(group.counts.total) cases (\(group.counts.open) open); "
                        + "its pages hold \(found.total) (\(found.open) open).")
            }
        }
        if !counted.isEmpty { faults.append("\(counted.count) groups of cases are missing.") }
        return faults.count > Self.listed ? Array(faults.prefix(Self.listed)) + ["… and more."] : faults
    }

    /// Runs in themselves, and the content keys against the pages.
    private func keyFaults(_ db: Database, _ index: KeyIndex) throws -> [String] {
        var faults: [String] = []
        var total = 0
        let pages = try RawStatement(db, "SELECT facts FROM case_pages WHERE id = ?")
        var facts: [UInt8] = []
        var page: Int64 = -1
        for run in try loadRuns(index) {
            var reader = try KeyRunReader(db, run)
            let filter = try run.readFilter(db)
            var count = 0
            var last: KeyEntry?
            var fault: String?
            while let entry = reader.current {
                if let last, !(last < entry) || last.hasKey(of: entry) { fault = "its keys are out of order" }
                if !filter.mayHold(entry) { fault = "its filter denies a key" }
                let number = entry.caseNumber
                if index == .content, count % 64 == 0 {
                    // A sample: each page of the file would be read again and again otherwise.
                    if number.page != page {
                        pages.bind(number.page, at: 1)
                        facts = try pages.next() ? Array(pages.bytes(0)) : []
                        pages.reset()
                        page = number.page
                    }
                    let isRight = facts.withUnsafeBytes { facts in
                        let page = CasePage(facts: facts)
                        return number.place < page.count && entry.leads(from: page.content(number.place))
                    }
                    if !isRight { fault = "a key leads to another case" }
                }
                last = entry
                count += 1
                try reader.advance()
            }
            if count != run.entries { fault = "it holds \(count) keys instead of \(run.entries)" }
            if let fault { faults.append("Key run \(run.id): \(fault).") }
            total += count
        }
        let cases =
            try Int.fetchOne(db, sql: "SELECT coalesce(sum(cases), 0) FROM case_pages WHERE \(Self.isFinished)") ?? 0
        if index == .content, total != cases {
            faults.append("There are \(cases) cases, and keys for \(total) of them.")
        }
        return faults
    }

    func digests() throws -> [Int64: [UInt8]] {
        try access { db in
            var digests: [Int64: SHA256] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT execution, facts FROM case_pages WHERE execution IS NOT NULL AND \(Self.isFinished)
                    ORDER BY id
                    """)
            while let row = try rows.next() {
                let facts: Data = try row.get("facts")
                digests[try row.get("execution"), default: SHA256()].update(data: facts)
            }
            return digests.mapValues { Array($0.finalize()) }
        }
    }

    func emptyDigest() throws -> [UInt8] { Array(SHA256().finalize()) }

    func backUp(to path: String) throws {
        try access { db in try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
    }

    func compact() throws {
        try access { db in
            for index in KeyIndex.allCases {
                let all = try loadRuns(index)
                guard all.count > 1 else { continue }
                try db.inTransaction(.immediate) {
                    _ = try KeyRunTidying.merge(db, all[...], index: index)
                    return .commit
                }
                runs[index] = nil
            }
            try db.execute(sql: "VACUUM")
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    func forgetPeople(before: Instant) throws -> Int {
        try access { db in
            let condition = """
                FROM case_pages LEFT JOIN executions ON executions.id = execution
                WHERE coalesce(ended_at, 0) < ? AND \(Self.isFinished) AND case_pages.id IN (SELECT page FROM case_people)
                """
            let cases =
                try Int.fetchOne(
                    db, sql: "SELECT coalesce(sum(cases), 0) \(condition)", arguments: [before.secondsSince1970]) ?? 0
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(
                sql: "DELETE FROM case_people WHERE page IN (SELECT case_pages.id \(condition))",
                arguments: [before.secondsSince1970])
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            return cases
        }
    }
}
