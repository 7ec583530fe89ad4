import Foundation
import GRDB
import ServiceLevels

/// A ledger in one SQLite file.
///
/// It writes ahead (WAL) with `synchronous=FULL`: readers and the one writer do not wait for each other, and what is
/// committed outlives a power cut. Cases are kept in pages and keys in sorted runs instead of a row each; decision
/// record 1 says why, with figures.
///
/// Everything that changes here is touched by one call at a time, as calls come from one thread at a time, or on the
/// connection's own serial queue while that call waits (`access`). That is why it may be `@unchecked Sendable`. What goes on
/// beside the calls is a class of its own (`CasePageWriter`).
final class SQLiteStore: LedgerStore, @unchecked Sendable {
    let path: String
    let queue: DatabaseQueue
    /// Pages of cases after which an import under way writes the log back.
    let pagesOfLog: Int
    /// What only an import needs; made at its beginning.
    var writing: WritingState?
    /// By index, in the order of their making.
    var runs: [KeyIndex: [KeyRun]] = [:]
    var bucketQuery: RawStatement?

    init(path: String, queue: DatabaseQueue, pagesOfLog: Int) {
        self.path = path
        self.queue = queue
        self.pagesOfLog = pagesOfLog
    }

    /// The connection, on its own queue, behind all pages that have been handed over. Calls may be nested.
    /// - Throws: what kept a page from being written, too.
    func access<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.unsafeReentrantWrite { db in
            try writing?.pages.check()
            return try body(db)
        }
    }

    var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    // MARK: Transactions

    /// What a transaction collects before it goes into the file.
    final class WritingState {
        let draft = CasePageDraft()
        /// The number of the page that is being filled.
        var page: Int64
        var execution: Int64?
        /// Made when the first case comes.
        var contents: KeyLog?
        var subjects: KeyLog?
        var expectedRows = 0
        /// Full pages that have not been handed over yet.
        var full: [CasePageWriter.Page] = []
        /// Those that have been, on their way into the file.
        let pages: CasePageWriter
        /// How the cases of a page ended, for pages on which that has changed.
        var outcomes: [Int64: [UInt64]] = [:]
        let outcomeQuery: RawStatement
        let factsQuery: RawStatement
        /// The page that was looked at last: amendments often come in the order of what they amend.
        var seenPage: Int64 = 0
        var seenFacts: [UInt8] = []
        var bytes: [UInt8] = []

        private var madeLookups: KeyLookups?

        init(_ db: Database, pagesOfLog: Int) throws {
            page = (try Int64.fetchOne(db, sql: "SELECT max(id) FROM case_pages") ?? 0) + 1
            pages = try CasePageWriter(db, pagesOfLog: pagesOfLog)
            outcomeQuery = try RawStatement(db, "SELECT outcomes FROM case_outcomes WHERE page = ?")
            factsQuery = try RawStatement(db, "SELECT facts FROM case_pages WHERE id = ?")
        }

        /// For the runs that there were before; made when it is first asked for.
        func lookups(_ path: String) throws -> KeyLookups {
            if let madeLookups { return madeLookups }
            let lookups = try KeyLookups(path: path)
            madeLookups = lookups
            return lookups
        }

        func log(_ index: KeyIndex) -> KeyLog? {
            switch index {
            case .content: contents
            case .subject: subjects
            }
        }
    }

    func begin() throws {
        try access { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            runs = [:]
            writing = try WritingState(db, pagesOfLog: pagesOfLog)
        }
    }

    func commit() throws {
        let drafts = draftRuns()
        try handOverPages()
        try access { db in
            try writeOutcomes(db)
            for draft in drafts { try draft.write(db) }
            writing = nil
            try db.execute(sql: "COMMIT")
        }
    }

    func rollBack() {
        // Behind pages that are on their way, whether they could be written or not.
        try? queue.unsafeReentrantWrite { db in
            writing = nil
            runs = [:]
            if db.isInsideTransaction { try db.execute(sql: "ROLLBACK") }
        }
    }

    func tidy() throws {
        try access { db in
            for index in KeyIndex.allCases {
                let due = KeyRunTidying.due(try loadRuns(index))
                guard !due.isEmpty else { continue }
                try db.inTransaction(.immediate) {
                    _ = try KeyRunTidying.merge(db, due, index: index)
                    return .commit
                }
                runs[index] = nil
            }
            try db.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
    }

    func close() throws {
        queue.unsafeReentrantWrite { _ in
            writing = nil
            bucketQuery = nil
            runs = [:]
        }
        try queue.close()
    }
}
