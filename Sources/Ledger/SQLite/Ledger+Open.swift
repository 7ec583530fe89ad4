import Foundation
import GRDB
import Glibc

extension Ledger {
    /// Opens the ledger in an SQLite file.
    ///
    /// - Parameters:
    ///   - path: of the file. With `readWrite` it is made on first use.
    ///   - wait: how long another process that is making or changing the file is waited for.
    ///   - pagesOfLog: pages of 256 cases after which an import under way writes the log back; 512 are some 8 MiB of it.
    /// - Throws: `noLedger`, `unreadable` for a file that is no ledger, is damaged or newer, `cannotCreate`, `busy`.
    package static func open(
        _ path: String, mode: Mode, wait: Duration = Ledger.usualWait, pagesOfLog: Int = 512
    ) throws(LedgerError) -> Ledger {
        let exists = access(path, F_OK) == 0
        if !exists, mode == .readOnly {
            throw LedgerError(
                .noLedger,
                "There is no ledger \(path). The first import makes it; name another one with --ledger.")
        }
        do {
            if mode == .readWrite, !exists { try makeFolder(of: path) }
            let queue = try openQueue(path, mode, exists: exists, wait: wait)
            return Ledger(store: SQLiteStore(path: path, queue: queue, pagesOfLog: pagesOfLog), path: path, mode: mode)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw StoreFault.error(error, path: path)
        }
    }

    private static func makeFolder(of path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        guard !folder.isEmpty else { return }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LedgerError(
                .cannotCreate, "The folder \(folder) cannot be made. Check the path and who may write there.")
        }
    }

    private static func openQueue(
        _ path: String, _ mode: Mode, exists: Bool, wait: Duration
    ) throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration(readOnly: mode == .readOnly))
        let isCurrent = try queue.unsafeReentrantWrite { db in try requireLedger(db, path) }
        if isCurrent { return queue }
        guard mode == .readWrite else {
            try queue.close()
            // Tables are missing: the file is older than this version, or its making was cut short.
            let writer = try openQueue(path, .readWrite, exists: true, wait: wait)
            try writer.close()
            return try openQueue(path, .readOnly, exists: true, wait: wait)
        }
        let lock = try WriterLock.acquire(ledger: path, wait: wait, now: SystemClock.now)
        defer { withExtendedLifetime(lock) {} }
        try queue.unsafeReentrantWrite { db in
            // Another process may have made it meanwhile.
            guard try !requireLedger(db, path) else { return }
            if try isEmpty(db) {
                try db.execute(sql: "PRAGMA page_size = \(LedgerSchema.pageSize)")
                try db.execute(sql: "PRAGMA application_id = \(LedgerSchema.applicationID)")
            }
            try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        try LedgerSchema.migrator.migrate(queue)
        return queue
    }

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.label = "ledger"
        // An import's transaction goes on from call to call.
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA cache_size = -8192")
            guard !readOnly else { return }
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // Keys that are merged are no secret; what is to be forgotten is overwritten, see forgetPeople.
            try db.execute(sql: "PRAGMA secure_delete = OFF")
            // The log is written back when an import is done, not in its middle.
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 100000")
        }
        return configuration
    }

    private static func isEmpty(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0
    }

    /// Whether the file is a ledger with all its tables; no tables at all is a ledger that is still to be made.
    private static func requireLedger(_ db: Database, _ path: String) throws -> Bool {
        let isEmpty = try isEmpty(db)
        guard try isEmpty || Int.fetchOne(db, sql: "PRAGMA application_id") == LedgerSchema.applicationID else {
            throw DatabaseError(resultCode: .SQLITE_NOTADB)
        }
        guard try isEmpty || !LedgerSchema.migrator.hasBeenSuperseded(db) else {
            throw LedgerError(
                .unreadable,
                "The ledger \(path) was written by a newer version of Muster. Use that version or a later one.")
        }
        return try !isEmpty && LedgerSchema.migrator.hasCompletedMigrations(db)
    }
}
