import Bytes

/// Reasons that come again in the same words: a worker remembers them from row to row.
///
/// That a required field is empty is said of each row alike, and what stands where something else should is mostly one
/// of a few habits (`EMEA`, `n/a`, `+1`).
struct ReasonMemo: Sendable {
    /// What the phrases say, one after the other.
    private(set) var bytes: [UInt8] = []
    private var entries: [(key: Key, phrase: Phrase)] = []
    /// Indices into `entries` by open addressing; -1: free.
    private var slots = [Int16](repeating: -1, count: 1 << slotBits)

    private static let slotBits = 11
    /// When there are as many, the memo begins anew: a file's habits change, and memory is bounded.
    private static let mostRemembered = 1024

    /// A reason as it stands in the cells of a rejection file: see `RejectionWords`.
    struct Phrase: Sendable {
        var code: String
        /// In the memo's `bytes`, like `suggestion`.
        var text: Range<Int>
        /// Empty where nothing is suggested.
        var suggestion: Range<Int>
    }

    /// What a reason depends on: the check that has failed, and the value where the words repeat it.
    struct Key: Equatable, Sendable {
        private let check: Int
        private var start = ShortText()
        private var rest = ShortText()

        /// A check that says the same of every row.
        init(check: Int) {
            self.check = check
        }

        /// - Returns: `nil` for a value of more than 32 bytes: none of those is a habit.
        init?(check: Int, _ bytes: Span<UInt8>, _ value: Range<Int>) {
            let middle = min(value.lowerBound + ShortText.longest, value.upperBound)
            guard let start = ShortText(bytes, value.lowerBound..<middle),
                let rest = ShortText(bytes, middle..<value.upperBound)
            else { return nil }
            self.check = check
            self.start = start
            self.rest = rest
        }

        /// Its upper bits are the good ones.
        var hash: UInt64 {
            (start.mixed ^ rest.mixed >> 1 ^ UInt64(truncatingIfNeeded: check)) &* 0x9E37_79B9_7F4A_7C15
        }
    }

    subscript(key: Key) -> Phrase? {
        let entry = slots[slot(of: key)]
        return entry < 0 ? nil : entries[Int(entry)].phrase
    }

    /// Remembers a reason for the next time.
    mutating func remember(_ reason: Reason, for key: Key) -> Phrase {
        if entries.count == Self.mostRemembered {
            bytes.removeAll(keepingCapacity: true)
            entries.removeAll(keepingCapacity: true)
            for slot in slots.indices { slots[slot] = -1 }
        }
        let start = bytes.count
        ReasonText.append(reason, to: &bytes)
        let end = bytes.count
        ReasonText.appendSuggestion(reason, to: &bytes)
        let phrase = Phrase(code: reason.code, text: start..<end, suggestion: end..<bytes.count)
        slots[slot(of: key)] = Int16(truncatingIfNeeded: entries.count)
        entries.append((key, phrase))
        return phrase
    }

    /// The slot that has the key, or the free one where it belongs; most slots are free.
    private func slot(of key: Key) -> Int {
        var slot = Int(truncatingIfNeeded: key.hash >> UInt64(64 - Self.slotBits))
        while slots[slot] >= 0, entries[Int(slots[slot])].key != key {
            slot = (slot &+ 1) & (slots.count &- 1)
        }
        return slot
    }
}
