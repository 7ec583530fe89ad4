extension Ledger {
    /// Where a case came from; `nil` for a number that is none.
    func origin(of number: CaseNumber) throws(LedgerError) -> CaseOrigin? {
        try mapped {
            guard let stored = try store.storedCase(number) else { return nil }
            let group = try store.group(stored.group)
            return CaseOrigin(
                caseBits: stored.content.caseBits, batch: group?.batch, file: group?.file ?? "", record: stored.record)
        }
    }
}

extension LedgerStore {
    func group(_ id: Int64) throws -> StoredGroup? {
        var filter = GroupFilter()
        filter.id = id
        return try groups(filter).first
    }
}
