/// A key and the case it leads to.
struct KeyEntry: Comparable {
    var head: UInt64
    var tail: UInt64
    var number: UInt64

    init(_ key: CaseKey, _ number: CaseNumber) {
        head = key.head
        tail = key.tail
        self.number = number.rawValue
    }

    init(head: UInt64, tail: UInt64, number: UInt64) {
        self.head = head
        self.tail = tail
        self.number = number
    }

    var key: CaseKey { CaseKey(head: head, tail: tail) }

    @inline(__always)
    static func < (left: KeyEntry, right: KeyEntry) -> Bool {
        if left.head != right.head { return left.head < right.head }
        return left.tail != right.tail ? left.tail < right.tail : left.number < right.number
    }

    /// In bytes, in a bucket.
    static let size = 24
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
    private func word(_ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self))
    }

    @inline(__always)
    func head(_ index: Int) -> UInt64 { word(index) }

    func entry(_ index: Int) -> KeyEntry {
        KeyEntry(head: word(index), tail: word(count &+ index), number: word(2 &* count &+ index))
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
            if word(count &+ index) == key.tail { return CaseNumber(rawValue: word(2 &* count &+ index)) }
            index &+= 1
        }
        return .none
    }

    static func encode(_ entries: UnsafeBufferPointer<KeyEntry>, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        bytes.append(contentsOf: repeatElement(0, count: entries.count * KeyEntry.size))
        let count = entries.count
        bytes.withUnsafeMutableBytes { bytes in
            for index in 0..<count {
                let entry = entries[index]
                bytes.storeBytes(of: entry.head.littleEndian, toByteOffset: index &* 8, as: UInt64.self)
                bytes.storeBytes(of: entry.tail.littleEndian, toByteOffset: (count &+ index) &* 8, as: UInt64.self)
                bytes.storeBytes(
                    of: entry.number.littleEndian, toByteOffset: (2 &* count &+ index) &* 8, as: UInt64.self)
            }
        }
    }
}
