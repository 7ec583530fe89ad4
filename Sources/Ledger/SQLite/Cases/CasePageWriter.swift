import Crypto
import Dispatch
import GRDB
import Synchronization

/// Pages of cases on their way into the file, while the next ones are being filled.
///
/// To insert a page takes little, but every few hundred pages what has come so far is committed and the log written back,
/// which takes as long as judging tens of thousands of rows. So an import hands its pages over and goes on; they are written
/// in their order on the connection's queue, and whoever asks the connection anything comes after them.
///
/// What changes here is touched on the connection's queue alone, but for the failure and the spare pages, which locks keep,
/// and that is why it may be `@unchecked Sendable`.
final class CasePageWriter: @unchecked Sendable {
    /// A page that is to be written.
    struct Page: Sendable {
        var id: Int64
        var execution: Int64?
        var count: Int
        var facts: [UInt8] = []
        var targets: [UInt8] = []
        var people: [UInt8] = []
    }

    private let insertPage: RawStatement
    private let insertPeople: RawStatement
    /// Pages of cases after which the log is written back.
    private let pagesOfLog: Int
    /// Pages that lie in the log, not yet in the file.
    private var pagesInLog = 0
    /// Something was written that must not be seen before the import's end: from then on nothing is committed early.
    var isOneTransaction = false
    private var hash = SHA256()
    /// Why a page could not be written; those behind it are let go.
    private let failed = Mutex<(any Error)?>(nil)
    private let room = DispatchSemaphore(value: CasePageWriter.mostWaiting)
    /// Memory of pages that have been written, for those to come.
    private let spare = Mutex<[Page]>([])

    /// As many are handed over at once: to wake the queue for each would take longer than to write it.
    let pagesAtOnce: Int
    /// As many times that wait at most: with 34 KB a page, about as many as come while the log is written back.
    private static let mostWaiting = 32

    init(_ db: Database, pagesOfLog: Int) throws {
        self.pagesOfLog = pagesOfLog
        pagesAtOnce = min(8, max(pagesOfLog, 1))
        insertPage = try RawStatement(
            db, "INSERT INTO case_pages (id, execution, cases, facts, targets) VALUES (?, ?, ?, ?, ?)")
        insertPeople = try RawStatement(db, "INSERT INTO case_people (page, words) VALUES (?, ?)")
    }

    /// A page to be filled.
    func page(_ id: Int64, execution: Int64?, count: Int) -> Page {
        var page = spare.withLock { $0.popLast() } ?? Page(id: id, execution: execution, count: count)
        (page.id, page.execution, page.count) = (id, execution, count)
        page.targets.removeAll(keepingCapacity: true)
        return page
    }

    /// Hands pages over; waits where too many are on their way. Not to be called on the connection's own queue.
    ///
    /// - Parameter mayCommit: nothing but cases and their groups has been written, so that some of them may be kept early.
    /// - Throws: what kept an earlier page from being written.
    func write(_ pages: [Page], mayCommit: Bool, on queue: DatabaseQueue) throws {
        room.wait()
        do {
            try check()
        } catch {
            room.signal()
            throw error
        }
        queue.asyncWriteWithoutTransaction { [self] db in
            defer { room.signal() }
            guard failed.withLock({ $0 == nil }) else { return }
            do {
                for page in pages {
                    try insert(page)
                    if mayCommit { try writeBackLog(db) }
                }
                spare.withLock { $0 += pages }
            } catch {
                failed.withLock { $0 = error }
            }
        }
    }

    /// - Throws: what kept a page from being written.
    func check() throws {
        if let error = failed.withLock({ $0 }) { throw error }
    }

    /// SHA-256 over the facts of all pages so far.
    var digest: [UInt8] { Array(hash.finalize()) }

    private func insert(_ page: Page) throws {
        hash.update(data: page.facts)
        insertPage.bind(page.id, at: 1)
        if let execution = page.execution {
            insertPage.bind(execution, at: 2)
        } else {
            insertPage.bindNull(at: 2)
        }
        insertPage.bind(Int64(page.count), at: 3)
        try page.facts.withUnsafeBytes { facts in
            try page.targets.withUnsafeBytes { targets in
                insertPage.bind(facts, at: 4)
                if targets.isEmpty {
                    insertPage.bindNull(at: 5)
                } else {
                    insertPage.bind(targets, at: 5)
                }
                try insertPage.run()
            }
        }
        insertPeople.bind(page.id, at: 1)
        try page.people.withUnsafeBytes { people in
            insertPeople.bind(people, at: 2)
            try insertPeople.run()
        }
    }

    /// Commits the pages so far and writes the log back, so that it stays small and its place in memory is used again.
    ///
    /// Nobody sees them: the pages of an execution count only once it has ended well (`discardCases`), and their keys
    /// are written with its end.
    private func writeBackLog(_ db: Database) throws {
        pagesInLog += 1
        guard pagesInLog >= pagesOfLog, !isOneTransaction else { return }
        pagesInLog = 0
        try db.execute(sql: "COMMIT")
        try db.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
        try db.execute(sql: "BEGIN IMMEDIATE")
    }
}
