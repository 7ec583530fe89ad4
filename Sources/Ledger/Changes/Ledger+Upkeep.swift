package import ServiceLevels

extension Ledger {
    /// What is wrong with the ledger, in words; empty when all is well.
    ///
    /// Checked are the file itself, the cases against their groups' counts, keys and filters, the audit trail's chain,
    /// and each import's cases against the digest that the trail holds.
    package func check() throws(LedgerError) -> [String] {
        try mapped { try store.faults() + trailFaults() }
    }

    private func trailFaults() throws -> [String] {
        var faults: [String] = []
        var previous: [UInt8] = []
        var last: Int64 = 0
        let digests = try store.digests().mapValues(\.hexadecimal)
        var unproved = Set(digests.keys)
        let empty = try store.emptyDigest().hexadecimal
        try store.forEachAudit { sequence, entry, seal in
            if sequence != last + 1 { faults.append("The audit trail lacks what stood before entry \(sequence).") }
            if AuditTrail.seal(entry, after: previous) != seal {
                faults.append("Entry \(sequence) of the audit trail was changed.")
            }
            if entry.action == "import.finished", let execution = entry.execution {
                unproved.remove(execution)
                if JSONWords.pairs(entry.details)["digest"] != (digests[execution] ?? empty) {
                    faults.append("The cases of execution \(execution) are not those that it recorded.")
                }
            }
            previous = seal
            last = sequence
        }
        if let end = try store.lastAudit(), end.sequence != last || end.hash != previous {
            faults.append("The audit trail does not end where it should.")
        }
        if !unproved.isEmpty { faults.append("The audit trail does not know of \(unproved.count) executions' cases.") }
        return faults.count > 20 ? Array(faults.prefix(20)) + ["… and more."] : faults
    }

    /// Writes a copy of the ledger to a new file, as it is at this moment; imports go on meanwhile.
    package func backUp(to file: String) throws(LedgerError) {
        try mapped { try store.backUp(to: file) }
    }

    /// Merges what many imports have left and gives room back.
    package func compact(wait: Duration = Ledger.usualWait) throws(LedgerError) {
        let lock = try lockForWriting(wait: wait)
        defer { withExtendedLifetime(lock) {} }
        try mapped { try store.compact() }
    }

    /// Removes whom and what the cases are about, of imports that ended before a moment. Keys and counts stay: dropped
    /// again, such a request still is imported already.
    ///
    /// - Returns: how many cases were concerned.
    package func forget(before: Instant, wait: Duration = Ledger.usualWait) throws(LedgerError) -> Int {
        let count = try writing(wait: wait) { store in
            let count = try store.forgetPeople(before: before)
            try audit("people.forgotten", details: [("before", before.description), ("cases", "\(count)")])
            return count
        }
        // What was deleted must not stay behind in the log either.
        try mapped { try store.tidy() }
        return count
    }
}
