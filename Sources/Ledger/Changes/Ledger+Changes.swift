import Crypto
package import ServiceLevels

/// What people do to cases that exist.
extension Ledger {
    /// Closes open cases: all of them, or none when one cannot be closed.
    ///
    /// - Throws: `unknown` for an id that no case has, `refused` for a case that is not open.
    package func closeCases(
        _ ids: [UInt64], at: Instant, note: String = "", name: (UInt64) -> String,
        wait: Duration = Ledger.usualWait
    ) throws(LedgerError) {
        try writing(wait: wait) { store in
            for id in ids {
                let record = try openCase(id, name: name)
                try store.setOutcome(.closed(at: at), of: record.number)
                try move(record, to: .closed)
                try audit("case.closed", case: record.number, details: note.isEmpty ? [] : [("note", note)])
            }
        }
    }

    /// Raises a technical support case for a case in trouble, and links the two.
    ///
    /// - Parameters:
    ///   - group: of the support case, with its service level and due time; its kind is set here.
    ///   - name: writes an id for people.
    /// - Returns: the support case.
    package func escalate(
        _ id: UInt64, group: CaseGroup, name: (UInt64) -> String, wait: Duration = Ledger.usualWait
    ) throws(LedgerError) -> CaseRecord {
        let number = try writing(wait: wait) { store in
            let record = try openCase(id, name: name)
            guard !record.isEscalation else {
                throw LedgerError(
                    .refused, "\(name(id)) is a technical support case itself. Escalate the case it was raised for.")
            }
            var group = group
            group.kind = CaseGroup.supportKind
            group.month = nil
            let groupID = try store.addGroup(group, tenant: record.tenant, execution: nil)
            var block = RequestBlock()
            let key = try Self.escalationKey(of: record, group, after: store.lastAudit()?.hash ?? [])
            block.append(
                CaseRequest(content: key, subject: nil, group: CaseGroupNumber(rawValue: 0), record: 0),
                who: record.who ?? "")
            let new = NewCase(request: 0, target: record.number, isCancellation: false)
            let number = try store.number(ofNext: 0)
            try store.append([new], of: block, groups: [groupID], execution: nil)
            var counts = StatusCounts()
            counts.open = 1
            try store.adjust(group: groupID, counts)
            try audit(
                "case.escalated", case: record.number,
                details: [("other", "\(number.rawValue)"), ("level", group.serviceLevel)])
            try audit("case.raised", case: number, details: [("other", "\(record.number.rawValue)")])
            return number
        }
        try? mapped { try store.tidy() }
        guard let record = try mapped({ try caseRecord(number) }) else {
            throw LedgerError(.contradiction, "The support case was recorded and cannot be found.")
        }
        return record
    }

    /// An escalation is asked for once and again: its key holds what was done before it.
    private static func escalationKey(of record: CaseRecord, _ group: CaseGroup, after seal: [UInt8]) -> CaseKey {
        var hash = SHA256()
        hash.update(data: Array("escalation \(record.number.rawValue) \(group.serviceLevel) ".utf8))
        hash.update(data: seal)
        let bytes = Array(hash.finalize())
        func word(_ start: Int) -> UInt64 { bytes[start..<(start + 8)].reduce(0) { $0 << 8 | UInt64($1) } }
        return CaseKey(high: word(0), low: word(8))
    }

    private func openCase(_ id: UInt64, name: (UInt64) -> String) throws -> CaseRecord {
        guard let number = try store.find(caseBits: id).last, let record = try caseRecord(number) else {
            throw LedgerError(
                .unknown, "There is no case \(name(id)) in the ledger \(path). “muster cases” lists what there is.")
        }
        guard record.outcome == .open else {
            throw LedgerError(
                .refused, "\(name(id)) is \(record.outcome.status) already; only an open case can change.")
        }
        return record
    }

    private func move(_ record: CaseRecord, to status: CaseStatus) throws {
        guard let stored = try store.storedCase(record.number) else { return }
        var counts = StatusCounts()
        counts.open = -1
        counts[status] += 1
        try store.adjust(group: stored.group, counts)
    }

    // MARK: Shapes and held batches

    /// The remembered reading of a source's exports, as JSON.
    package func shape(ofSource source: String) throws(LedgerError) -> String? {
        try mapped { try store.shape(ofSource: source) }
    }

    /// Remembers how a source's exports are read.
    package func remember(
        shape: String, source: String, wait: Duration = Ledger.usualWait
    ) throws(LedgerError) {
        try writing(wait: wait) { try $0.remember(shape: shape, source: source, at: SystemClock.now) }
    }

    /// Notes that a batch is held back; one with the same id is replaced.
    package func hold(_ batch: HeldBatch, wait: Duration = Ledger.usualWait) throws(LedgerError) {
        try writing(wait: wait) { store in
            try store.hold(batch)
            try audit("batch.held", details: [("id", batch.id), ("input", batch.inputHash)])
        }
    }

    /// The batches that were held back, those decided on included, in the order of their time.
    package func heldBatches() throws(LedgerError) -> [HeldBatch] {
        try mapped { try store.heldBatches() }
    }

    /// Approves or rejects a held batch.
    ///
    /// - Throws: `unknown` for an id that no held batch has, `refused` when it is decided on already.
    package func decide(
        heldBatch id: String, _ state: HeldBatch.State, wait: Duration = Ledger.usualWait
    ) throws(LedgerError) -> HeldBatch {
        try writing(wait: wait) { store in
            guard var batch = try store.heldBatches().first(where: { $0.id == id }) else {
                throw LedgerError(.unknown, "No batch “\(id)” is held.")
            }
            guard batch.state == .held else {
                throw LedgerError(.refused, "The batch “\(id)” is \(batch.state.rawValue) already.")
            }
            batch.state = state
            batch.decided = SystemClock.now
            try store.hold(batch)
            try audit("batch.\(state.rawValue)", details: [("id", id), ("input", batch.inputHash)])
            return batch
        }
    }
}
