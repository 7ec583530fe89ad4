import Ledger
import ServiceLevels
import Synchronization

/// A ledger in dictionaries: the plainest store that does what a store must, to hold the others against.
///
/// A transaction is a copy that is put back when it is rolled back.
final class MemoryStore: LedgerStore {
    private struct Content {
        var executions: [ExecutionRow] = []
        var batches: [BatchRow] = []
        var groups: [StoredGroup] = []
        var cases: [StoredCase] = []
        var keys: [KeyIndex: [CaseKey: CaseNumber]] = [.content: [:], .subject: [:]]
        var audit: [(entry: AuditEntry, seal: [UInt8])] = []
        var shapes: [String: String] = [:]
        var held: [HeldBatch] = []
    }

    private struct ExecutionRow {
        var execution: Execution
        var pending: PendingResults?
        var results: String?
        var counts = "{}"
    }

    private struct BatchRow {
        var id: Int64
        var attempt: ImportAttempt
        var inputHash: String
        var committed: Instant
        var last: Int64
    }

    private let state = Mutex<(now: Content, before: Content?)>((Content(), nil))

    private func read<Result: Sendable>(_ body: (Content) throws -> sending Result) rethrows -> Result {
        try state.withLock { try body($0.now) }
    }

    private func change<Result: Sendable>(_ body: (inout Content) throws -> sending Result) rethrows -> Result {
        try state.withLock { try body(&$0.now) }
    }

    // MARK: Transactions

    func begin() throws { state.withLock { $0.before = $0.now } }
    func commit() throws { state.withLock { $0.before = nil } }
    func rollBack() {
        state.withLock { state in
            if let before = state.before { state.now = before }
            state.before = nil
        }
    }
    func tidy() throws {}
    func close() throws {}

    // MARK: Batches and executions

    func addExecution(_ attempt: ImportAttempt, process: String) throws -> Int64 {
        change { content in
            let id = Int64(content.executions.count + 1)
            content.executions.append(
                ExecutionRow(
                    execution: Execution(
                        id: id, batch: nil, file: attempt.file, started: attempt.started, ended: nil, outcome: .running,
                        message: nil)))
            return id
        }
    }

    func endExecution(_ id: Int64, _ outcome: Execution.Outcome, at: Instant, message: String?) throws {
        change { content in
            content.executions[Int(id) - 1].execution.outcome = outcome
            content.executions[Int(id) - 1].execution.ended = at
            content.executions[Int(id) - 1].execution.message = message
        }
    }

    func addBatch(_ attempt: ImportAttempt, _ completion: ImportCompletion, execution: Int64) throws -> Int64 {
        change { content in
            let id: Int64
            if let known = content.batches.firstIndex(where: {
                $0.attempt.tenant == attempt.tenant && $0.inputHash == completion.inputHash
                    && $0.attempt.definitionsHash == attempt.definitionsHash
            }) {
                id = content.batches[known].id
                content.batches[known].last = execution
                content.batches[known].committed = completion.ended
            } else {
                id = Int64(content.batches.count + 1)
                content.batches.append(
                    BatchRow(
                        id: id, attempt: attempt, inputHash: completion.inputHash, committed: completion.ended,
                        last: execution))
            }
            content.executions[Int(execution) - 1].execution.batch = id
            content.executions[Int(execution) - 1].pending = completion.results
            content.executions[Int(execution) - 1].counts = completion.counts
            return id
        }
    }

    private static func batch(_ row: BatchRow, _ content: Content) -> Batch {
        let executions = Set(content.executions.filter { $0.execution.batch == row.id }.map(\.execution.id))
        let groups = content.groups.filter { $0.execution.map(executions.contains) ?? false }
        let last = content.executions[Int(row.last) - 1]
        return Batch(
            id: row.id, tenant: row.attempt.tenant, file: row.attempt.file, inputHash: row.inputHash,
            inputBytes: row.attempt.inputBytes, definitionsHash: row.attempt.definitionsHash,
            cases: groups.reduce(0) { $0 + $1.counts.total }, openCases: groups.reduce(0) { $0 + $1.counts.open },
            committed: row.committed, results: last.results, counts: last.counts)
    }

