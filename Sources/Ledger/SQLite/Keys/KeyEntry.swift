/// A key and the case it leads to, in 16 bytes.
///
/// Of a key's 128 bits 96 are kept, which is enough to tell any number of cases apart that a ledger can hold: among a
/// thousand million keys the chance that any two are taken for each other is one in a hundred thousand million.
struct KeyEntry: Comparable {
    var head: UInt64
    var tail: UInt32
    var number: UInt32

    /// - Throws: `LedgerError` for a number beyond the 4,294,967,294 that a ledger can give.
    @inline(__always)
    init(_ key: CaseKey, _ number: CaseNumber) throws {
        guard let short = UInt32(exactly: number.rawValue), short < .max else { throw Self.isFull }
        self.init(head: key.head, tail: Self.tail(of: key), number: short)
    }

    @inline(__always)
    init(head: UInt64, tail: UInt32, number: UInt32) {
        self.head = head
        self.tail = tail
        self.number = number
    }

    /// What an entry keeps of a key's second half.
    @inline(__always)
    static func tail(of key: CaseKey) -> UInt32 { UInt32(truncatingIfNeeded: key.tail &>> 32) }

    var caseNumber: CaseNumber { CaseNumber(rawValue: UInt64(number)) }

    @inline(__always)
    func leads(from key: CaseKey) -> Bool { head == key.head && tail == Self.tail(of: key) }

    @inline(__always)
    func hasKey(of other: KeyEntry) -> Bool { head == other.head && tail == other.tail }

    private static let isFull = LedgerError(
        .inputOutput, "The ledger is full: it holds as many cases as it can number. Start a new one with --ledger.")

    @inline(__always)
    static func < (left: KeyEntry, right: KeyEntry) -> Bool {
        if left.head != right.head { return left.head < right.head }
        return left.tail != right.tail ? left.tail < right.tail : left.number < right.number
    }

    /// In bytes, in a bucket.
    static let size = 16
}

/// The entries of one bucket as they are kept: all heads, then all tails, then all numbers, little-endian.
struct KeyBucket {
    let bytes: UnsafeRawBufferPointer
    let count: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        count = bytes.count / KeyEntry.size
    }

    @inline(__always)
    func head(_ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
    }

    /// The 32-bit words that follow the heads: tails first, then numbers.
    @inline(__always)
    private func word(_ index: Int) -> UInt32 {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count &* 8 &+ index &* 4, as: UInt32.self))
    }

    func entry(_ index: Int) -> KeyEntry {
        KeyEntry(head: head(index), tail: word(index), number: word(count &+ index))
    }

    /// The first entry whose head is not below.
    @inline(__always)
    func lowerBound(_ head: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low &+ high) / 2
            if self.head(middle) < head { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// The case that a key leads to; `.none` where the bucket does not hold it.
    func find(_ key: CaseKey) -> CaseNumber {
        var index = lowerBound(key.head)
        while index < count, head(index) == key.head {
            let entry = entry(index)
            if entry.leads(from: key) { return entry.caseNumber }
            index &+= 1
        }
        return .none
    }

    static func encode(_ entries: UnsafeBufferPointer<KeyEntry>, onto bytes: inout [UInt8]) {
        let (start, count) = (bytes.count, entries.count)
        bytes.append(contentsOf: repeatElement(0, count: count * KeyEntry.size))
        bytes.withUnsafeMutableBytes { bytes in
            for index in 0..<count {
                let entry = entries[index]
                bytes.storeBytes(of: entry.head.littleEndian, toByteOffset: start &+ index &* 8, as: UInt64.self)
                let words = start &+ count &* 8 &+ index &* 4
                bytes.storeBytes(of: entry.tail.littleEndian, toByteOffset: words, as: UInt32.self)
                bytes.storeBytes(of: entry.number.littleEndian, toByteOffset: words &+ count &* 4, as: UInt32.self)
            }
        }
    }
}
