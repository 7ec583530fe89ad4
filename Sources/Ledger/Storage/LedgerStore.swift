package import ServiceLevels

/// What a ledger is kept in. The façade decides, a store keeps: it knows no rule of the field.
///
/// All calls come from one thread at a time. Between `begin()` and `commit()` what is written is seen by this store
/// alone; `commit()` returns when all of it would outlive a power cut, and `rollBack()` leaves nothing of it, but for the
/// cases of an execution that has not ended: a store may keep some of them early, as long as no answer shows them.
package protocol LedgerStore: AnyObject, Sendable {
    // MARK: Transactions

    func begin() throws
    /// Durable when it returns. When it throws, nothing of the transaction is there.
    func commit() throws
    func rollBack()
    /// Work that may be done when nobody waits, such as merging what many imports have left; no answer changes by it.
    func tidy() throws
    /// Releases the file.
    func close() throws

    // MARK: Batches and executions

    func addExecution(_ attempt: ImportAttempt, process: String) throws -> Int64
    func endExecution(_ id: Int64, _ outcome: Execution.Outcome, at: Instant, message: String?) throws
    /// Adds the batch or finds it, and ties the execution to it.
    func addBatch(_ attempt: ImportAttempt, _ completion: ImportCompletion, execution: Int64) throws -> Int64
    func batch(tenant: String, inputHash: String, definitionsHash: String) throws -> Batch?
    func hasBatch(ofSize bytes: Int) throws -> Bool
    /// Newest first.
    func batches(limit: Int) throws -> [Batch]
    func batch(_ id: Int64) throws -> Batch?
    /// Newest first; of one batch, or all.
    func executions(batch: Int64?, limit: Int) throws -> [Execution]
    func runningExecutions() throws -> [Int64]
    func pendingResults() throws -> [(execution: Int64, results: PendingResults)]
    /// Sets where an execution's results are, and that none are pending any more.
    func setResults(_ folder: String?, execution: Int64) throws

    // MARK: Cases

    func addGroup(_ group: CaseGroup, tenant: String, execution: Int64?) throws -> Int64
    func adjust(group: Int64, _ counts: StatusCounts) throws
    func groups(_ filter: GroupFilter) throws -> [StoredGroup]
    /// Cases that count towards an allowance, by tenant, region and month.
    func uses() throws -> [LedgerStatus.Use]

    /// Told before many lookups come, so that they may be made quick.
    func prepareLookups(expectedRows: Int) throws
    /// The latest case of each key, appended ones of this transaction included; `.none` where there is none.
    func find(_ keys: [CaseKey], in index: KeyIndex) throws -> [CaseNumber]
    /// The cases whose id has these bits; more than one only where two contents share an id.
    func find(caseBits: UInt64) throws -> [CaseNumber]
    /// Appends cases in order.
    func append(_ cases: [NewCase], of block: RequestBlock, groups: [Int64], execution: Int64?) throws
    /// Removes the cases and groups of an execution that was given up or killed.
    func discardCases(of execution: Int64) throws
    /// The number that a case gets which is appended after `offset` others in this transaction from now on.
    func number(ofNext offset: Int) throws -> CaseNumber
    /// What an amendment or a report needs of a case, a million times if need be.
    func identity(of number: CaseNumber) throws -> CaseIdentity?
    func storedCase(_ number: CaseNumber) throws -> StoredCase?
    func outcome(of number: CaseNumber) throws -> CaseOutcome
    func setOutcome(_ outcome: CaseOutcome, of number: CaseNumber) throws
    /// SHA-256 over the keys, groups and records of the cases appended in this transaction, in their order.
    func digestOfAppended() throws -> [UInt8]
    /// Hands over the cases of an execution that are in one of the groups, in order, until `body` says no.
    func forEachCase(
        of execution: Int64?, in groups: Set<Int64>, _ body: (StoredCase) throws -> Bool
    ) throws

    // MARK: History

    func addAudit(_ entry: AuditEntry, hash: [UInt8]) throws -> Int64
    func lastAudit() throws -> (sequence: Int64, hash: [UInt8])?
    func forEachAudit(_ body: (Int64, AuditEntry, [UInt8]) throws -> Void) throws
    func audit(of number: CaseNumber) throws -> [AuditEntry]

    // MARK: Shapes and held batches

    func shape(ofSource source: String) throws -> String?
    func remember(shape: String, source: String, at: Instant) throws
    func hold(_ batch: HeldBatch) throws
    func heldBatches() throws -> [HeldBatch]

    // MARK: Upkeep

    /// What does not fit together, in words; empty when all is well.
    func faults() throws -> [String]
    /// SHA-256 over the facts of each execution's cases, in their order: what the audit trail holds for each.
    func digests() throws -> [Int64: [UInt8]]
    /// The digest of no cases at all.
    func emptyDigest() throws -> [UInt8]
    func backUp(to path: String) throws
    func compact() throws
    /// Forgets whom and what the cases of executions that ended before a moment are about.
    /// - Returns: the number of cases.
    func forgetPeople(before: Instant) throws -> Int
}

