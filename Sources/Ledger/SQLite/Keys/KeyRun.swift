import GRDB

/// A sorted list of keys, cut into buckets by the keys' first bits: a key's bucket is known without looking.
///
/// An import adds a run for each index. Where several are of a size they are merged into one, so that there are only a
/// few; see `KeyRunTidying`.
final class KeyRun {
    let id: Int64
    let index: KeyIndex
    let entries: Int
    /// A bucket holds the keys with the same first `bits` bits.
    let bits: Int
    /// The length of its filter.
    let filterWords: Int
    /// Read once enough keys have been looked up to be worth it.
    private var filter: KeyFilter?
    private var lookups = 0

    init(id: Int64, index: KeyIndex, entries: Int, bits: Int, filterWords: Int) {
        self.id = id
        self.index = index
        self.entries = entries
        self.bits = bits
        self.filterWords = filterWords
    }

    /// A run as it is kept; throws for numbers that no run has.
    init(_ row: Row, index: KeyIndex) throws {
        let (entries, bits, words): (Int, Int, Int) = try (row.get("entries"), row.get("bits"), row.get("filter_words"))
        guard (0..<1 << 40).contains(entries), (0...28).contains(bits), words > 0, words % 8 == 0 else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT)
        }
        id = try row.get("id")
        self.index = index
        self.entries = entries
        self.bits = bits
        filterWords = words
    }

    /// Room for the bucket's number in a bucket's id.
    private static let bucketBits: Int64 = 28
    private static let largestBucket = 127

    /// So that a bucket holds 64 to 127 keys: some fill a page of the file and leave little of it empty.
    static func bits(entries: Int) -> Int {
        var bits = 0
        while bits < 28, entries >> bits > largestBucket { bits += 1 }
        return bits
    }

    static func bucketID(run: Int64, bucket: UInt64) -> Int64 {
        run << bucketBits | Int64(truncatingIfNeeded: bucket)
    }

    var firstBucketID: Int64 { Self.bucketID(run: id, bucket: 0) }
    var lastBucketID: Int64 { Self.bucketID(run: id + 1, bucket: 0) - 1 }

    static func bucket(of head: UInt64, bits: Int) -> UInt64 {
        bits == 0 ? 0 : head >> UInt64(64 - bits)
    }

    func bucketID(of head: UInt64) -> Int64 {
        Self.bucketID(run: id, bucket: Self.bucket(of: head, bits: bits))
    }

    // MARK: Filters

    /// Filters are kept in pieces of a mebibyte.
    static let filterPiece = 1 << 20

    static func filterID(run: Int64, piece: Int) -> Int64 { run << 16 | Int64(piece) }

    /// Notes that keys are going to be looked up; from when on reading the filter costs less than it saves, reads it.
    func expectLookups(_ count: Int, read: () throws -> KeyFilter) throws -> KeyFilter? {
        if let filter { return filter }
        lookups += count
        // Reading a bucket costs about as much as reading 2 KiB of the filter.
        guard lookups * 2_048 > entries * KeyFilter.bitsPerKey / 8 else { return nil }
        let filter = try read()
        self.filter = filter
        return filter
    }

    func readFilter(_ db: Database) throws -> KeyFilter {
        let query = try RawStatement(db, "SELECT words FROM key_filters WHERE id BETWEEN ? AND ? ORDER BY id")
        query.bind(Self.filterID(run: id, piece: 0), at: 1)
        query.bind(Self.filterID(run: id, piece: 0xFFFF), at: 2)
        let filter = KeyFilter(wordCount: filterWords)
        var words = 0
        while try query.next() {
            let bytes = query.bytes(0)
            filter.restore(bytes, at: words)
            words += bytes.count / 8
        }
        // A filter that lacks a piece would deny keys that are there.
        guard words == filterWords else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return filter
    }

    // MARK: Looking up

    /// Reads a bucket by its id.
    static let bucketQuery = "SELECT entries FROM key_buckets WHERE id = ?"

    /// The case that a key leads to; `.none` where the run does not hold it.
    func find(_ key: CaseKey, with query: RawStatement) throws -> CaseNumber {
        query.bind(bucketID(of: key.head), at: 1)
        guard try query.next() else { return .none }
        defer { query.reset() }
        return KeyBucket(query.bytes(0)).find(key)
    }
}
