import Bytes

/// The keys that a file has held so far, and the record that held each first.
///
/// Of each record that brought a new key 94 bits of the key's hash are kept, at the place that its number says. Which record
/// may have held a key is found by open addressing, in a table of four bytes a slot: the record's number, and in what bits
/// that leaves over some more of the hash. Only this table is gone to and fro in, so it is small, and looks into the records
/// nearly never but for a key that is really there. Some seventeen bytes a record in all.
///
/// Two different keys are taken for one with a probability of less than 1 in 10^14 among ten million records.
package struct DuplicateIndex: ~Copyable, Sendable {
    /// 0: free.
    private var slots: PlainStorage<UInt32>
    /// The lowest bits of a slot are the record's number, and so many.
    private var numberBits: UInt32
    /// By the record's number: 64 bits of the hash of its key.
    private var hashes: PlainStorage<UInt64>
    /// By the record's number: 30 more, then whether it was rejected, then whether it is kept at all.
    private var marks: PlainStorage<UInt32>

    /// Records up to this one have memory already.
    private var readyEnd = 0
    private static let readyStride = 1 << 15

    private static let isKept: UInt32 = 1
    private static let isRejected: UInt32 = 2

    /// - Parameter expected: about how many records will come, so that the table need not grow. It is laid out to be full to
    ///   four fifths with them, and with many more to six sevenths, under 17 bytes a record: the fuller, the more slots are
    ///   looked at for a key, but memory that has not been used before costs more than looking.
    package init(expected: Int = 0) {
        let wanted = min(max(expected, 4096), Self.mostExpected)
        self.init(slotCount: max(wanted + wanted / 6, min(wanted + wanted / 4, Self.roomyCount)))
    }

    private init(slotCount least: Int) {
        // What would be lent besides is taken, too: the more slots are free, the sooner one is found.
        let slotCount = PlainStorage<UInt32>.countInWholePages(least + 7) & ~7
        slots = PlainStorage(zeros: slotCount)
        // Beyond that it may be a file of holes, which shall take no memory.
        if slotCount <= Self.roomyCount { slots.makeZerosReady() }
        // Never quite full, or a key that is not there would be looked for in vain for ever.
        let records = slotCount / 16 * 15
        hashes = PlainStorage(zeros: records, isFilledInOrder: true)
        marks = PlainStorage(zeros: records, isFilledInOrder: true)
        numberBits = UInt32(truncatingIfNeeded: Int.bitWidth - records.leadingZeroBitCount)
    }

    /// The greatest number that a record may have: `JudgedBlock.settle` sees to it.
    package static let mostRecords = Int(UInt32.max) / 16 * 15
    /// A file's size is only a hint, and may be that of a file full of holes: beyond this the table grows as keys come.
    private static let mostExpected = 64 << 20
    /// As many slots take 8 MiB.
    private static let roomyCount = 2 << 20

    /// The record that held a key first.
    package struct First: Hashable, Sendable {
        package var record: Int
        /// It did not become a case.
        package var isRejected: Bool

        package init(record: Int, isRejected: Bool) {
            self.record = record
            self.isRejected = isRejected
        }
    }

    /// Gets memory for the records up to this one, and for many more.
    package mutating func makeReady(upTo record: Int) {
        guard record >= readyEnd else { return }
        let end = max(record + 1, readyEnd + Self.readyStride)
        hashes.makeReady(readyEnd..<end)
        marks.makeReady(readyEnd..<end)
        readyEnd = end
    }

    /// Has the processor fetch the place where a key will be looked up.
    ///
    /// A table of millions of keys is in no cache: each look-up would wait for the memory. Asked for some keys ahead, the
    /// places of many are on their way at once, and are near when their turn comes.
    @inline(__always)
    package func prefetch(_ key: Hash128) {
        slots.prefetch(Self.home(key.high, slots.count))
    }

    /// The record that held the key first; `nil` when this one is the first, which is then remembered.
    ///
    /// - Parameter record: its number, 1 or more: each has its own, and they come without large gaps.
    @inline(__always)
    package mutating func insert(_ key: Hash128, record: Int, isRejected: Bool = false) -> First? {
        let mark = UInt32(truncatingIfNeeded: key.low) << 2
        let rest = UInt32(truncatingIfNeeded: key.high) << numberBits
        let ofNumber: UInt32 = 1 << numberBits &- 1
        var index = slots.firstFree(from: Self.home(key.high, slots.count), orAlike: rest, in: ~ofNumber)
        while slots[index] != 0 {
            let number = Int(slots[index] & ofNumber)
            if hashes[number] == key.high, (marks[number] ^ mark) >> 2 == 0 {
                return First(record: number, isRejected: marks[number] & Self.isRejected != 0)
            }
            index = slots.firstFree(from: index &+ 1, orAlike: rest, in: ~ofNumber)
        }
        if record >= hashes.count { return insertGrowing(key, record: record, isRejected: isRejected) }
        slots[index] = rest | UInt32(truncatingIfNeeded: record)
        hashes[record] = key.high
        marks[record] = mark | Self.isKept | (isRejected ? Self.isRejected : 0)
        return nil
    }

    /// The upper half of hash × size: any size will do, not only powers of two. Eight slots that are looked at at a time are
    /// home to the same keys, and lie in one line of the cache.
    @inline(__always)
    private static func home(_ hash: UInt64, _ slotCount: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: slotCount &>> 3)).high) &<< 3
    }

    @inline(never)
    private mutating func insertGrowing(_ key: Hash128, record: Int, isRejected: Bool) -> First? {
        precondition(record <= Self.mostRecords, "too many records")
        while record >= hashes.count { grow() }
        return insert(key, record: record, isRejected: isRejected)
    }

    private mutating func grow() {
        var larger = DuplicateIndex(slotCount: slots.count + slots.count / 2)
        for record in 0..<hashes.count where marks[record] & Self.isKept != 0 {
            let hash = hashes[record]
            let index = larger.slots.firstFree(from: Self.home(hash, larger.slots.count), orAlike: 1, in: 0)
            larger.slots[index] =
                UInt32(truncatingIfNeeded: hash) << larger.numberBits | UInt32(truncatingIfNeeded: record)
            larger.hashes[record] = hash
            larger.marks[record] = marks[record]
        }
        larger.readyEnd = readyEnd
        self = larger
    }
}