    func batch(tenant: String, inputHash: String, definitionsHash: String) throws -> Batch? {
        read { content in
            content.batches.first {
                $0.attempt.tenant == tenant && $0.inputHash == inputHash
                    && $0.attempt.definitionsHash == definitionsHash
            }.map { Self.batch($0, content) }
        }
    }

    func hasBatch(ofSize bytes: Int) throws -> Bool {
        read { $0.batches.contains { $0.attempt.inputBytes == bytes } }
    }

    func batches(limit: Int) throws -> [Batch] {
        read { content in content.batches.reversed().prefix(limit).map { Self.batch($0, content) } }
    }

    func batch(_ id: Int64) throws -> Batch? {
        read { content in content.batches.first { $0.id == id }.map { Self.batch($0, content) } }
    }

    func executions(batch: Int64?, limit: Int) throws -> [Execution] {
        read { content in
            Array(
                content.executions.map(\.execution).filter { batch == nil || $0.batch == batch }.reversed()
                    .prefix(limit))
        }
    }

    func runningExecutions() throws -> [Int64] {
        read { $0.executions.map(\.execution).filter { $0.outcome == .running }.map(\.id) }
    }

    func pendingResults() throws -> [(execution: Int64, results: PendingResults)] {
        read { content in content.executions.compactMap { row in row.pending.map { (row.execution.id, $0) } } }
    }

    func setResults(_ folder: String?, execution: Int64) throws {
        change { content in
            content.executions[Int(execution) - 1].results = folder
            content.executions[Int(execution) - 1].pending = nil
        }
    }

    // MARK: Cases

    func addGroup(_ group: CaseGroup, tenant: String, execution: Int64?) throws -> Int64 {
        change { content in
            let id = Int64(content.groups.count + 1)
            content.groups.append(
                StoredGroup(
                    id: id, group: group, tenant: tenant, execution: execution, batch: nil, file: "",
                    counts: StatusCounts()))
            return id
        }
    }

    func adjust(group: Int64, _ counts: StatusCounts) throws {
        change { content in
            for status in CaseStatus.allCases { content.groups[Int(group) - 1].counts[status] += counts[status] }
        }
    }

    func groups(_ filter: GroupFilter) throws -> [StoredGroup] {
        read { content in
            content.groups.map { group in
                var group = group
                if let execution = group.execution.map({ content.executions[Int($0) - 1].execution }) {
                    group.batch = execution.batch
                    group.file = execution.file
                }
                return group
            }.filter { stored in
                func fits<Value: Equatable>(_ wanted: Value?, _ value: Value?) -> Bool {
                    wanted == nil || wanted == value
                }
                return fits(filter.id, stored.id) && fits(filter.tenant, stored.tenant)
                    && fits(filter.batch, stored.batch)
                    && fits(filter.product?.lowercased(), stored.group.product.lowercased())
                    && (fits(filter.service?.lowercased(), stored.group.service.lowercased())
                        || fits(filter.service?.lowercased(), stored.group.serviceID.lowercased()))
                    && (filter.dueBefore.map { stored.group.due < $0 } ?? true)
                    && (filter.statuses.map { $0.contains { stored.counts[$0] > 0 } } ?? true)
            }.sorted { ($0.group.due, $0.id) < ($1.group.due, $1.id) }
        }
    }

    func uses() throws -> [LedgerStatus.Use] {
        read { content in
            var sums: [String: LedgerStatus.Use] = [:]
            for stored in content.groups {
                guard let month = stored.group.month else { continue }
                let empty = LedgerStatus.Use(tenant: stored.tenant, region: stored.group.region, month: month, cases: 0)
                sums["\(stored.tenant)|\(month)|\(stored.group.region)", default: empty].cases += stored.counts.total
            }
            return sums.sorted { $0.key < $1.key }.map(\.value)
        }
    }

    func prepareLookups(expectedRows: Int) throws {}

    func find(_ keys: [CaseKey], in index: KeyIndex) throws -> [CaseNumber] {
        read { content in keys.map { content.keys[index]?[$0] ?? .none } }
    }

