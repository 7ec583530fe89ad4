/// The keys that a file has held so far, and the record that held each first.
///
/// Sixteen bytes a slot: 88 bits of the key's hash, 39 of the record's number and one for whether that record was
/// rejected, found by open addressing. The slots are
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

    /// Looks at the places where keys will be looked up, without waiting for the first before the second.
    ///
    /// A table of millions of keys is in no cache: each look-up waits for the memory. The loads here do not depend on
    /// each other, so the processor waits for many of them at once; the look-ups that follow find them near.
    package mutating func warm(_ rows: Span<RowVerdict>) {
        var seen: UInt64 = 0
        for index in rows.indices {
            guard let key = rows[index].key else { continue }
            seen ^= tables[Int(truncatingIfNeeded: key.low & 0xFF)].peek(key)
        }
        warmth = seen
    }

    /// What `warm` has seen: kept so that the loads are not optimised away.
    private var warmth: UInt64 = 0

    /// The record that held the key first; `nil` when this one is the first, which is then remembered.
    package mutating func insert(_ key: Hash128, record: Int, isRejected: Bool = false) -> First? {
        let payload = UInt64(truncatingIfNeeded: record) << 1 | (isRejected ? 1 : 0)
        return tables[Int(truncatingIfNeeded: key.low & 0xFF)].insert(key, payload: payload).map {
            First(record: Int(truncatingIfNeeded: $0 >> 1), isRejected: $0 & 1 == 1)
        }
    }

    private struct Table: Sendable {
        private var slots: [Slot]
        private var count = 0

        private struct Slot: Sendable {
            /// 64 bits of the hash.
            var high: UInt64 = 0
            /// 24 bits of the hash, then 40 of the payload, which is never 0 in a slot that is taken.
            var lowAndPayload: UInt64 = 0
        }

        private static let payloadMask: UInt64 = 1 << 40 - 1

        init(capacity: Int) {
            slots = [Slot](repeating: Slot(), count: max(capacity, 16))
        }

        @inline(__always)
        func peek(_ key: Hash128) -> UInt64 {
            slots[Self.home(key.high, slots.count)].lowAndPayload
        }

        mutating func insert(_ key: Hash128, payload: UInt64) -> UInt64? {
            if count &* 8 >= slots.count &* 7 { grow() }
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
                    return slot.lowAndPayload & Self.payloadMask
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
            for slot in old where slot.lowAndPayload != 0 {
                var index = Self.home(slot.high, slots.count)
                while slots[index].lowAndPayload != 0 {
                    index &+= 1
                    if index == slots.count { index = 0 }
                }
                slots[index] = slot
            }
        }
    }
}
