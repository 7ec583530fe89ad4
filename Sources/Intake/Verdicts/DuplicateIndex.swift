import Bytes

/// The keys that a file has held so far, and the record that held each first.
///
/// Sixteen bytes a slot: 88 bits of the key's hash, 39 of the record's number and one for whether that record was
/// rejected, found by open addressing. Two different keys are taken for one with a probability of about 1 in 10^13 among
/// ten million rows.
package struct DuplicateIndex: ~Copyable, Sendable {
    private var slots: PlainStorage<Slot>
    private var count = 0

    /// Not private: see `ShortWordLists.Slot`.
    struct Slot: BitwiseCopyable, Sendable {
        /// 64 bits of the hash.
        var high: UInt64 = 0
        /// 24 bits of the hash, then 40 of the payload, which is never 0 in a slot that is taken.
        var lowAndPayload: UInt64 = 0
    }

    /// - Parameter expected: about how many keys will come, so that the table need not grow. It is laid out to be full to
    ///   four fifths with them, and with many more to six sevenths, under 19 bytes a key: the fuller, the more slots are
    ///   looked at for a key, but memory that has not been used before costs more than looking.
    package init(expected: Int = 0) {
        let wanted = min(max(expected, 4096), Self.mostExpected)
        slots = PlainStorage(zeros: max(wanted + wanted / 6, min(wanted + wanted / 4, Self.roomyCount)))
    }

    /// A file's size is only a hint, and may be that of a file full of holes: beyond this the table grows as keys come.
    private static let mostExpected = 64 << 20
    /// As many slots take 32 MiB.
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

    /// Has the processor fetch the place where a key will be looked up.
    ///
    /// A table of millions of keys is in no cache: each look-up would wait for the memory. Asked for some keys ahead, the
    /// places of many are on their way at once, and are near when their turn comes.
    @inline(__always)
    package func prefetch(_ key: Hash128) {
        slots.prefetch(Self.home(key.high, slots.count))
    }

    /// The record that held the key first; `nil` when this one is the first, which is then remembered.
    package mutating func insert(_ key: Hash128, record: Int, isRejected: Bool = false) -> First? {
        if count &* 16 >= slots.count &* 15 { grow() }
        let payload = (UInt64(truncatingIfNeeded: record) << 1 | (isRejected ? 1 : 0)) & Self.payloadMask
        let tag = key.low & ~Self.payloadMask
        var index = Self.home(key.high, slots.count)
        while true {
            let slot = slots[index]
            if slot.lowAndPayload == 0 {
                slots[index] = Slot(high: key.high, lowAndPayload: tag | payload)
                count &+= 1
                return nil
            }
            if slot.high == key.high, slot.lowAndPayload & ~Self.payloadMask == tag {
                let found = slot.lowAndPayload & Self.payloadMask
                return First(record: Int(truncatingIfNeeded: found >> 1), isRejected: found & 1 == 1)
            }
            index &+= 1
            if index == slots.count { index = 0 }
        }
    }

    private static let payloadMask: UInt64 = 1 << 40 - 1

    /// The upper half of hash × size: any size will do, not only powers of two.
    private static func home(_ hash: UInt64, _ size: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: size)).high)
    }

    private mutating func grow() {
        var larger = PlainStorage<Slot>(zeros: slots.count + slots.count / 2)
        for old in 0..<slots.count {
            let slot = slots[old]
            if slot.lowAndPayload == 0 { continue }
            var index = Self.home(slot.high, larger.count)
            while larger[index].lowAndPayload != 0 {
                index &+= 1
                if index == larger.count { index = 0 }
            }
            larger[index] = slot
        }
        slots = larger
    }
}
