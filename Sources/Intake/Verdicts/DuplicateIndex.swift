/// The keys that a file has held so far, and the record that held each first.
///
/// Sixteen bytes a slot: 88 bits of the key's hash and 40 of the record's number, found by open addressing. The slots are
/// spread over 256 tables by eight more bits, each of which grows by itself: no growth is a long pause, and none needs
/// twice the memory. Two different keys are taken for one with a probability of about 1 in 10^15 among ten million rows.
package struct DuplicateIndex: Sendable {
    private var tables: [Table]

    /// - Parameter expected: about how many keys will come, so that the tables need not grow.
    package init(expected: Int = 0) {
        let each = max(16, expected / Self.tableCount)
        tables = [Table](repeating: Table(capacity: each + each / 4), count: Self.tableCount)
    }

    private static let tableCount = 256

    /// The record that held the key first; `nil` when this one is the first, which is then remembered.
    package mutating func insert(_ key: Hash128, record: Int) -> Int? {
        tables[Int(truncatingIfNeeded: key.low & 0xFF)].insert(key, record: record)
    }

    private struct Table: Sendable {
        private var slots: [Slot]
        private var count = 0

        private struct Slot: Sendable {
            /// 64 bits of the hash; the slot is empty when `record` is.
            var high: UInt64 = 0
            /// 24 bits of the hash, then 40 of the record's number, which starts at 1.
            var lowAndRecord: UInt64 = 0
        }

        private static let recordMask: UInt64 = 1 << 40 - 1

        init(capacity: Int) {
            slots = [Slot](repeating: Slot(), count: max(capacity, 16))
        }

        mutating func insert(_ key: Hash128, record: Int) -> Int? {
            if count &* 8 >= slots.count &* 7 { grow() }
            let tag = key.low & ~Self.recordMask
            var index = Self.home(key.high, slots.count)
            while true {
                let slot = slots[index]
                if slot.lowAndRecord == 0 {
                    slots[index] = Slot(high: key.high, lowAndRecord: tag | UInt64(truncatingIfNeeded: record))
                    count &+= 1
                    return nil
                }
                if slot.high == key.high, slot.lowAndRecord & ~Self.recordMask == tag {
                    return Int(truncatingIfNeeded: slot.lowAndRecord & Self.recordMask)
                }
                index &+= 1
                if index == slots.count { index = 0 }
            }
        }

        /// The upper half of hash × size: any size will do, not only powers of two.
        private static func home(_ hash: UInt64, _ size: Int) -> Int {
            Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: size)).high)
        }

        private mutating func grow() {
            let old = slots
            slots = [Slot](repeating: Slot(), count: old.count + old.count / 2)
            for slot in old where slot.lowAndRecord != 0 {
                var index = Self.home(slot.high, slots.count)
                while slots[index].lowAndRecord != 0 {
                    index &+= 1
                    if index == slots.count { index = 0 }
                }
                slots[index] = slot
            }
        }
    }
}
