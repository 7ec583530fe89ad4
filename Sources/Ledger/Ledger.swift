import Glibc
import ServiceLevels

/// What has been imported, for ever: batches, cases, and what became of them.
///
///     let ledger = try Ledger.open("muster-results/.muster/ledger.sqlite", mode: .readWrite)
///     let session = try ledger.beginImport(attempt) { pending in … }   // the one that writes; others wait
///     let decisions = try session.record(block)                        // block after block, in file order
///     try session.commit(completion)                                   // the point of no return
///     try session.finished(results: folder)
///
/// The rules are here: a content is one case for ever, a subject has at most one open case, what is done leaves a trace
/// in the audit trail, and one process writes at a time. Where it all is kept is the store's business.
package final class Ledger: Sendable {
    package let path: String
    let store: any LedgerStore
    /// Only asked, never written.
    let isReadOnly: Bool
    /// The account and machine, for the audit trail.
    let actor: String

    package enum Mode: Sendable {
        /// Asks questions; a ledger that is not there is an error.
        case readOnly
        /// Writes; a ledger that is not there is made, with the folders above it.
        case readWrite
    }

    package init(store: any LedgerStore, path: String, mode: Mode) {
        self.store = store
        self.path = path
        isReadOnly = mode == .readOnly
        actor = Self.currentActor
    }

    /// How long a writer waits for another one, unless told otherwise.
    package static let usualWait: Duration = .seconds(120)

    /// Lets go of the file. What is asked afterwards fails.
    package func close() throws(LedgerError) {
        try mapped { try store.close() }
    }

    // MARK: Batches

    /// The batch of an input that has been imported to its end with the same definitions.
    package func finishedBatch(
        inputHash: String, definitionsHash: String, tenant: String
    ) throws(LedgerError) -> Batch? {
        try mapped { try store.batch(tenant: tenant, inputHash: inputHash, definitionsHash: definitionsHash) }
    }

    /// Whether any finished batch had an input of this size: where not, hashing the file before reading it is needless.
    package func mayHaveFinished(inputBytes: Int) throws(LedgerError) -> Bool {
        try mapped { try store.hasBatch(ofSize: inputBytes) }
    }

    // MARK: Allowance

    /// How many cases a tenant has used in a month: every MACD case counts as one, whatever became of it.
    package func used(tenant: String, month: AllowanceMonth) throws(LedgerError) -> Int {
        try mapped {
            try store.uses().reduce(0) { $0 + ($1.tenant == tenant && $1.month == month ? $1.cases : 0) }
        }
    }

    // MARK: Writing

    /// Starts an import: waits for its turn, mends what a killed run has left, and notes the attempt.
    ///
    /// - Parameters:
    ///   - wait: how long another writer is waited for.
    ///   - place: gives results of a run that was killed between its commit and its end their place, and says where
    ///     that is; `nil` when they are gone. Called before anything else; do not sweep hidden folders earlier. What it
    ///     throws ends the call, and the results are asked for again the next time.
    /// - Throws: `LedgerError`; `busy` names who holds the ledger.
    package func beginImport(
        _ attempt: ImportAttempt, wait: Duration = Ledger.usualWait, place: (PendingResults) throws -> String?
    ) throws(LedgerError) -> ImportSession {
        let lock = try lockForWriting(wait: wait)
        try recover(place: place)
        let execution: Int64
        do {
            execution = try mapped { [store] in
                try store.begin()
                let execution = try store.addExecution(attempt, process: "\(getpid())")
                try store.commit()
                try store.begin()
                try store.prepareLookups(expectedRows: attempt.expectedRows)
                return execution
            }
        } catch {
            store.rollBack()
            throw error
        }
        return ImportSession(ledger: self, lock: lock, attempt: attempt, execution: execution)
    }

    /// One short transaction under the writer's lock.
    func writing<Result>(
        wait: Duration, _ body: (any LedgerStore) throws -> Result
    ) throws(LedgerError) -> Result {
        let lock = try lockForWriting(wait: wait)
        defer { withExtendedLifetime(lock) {} }
        do {
            return try mapped { [store] in
                try store.begin()
                let result = try body(store)
                try store.commit()
                return result
            }
        } catch {
            store.rollBack()
            throw error
        }
    }

    func lockForWriting(wait: Duration) throws(LedgerError) -> WriterLock {
        guard !isReadOnly else {
            throw LedgerError(.contradiction, "The ledger \(path) was opened for questions only.")
        }
        return try WriterLock.acquire(ledger: path, wait: wait, now: SystemClock.now)
    }

    /// Brings what a killed run has left to an end. Whoever calls holds the lock, so nobody else is at it.
    private func recover(place: (PendingResults) throws -> String?) throws(LedgerError) {
        try mapped { [store] in
            let running = try store.runningExecutions()
            let pending = try store.pendingResults()
            guard !running.isEmpty || !pending.isEmpty else { return }
            let places = try pending.map { (execution: $0.execution, folder: try place($0.results)) }
            try store.begin()
            do {
                for execution in running {
                    try store.discardCases(of: execution)
                    try store.endExecution(
                        execution, .interrupted, at: SystemClock.now,
                        message: "The import was killed, or the machine stopped. Nothing of it was recorded.")
                    try audit("import.interrupted", execution: execution)
                }
                for (execution, folder) in places {
                    try store.setResults(folder, execution: execution)
                    try audit("import.recovered", execution: execution)
                }
                try store.commit()
            } catch {
                store.rollBack()
                throw error
            }
        }
    }

    /// Runs what a store does; its errors become the ledger's.
    func mapped<Result>(_ body: () throws -> Result) throws(LedgerError) -> Result {
        do {
            return try body()
        } catch let error as LedgerError {
            throw error
        } catch {
            throw StoreFault.error(error, path: path)
        }
    }

    private static var currentActor: String {
        let account = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
        var name = [CChar](repeating: 0, count: 256)
        gethostname(&name, name.count - 1)
        let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(account)@\(host)"
    }
}

/// The machine's clock.
enum SystemClock {
    /// Now, in whole seconds.
    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(secondsSince1970: Int64(time.tv_sec)) ?? .earliest
    }
}
