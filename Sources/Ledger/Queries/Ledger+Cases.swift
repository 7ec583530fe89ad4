import ServiceLevels

extension Ledger {
    /// Hands over the cases asked for, the earliest due first, until `body` says no.
    package func forEachCase(_ query: CaseQuery, _ body: (CaseRecord) throws -> Bool) throws(LedgerError) {
        try mapped {
            let groups = try store.groups(query.groups)
            let byID = Dictionary(groups.map { ($0.id, $0) }) { first, _ in first }
            let person = query.person?.lowercased()
            var goesOn = true
            for part in Self.parts(of: groups) where goesOn {
                try store.forEachCase(of: part.execution, in: part.groups) { stored in
                    guard let group = byID[stored.group],
                        query.statuses?.contains(stored.outcome.status) ?? true,
                        person.map({ stored.who?.lowercased().contains($0) ?? false }) ?? true
                    else { return true }
                    goesOn = try body(try record(stored, group))
                    return goesOn
                }
            }
        }
    }

    /// Groups that are due at the same moment and lie in the same pages are read together.
    private static func parts(of groups: [StoredGroup]) -> [(execution: Int64?, groups: Set<Int64>)] {
        var parts: [(execution: Int64?, groups: Set<Int64>)] = []
        var places: [String: Int] = [:]
        for group in groups {
            let key = "\(group.group.due.secondsSince1970) \(group.execution ?? 0)"
            if let place = places[key] {
                parts[place].groups.insert(group.id)
            } else {
                places[key] = parts.count
                parts.append((group.execution, [group.id]))
            }
        }
        return parts
    }

    /// The case with an id; `nil` when there is none. Of several that share the id, the latest.
    package func caseRecord(caseBits: UInt64) throws(LedgerError) -> CaseRecord? {
        try mapped { try store.find(caseBits: caseBits).last.flatMap { try caseRecord($0) } }
    }

    /// What has happened to a case, in order; what made it comes first.
    package func history(of record: CaseRecord) throws(LedgerError) -> [CaseEvent] {
        try mapped {
            var events = try store.audit(of: record.number).map { entry in
                let details = JSONWords.pairs(entry.details)
                let other = details["other"].flatMap { UInt64($0) }.map { CaseNumber(rawValue: $0) }
                return CaseEvent(
                    at: entry.at, actor: entry.actor, action: entry.action, other: try other.flatMap(reference),
                    note: details["note"] ?? "")
            }
            switch record.outcome {
            case .replaced(let other), .cancelled(let other):
                guard let later = try caseRecord(other) else { break }
                let action = record.outcome.status == .replaced ? "case.replaced" : "case.cancelled"
                events.append(
                    CaseEvent(
                        at: later.group.received, actor: "", action: action,
                        other: CaseReference(number: later.number, caseBits: later.caseBits), note: ""))
            case .open, .closed: break
            }
            return events
        }
    }

    func caseRecord(_ number: CaseNumber) throws -> CaseRecord? {
        guard let stored = try store.storedCase(number), let group = try store.group(stored.group) else { return nil }
        return try record(stored, group)
    }

    private func record(_ stored: StoredCase, _ group: StoredGroup) throws -> CaseRecord {
        CaseRecord(
            number: stored.number, caseBits: stored.content.caseBits, outcome: stored.outcome, group: group.group,
            tenant: group.tenant, batch: group.batch, file: group.file, record: stored.record,
            effectiveDate: stored.effectiveDate, who: stored.who,
            target: stored.target == .none ? nil : try reference(stored.target), isCancellation: stored.isCancellation)
    }

    /// The id of the case with a number.
    func reference(_ number: CaseNumber) throws -> CaseReference? {
        try store.storedCase(number).map { CaseReference(number: number, caseBits: $0.content.caseBits) }
    }

    // MARK: Batches

    /// The batches, newest first.
    package func batches(limit: Int) throws(LedgerError) -> [Batch] {
        try mapped { try store.batches(limit: limit) }
    }

    /// The attempts, newest first, of one batch or all. One that says it is running, and whose process holds the ledger
    /// no longer, was interrupted.
    package func executions(batch: Int64? = nil, limit: Int) throws(LedgerError) -> [Execution] {
        try mapped {
            let isHeld = WriterLock.isHeld(ledger: path)
            return try store.executions(batch: batch, limit: limit).map { execution in
                var execution = execution
                if execution.outcome == .running, !isHeld { execution.outcome = .interrupted }
                return execution
            }
        }
    }
}