/// The two ways to look a case up.
package enum KeyIndex: Int, Sendable, CaseIterable {
    /// By content.
    case content = 0
    /// By whom and what it is about; the latest case of each.
    case subject = 1
}

/// A case that is to be appended.
package struct NewCase: Sendable {
    /// Its index in the block.
    package var request: Int
    /// The case it replaces or cancels; `.none` for most.
    package var target: CaseNumber
    /// It cancels its target, so no later request is about the same.
    package var isCancellation: Bool

    package init(
        request: Int, target: CaseNumber, isCancellation: Bool
    ) {
        self.request = request
        self.target = target
        self.isCancellation = isCancellation
    }
}

/// What a case is, without how it stands.
package struct CaseIdentity: Hashable, Sendable {
    package var content: CaseKey
    package var group: Int64
    /// The record in its file.
    package var record: Int

    package init(content: CaseKey, group: Int64, record: Int) {
        self.content = content
        self.group = group
        self.record = record
    }
}

/// A case as it is kept.
package struct StoredCase: Hashable, Sendable {
    package var number: CaseNumber
    package var content: CaseKey
    package var group: Int64
    package var execution: Int64?
    package var record: Int
    package var effectiveDate: CalendarDate?
    /// The case it replaced or cancelled.
    package var target: CaseNumber
    package var isCancellation: Bool
    package var outcome: CaseOutcome
    /// `nil` once it is forgotten.
    package var who: String?

    package init(
        number: CaseNumber, content: CaseKey, group: Int64, execution: Int64?, record: Int,
        effectiveDate: CalendarDate?, target: CaseNumber, isCancellation: Bool, outcome: CaseOutcome, who: String?
    ) {
        self.number = number
        self.content = content
        self.group = group
        self.execution = execution
        self.record = record
        self.effectiveDate = effectiveDate
        self.target = target
        self.isCancellation = isCancellation
        self.outcome = outcome
        self.who = who
    }
}

/// How many cases of a group have which status.
package struct StatusCounts: Hashable, Sendable {
    package var open = 0
    package var closed = 0
    package var replaced = 0
    package var cancelled = 0

    package init(
        open: Int = 0, closed: Int = 0, replaced: Int = 0, cancelled: Int = 0
    ) {
        self.open = open
        self.closed = closed
        self.replaced = replaced
        self.cancelled = cancelled
    }

    package var total: Int { open &+ closed &+ replaced &+ cancelled }

    package subscript(status: CaseStatus) -> Int {
        get {
            switch status {
            case .open: open
            case .closed: closed
            case .replaced: replaced
            case .cancelled: cancelled
            }
        }
        set {
            switch status {
            case .open: open = newValue
            case .closed: closed = newValue
            case .replaced: replaced = newValue
            case .cancelled: cancelled = newValue
            }
        }
    }
}

/// A group as it is kept.
package struct StoredGroup: Hashable, Sendable, Identifiable {
    package var id: Int64
    package var group: CaseGroup
    package var tenant: String
    package var execution: Int64?
    package var batch: Int64?
    package var file: String
    package var counts: StatusCounts

    package init(
        id: Int64, group: CaseGroup, tenant: String, execution: Int64?, batch: Int64?, file: String,
        counts: StatusCounts
    ) {
        self.id = id
        self.group = group
        self.tenant = tenant
        self.execution = execution
        self.batch = batch
        self.file = file
        self.counts = counts
    }
}

/// Which groups are asked for; what is `nil` does not matter.
package struct GroupFilter: Hashable, Sendable {
    package var id: Int64?
    package var tenant: String?
    package var batch: Int64?
    package var product: String?
    package var service: String?
    package var dueBefore: Instant?
    /// Groups that hold cases of one of these.
    package var statuses: Set<CaseStatus>?

    package init() {}
}

/// An entry of the audit trail.
package struct AuditEntry: Hashable, Sendable {
    package var at: Instant
    /// The account and machine that did it.
    package var actor: String
    /// What was done, such as `import.finished` or `case.closed`.
    package var action: String
    package var caseNumber: CaseNumber
    package var execution: Int64?
    /// More of it as JSON; no personal data.
    package var details: String

    package init(
        at: Instant, actor: String, action: String, caseNumber: CaseNumber, execution: Int64?, details: String
    ) {
        self.at = at
        self.actor = actor
        self.action = action
        self.caseNumber = caseNumber
        self.execution = execution
        self.details = details
    }
}

/// A batch that a guard has held back, until somebody decides.
package struct HeldBatch: Hashable, Sendable, Identifiable {
    package enum State: String, Sendable {
        case held, approved, rejected
    }

    /// As `muster approve` takes it.
    package var id: String
    package var tenant: String
    /// The file, an absolute path.
    package var file: String
    /// SHA-256 of the file: another content under the same name is not what was approved.
    package var inputHash: String
    /// Why it is held, in words.
    package var reasons: [String]
    package var state: State
    package var held: Instant
    package var decided: Instant?

    package init(
        id: String, tenant: String, file: String, inputHash: String, reasons: [String], state: State = .held,
        held: Instant, decided: Instant? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.file = file
        self.inputHash = inputHash
        self.reasons = reasons
        self.state = state
        self.held = held
        self.decided = decided
    }
}
