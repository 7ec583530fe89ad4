extension LedgerStore {
    func group(_ id: Int64) throws -> StoredGroup? {
        var filter = GroupFilter()
        filter.id = id
        return try groups(filter).first
    }
}
