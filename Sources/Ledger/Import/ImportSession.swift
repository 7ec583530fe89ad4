/// One import's dealings with the ledger: from its turn to write until its results are in their place.
///
/// Nothing of it is to be seen by others, or outlives a kill, before `commit(_:)` has returned. A session that is
/// dropped without a word is undone. Not to be shared between threads.
package final class ImportSession {
    private let ledger: Ledger
    private let attempt: ImportAttempt
    private let execution: Int64
    private let store: any LedgerStore
    /// Held until the session ends.
    private var lock: WriterLock?
    private var state = State.recording

    private var groups: [CaseGroup: CaseGroupNumber] = [:]
    /// The store's numbers of the groups, by the session's.
    private var groupIDs: [Int64] = []
    private var counts: [StatusCounts] = []
    /// What becomes of groups of earlier imports.
    private var earlierCounts: [Int64: StatusCounts] = [:]
    /// Groups of earlier imports that origins were asked of.
    private var seenGroups: [Int64: StoredGroup] = [:]
    private var repeats = RepeatIndex()

    /// Cases recorded so far.
    package private(set) var recorded = 0

    private enum State {
        case recording, committed, ended
    }

    init(ledger: Ledger, lock: WriterLock, attempt: ImportAttempt, execution: Int64) {
        self.ledger = ledger
        self.lock = lock
        self.attempt = attempt
        self.execution = execution
        store = ledger.store
    }

    deinit {
        if state == .recording { undo(message: "The import was given up.") }
    }

    // MARK: Recording

    /// The group's number for this session; asking again for the same one gives the same number.
    package func group(_ group: CaseGroup) throws(LedgerError) -> CaseGroupNumber {
        if let known = groups[group] { return known }
        let id = try ledger.mapped {
            try store.addGroup(group, tenant: attempt.tenant, execution: execution)
        }
        let number = CaseGroupNumber(rawValue: UInt32(truncatingIfNeeded: groupIDs.count))
        groups[group] = number
        groupIDs.append(id)
        counts.append(StatusCounts())
        return number
    }

    /// Decides on the accepted requests of a block, and records those that become cases.
    ///
    /// Blocks are to come in file order. A request sees all before it, those of its own file included.
    /// - Returns: a decision for each request.
    package func record(_ block: RequestBlock) throws(LedgerError) -> [Decision] {
        guard state == .recording else { throw LedgerError(.contradiction, "The import has been committed already.") }
        return try ledger.mapped { try decide(block) }
    }

    private func decide(_ block: RequestBlock) throws -> [Decision] {
        let requests = block.requests
        var decisions: [Decision] = []
        decisions.reserveCapacity(requests.count)
        let contents = try store.find(requests.map(\.content), in: .content)
        let subjects = try findSubjects(requests, unless: contents)
        // In variables of their own, where a loop may use them without asking each time whether somebody else does.
        var cases: [NewCase] = []
        cases.reserveCapacity(requests.count)
        var repeats = RepeatIndex()
        swap(&repeats, &self.repeats)
        defer { swap(&repeats, &self.repeats) }
        let groupCount = groupIDs.count
        repeats.removeAll(expected: requests.count)
        for index in requests.indices {
            let request = requests[index]
            guard Int(request.group.rawValue) < groupCount else {
                throw LedgerError(.contradiction, "A request names a group that the session has not given out.")
            }
            var content = contents[index]
            var subject = subjects[index]
            let isRepeat = repeats.insert(request.content, request.subject)
            if isRepeat {
                // What was found before the block does not hold for what the block itself has added.
                try flush(&cases, block)
                content = try store.find([request.content], in: .content)[0]
                if let key = request.subject { subject = try store.find([key], in: .subject)[0] }
            }
            if content != .none {
                decisions.append(
                    .alreadyImported(CaseReference(number: content, caseBits: request.content.caseBits)))
                continue
            }
            var open: CaseIdentity?
            if subject != .none, try store.outcome(of: subject) == .open { open = try store.identity(of: subject) }
            if let open {
                let reference = CaseReference(number: subject, caseBits: open.content.caseBits)
                let number = try store.number(ofNext: cases.count)
                decisions.append(request.isCancellation ? .cancels(reference) : .amends(reference))
                cases.append(NewCase(request: index, target: subject, isCancellation: request.isCancellation))
                try end(subject, open.group, request.isCancellation ? .cancelled(by: number) : .replaced(by: number))
            } else if request.isCancellation {
                decisions.append(.nothingToCancel)
            } else {
                decisions.append(.new)
                cases.append(NewCase(request: index, target: .none, isCancellation: false))
            }
        }
        try flush(&cases, block)
        return decisions
    }

    private func findSubjects(_ requests: [CaseRequest], unless known: [CaseNumber]) throws -> [CaseNumber] {
        var keys: [CaseKey] = []
        keys.reserveCapacity(requests.count)
        for index in requests.indices where known[index] == .none {
            if let key = requests[index].subject { keys.append(key) }
        }
        let found = try store.find(keys, in: .subject)
        var next = 0
        return requests.indices.map { index in
            guard known[index] == .none, requests[index].subject != nil else { return .none }
            next += 1
            return found[next - 1]
        }
    }

    /// Records cases that have been decided on.
    private func flush(_ cases: inout [NewCase], _ block: RequestBlock) throws {
        guard !cases.isEmpty else { return }
        try store.append(cases, of: block, groups: groupIDs, execution: execution)
        Self.count(cases, of: block, in: &counts)
        recorded += cases.count
        cases.removeAll(keepingCapacity: true)
    }

    private static func count(_ cases: [NewCase], of block: RequestBlock, in counts: inout [StatusCounts]) {
        for new in cases { counts[Int(block.requests[new.request].group.rawValue)].open += 1 }
    }

    /// Ends an open case and counts it.
    private func end(_ number: CaseNumber, _ group: Int64, _ outcome: CaseOutcome) throws {
        try store.setOutcome(outcome, of: number)
        earlierCounts[group, default: StatusCounts()].open -= 1
        earlierCounts[group, default: StatusCounts()][outcome.status] += 1
    }

    /// Where an earlier case came from, for the rows that a report shows; quick enough to be asked of every row.
    package func origin(of reference: CaseReference) throws(LedgerError) -> CaseOrigin? {
        try ledger.mapped {
            guard let identity = try store.identity(of: reference.number) else { return nil }
            let group: StoredGroup?
            if let known = seenGroups[identity.group] {
                group = known
            } else {
                group = try store.group(identity.group)
                seenGroups[identity.group] = group
            }
            let outcome = try store.outcome(of: reference.number)
            var endedBy: UInt64?
            switch outcome {
            case .replaced(let other), .cancelled(let other):
                endedBy = try store.identity(of: other)?.content.caseBits
            case .open, .closed: break
            }
            return CaseOrigin(
                caseBits: identity.content.caseBits, batch: group?.batch, file: group?.file ?? "",
                record: identity.record, status: outcome.status, endedBy: endedBy)
        }
    }

    /// The case that is open for a subject, if one is.
    package func openCase(of subject: CaseKey) throws(LedgerError) -> CaseReference? {
        try ledger.mapped {
            let number = try store.find([subject], in: .subject)[0]
            guard number != .none, try store.outcome(of: number) == .open, let open = try store.identity(of: number)
            else { return nil }
            return CaseReference(number: number, caseBits: open.content.caseBits)
        }
    }

    /// How many cases the tenant has used in a month before this import.
    package func used(month: AllowanceMonth) throws(LedgerError) -> Int {
        try ledger.used(tenant: attempt.tenant, month: month)
    }

    /// The finished batch of the input, if another process has imported it while this one waited.
    package func finishedBatch(inputHash: String) throws(LedgerError) -> Batch? {
        try ledger.finishedBatch(
            inputHash: inputHash, definitionsHash: attempt.definitionsHash, tenant: attempt.tenant)
    }

    // MARK: Ending

    /// Makes everything recorded last: cases, batch, execution and audit trail, in one step. The point of no return.
    ///
    /// When it throws, nothing was recorded. The results are to be complete and synced before.
    /// - Returns: the batch's number.
    @discardableResult
    package func commit(_ completion: ImportCompletion) throws(LedgerError) -> Int64 {
        guard state == .recording else { throw LedgerError(.contradiction, "The import has been committed already.") }
        do {
            let batch = try ledger.mapped { try complete(completion) }
            state = .committed
            return batch
        } catch {
            mayBeCommitted = !undo(message: error.message)
            throw error
        }
    }

    /// A commit failed, and so did noting that it failed. Where the disk took the commit but could not say so, the next
    /// import finds it done: the results are to stay where they are for it, which does away with them otherwise.
    package private(set) var mayBeCommitted = false

    private func complete(_ completion: ImportCompletion) throws -> Int64 {
        for (index, counts) in counts.enumerated() { try store.adjust(group: groupIDs[index], counts) }
        for (group, counts) in earlierCounts.sorted(by: { $0.key < $1.key }) {
            try store.adjust(group: group, counts)
        }
        if let shape = completion.shape {
            try store.remember(shape: shape.json, source: shape.source, at: completion.ended)
        }
        let batch = try store.addBatch(attempt, completion, execution: execution)
        try store.endExecution(execution, .finished, at: completion.ended, message: nil)
        let digest = try store.digestOfAppended().hexadecimal
        try ledger.audit(
            "import.finished", execution: execution,
            details: [
                ("batch", "\(batch)"), ("input", completion.inputHash), ("definitions", attempt.definitionsHash),
                ("cases", "\(recorded)"), ("digest", digest),
            ])
        try store.commit()
        return batch
    }

    /// Notes where the results are, now that they have their place, and lets the next writer in.
    ///
    /// - Parameter results: the folder; `nil` for a run that makes none.
    package func finished(results: String?) throws(LedgerError) {
        guard state == .committed else { throw LedgerError(.contradiction, "The import is not committed.") }
        state = .ended
        defer { lock = nil }
        do {
            try ledger.mapped {
                try store.begin()
                try store.setResults(results, execution: execution)
                try store.commit()
            }
        } catch {
            store.rollBack()
            throw error
        }
        // What is only for speed must not fail an import that is done.
        try? store.tidy()
    }

    /// Undoes everything recorded, and notes why.
    package func abandon(_ message: String) {
        guard state == .recording else { return }
        undo(message: message)
    }

    /// - Returns: false where even this cannot be written; the next writer notes the attempt as interrupted.
    @discardableResult
    private func undo(message: String) -> Bool {
        state = .ended
        store.rollBack()
        let isNoted: ()? = try? ledger.mapped {
            try store.begin()
            try store.discardCases(of: execution)
            try store.endExecution(execution, .failed, at: SystemClock.now, message: message)
            try ledger.audit("import.failed", execution: execution)
            try store.commit()
        }
        store.rollBack()
        lock = nil
        return isNoted != nil
    }
}

/// Finds keys that a block itself repeats; small enough to stay in the processor's cache.
private struct RepeatIndex {
    private var slots: [UInt64] = []

    mutating func removeAll(expected: Int) {
        var size = 64
        while size < expected * 4 { size *= 2 }
        if slots.count == size {
            for index in slots.indices { slots[index] = 0 }
        } else {
            slots = [UInt64](repeating: 0, count: size)
        }
    }

    /// Whether one of the keys came before. May err on the side of yes; the store knows better.
    mutating func insert(_ content: CaseKey, _ subject: CaseKey?) -> Bool {
        let isKnown = insert(content.tail | 1)
        guard let subject else { return isKnown }
        return insert(subject.tail & ~1 | 2) || isKnown
    }

    private mutating func insert(_ word: UInt64) -> Bool {
        let mask = slots.count &- 1
        var at = Int(truncatingIfNeeded: word >> 20) & mask
        while slots[at] != 0 {
            if slots[at] == word { return true }
            at = (at &+ 1) & mask
        }
        slots[at] = word
        return false
    }
}