    func find(caseBits: UInt64) throws -> [CaseNumber] {
        read { content in content.cases.filter { $0.content.caseBits == caseBits }.map(\.number) }
    }

    func append(_ cases: [NewCase], of block: RequestBlock, groups: [Int64], execution: Int64?) throws {
        change { content in
            for new in cases {
                let request = block.requests[new.request]
                let number = Self.number(content.cases.count)
                content.cases.append(
                    StoredCase(
                        number: number, content: request.content, group: groups[Int(request.group.rawValue)],
                        execution: execution, record: request.record, effectiveDate: request.effectiveDate,
                        target: new.target, isCancellation: new.isCancellation, outcome: .open,
                        who: String(decoding: block.text[request.who], as: UTF8.self)))
                content.keys[.content]?[request.content] = number
                if !new.isCancellation, let subject = request.subject { content.keys[.subject]?[subject] = number }
            }
        }
    }

    /// Nothing is kept early here.
    func discardCases(of execution: Int64) throws {}

    private static func number(_ index: Int) -> CaseNumber { CaseNumber(page: Int64(index + 1), place: 0) }

    func number(ofNext offset: Int) throws -> CaseNumber { read { Self.number($0.cases.count + offset) } }

    func identity(of number: CaseNumber) throws -> CaseIdentity? {
        try storedCase(number).map { CaseIdentity(content: $0.content, group: $0.group, record: $0.record) }
    }

    func storedCase(_ number: CaseNumber) throws -> StoredCase? {
        read { content in
            let index = Int(number.page) - 1
            return content.cases.indices.contains(index) ? content.cases[index] : nil
        }
    }

    func outcome(of number: CaseNumber) throws -> CaseOutcome {
        try storedCase(number)?.outcome ?? .open
    }

    func setOutcome(_ outcome: CaseOutcome, of number: CaseNumber) throws {
        change { $0.cases[Int(number.page) - 1].outcome = outcome }
    }

    func digestOfAppended() throws -> [UInt8] { [] }

    func forEachCase(of execution: Int64?, in groups: Set<Int64>, _ body: (StoredCase) throws -> Bool) throws {
        for stored in read({ $0.cases }) where stored.execution == execution && groups.contains(stored.group) {
            guard try body(stored) else { return }
        }
    }

    // MARK: History

    func addAudit(_ entry: AuditEntry, hash: [UInt8]) throws -> Int64 {
        change { content in
            content.audit.append((entry, hash))
            return Int64(content.audit.count)
        }
    }

    func lastAudit() throws -> (sequence: Int64, hash: [UInt8])? {
        read { content in content.audit.last.map { (Int64(content.audit.count), $0.seal) } }
    }

    func forEachAudit(_ body: (Int64, AuditEntry, [UInt8]) throws -> Void) throws {
        for (index, item) in read({ $0.audit }).enumerated() { try body(Int64(index + 1), item.entry, item.seal) }
    }

    func audit(of number: CaseNumber) throws -> [AuditEntry] {
        read { $0.audit.map(\.entry).filter { $0.caseNumber == number } }
    }

    func shape(ofSource source: String) throws -> String? { read { $0.shapes[source] } }
    func remember(shape: String, source: String, at: Instant) throws { change { $0.shapes[source] = shape } }

    func hold(_ batch: HeldBatch) throws {
        change { content in
            content.held.removeAll { $0.id == batch.id }
            content.held.append(batch)
        }
    }

    func heldBatches() throws -> [HeldBatch] { read { $0.held } }

    // MARK: Upkeep

    func faults() throws -> [String] { [] }
    func digests() throws -> [Int64: [UInt8]] { [:] }
    func emptyDigest() throws -> [UInt8] { [] }
    func backUp(to path: String) throws {}
    func compact() throws {}

    func forgetPeople(before: Instant) throws -> Int {
        change { content in
            var count = 0
            for index in content.cases.indices where content.cases[index].who != nil {
                let execution = content.cases[index].execution.map { content.executions[Int($0) - 1].execution }
                guard (execution?.ended ?? .earliest) < before else { continue }
                content.cases[index].who = nil
                count += 1
            }
            return count
        }
    }
}
