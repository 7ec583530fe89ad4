import ServiceLevels

/// The cases of one page as they are kept: columns of numbers, little-endian, one after the other.
///
///     heads 8, tails 8, records 4, effective dates 4, groups 4 bytes for each case
///
/// A page is written once. What changes (how a case ended) and what must be able to go (whom it is about) is elsewhere.
struct CasePage {
    /// Bytes of facts for each case.
    static let factSize = 28
    /// An effective date that is none; dates are day numbers since 1970.
    private static let noDate = Int32.min

    let facts: UnsafeRawBufferPointer
    let count: Int

    init(facts: UnsafeRawBufferPointer) {
        self.facts = facts
        count = facts.count / Self.factSize
    }

    private func load<Word: FixedWidthInteger>(_ offset: Int, as type: Word.Type) -> Word {
        Word(littleEndian: facts.loadUnaligned(fromByteOffset: offset, as: type))
    }

    func content(_ place: Int) -> CaseKey {
        CaseKey(head: load(place * 8, as: UInt64.self), tail: load((count + place) * 8, as: UInt64.self))
    }

    func record(_ place: Int) -> Int { Int(load(count * 16 + place * 4, as: UInt32.self)) }

    func effectiveDate(_ place: Int) -> CalendarDate? {
        let day = load(count * 20 + place * 4, as: Int32.self)
        return day == Self.noDate ? nil : CalendarDate(dayNumber: Int(day))
    }

    func group(_ place: Int) -> Int64 { Int64(load(count * 24 + place * 4, as: UInt32.self)) }

    // MARK: Targets

    /// A case that cancels its target is marked in the target's top bit.
    private static let cancellation: UInt64 = 1 << 63

    static func target(_ targets: UnsafeRawBufferPointer?, _ place: Int) -> (CaseNumber, isCancellation: Bool) {
        guard let targets, (place + 1) * 8 <= targets.count else { return (.none, false) }
        let word = UInt64(littleEndian: targets.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self))
        return (CaseNumber(rawValue: word & ~cancellation), word & cancellation != 0)
    }

    // MARK: People

    /// The ends of each case's words, then the words.
    static func who(_ words: UnsafeRawBufferPointer, _ place: Int, count: Int) -> String? {
        func end(_ place: Int) -> Int {
            place < 0 ? 0 : Int(UInt32(littleEndian: words.loadUnaligned(fromByteOffset: place * 4, as: UInt32.self)))
        }
        guard count * 4 <= words.count else { return nil }
        let (start, stop) = (count * 4 + end(place - 1), count * 4 + end(place))
        guard start <= stop, stop <= words.count else { return nil }
        return String(decoding: words[start..<stop], as: UTF8.self)
    }

    // MARK: Outcomes

    /// A word a case: its status in the upper byte, then the other case's number, or the second it was closed.
    static func word(of outcome: CaseOutcome) -> UInt64 {
        let mask: UInt64 = 1 << 56 - 1
        let status = UInt64(outcome.status.rawValue) << 56
        switch outcome {
        case .open: return 0
        case .closed(let at): return status | UInt64(bitPattern: at.secondsSince1970) & mask
        case .replaced(let other), .cancelled(let other): return status | other.rawValue & mask
        }
    }

    static func outcome(of word: UInt64) -> CaseOutcome {
        let payload = word & (1 << 56 - 1)
        switch CaseStatus(rawValue: UInt8(word >> 56)) {
        case .closed:
            return .closed(at: Instant(secondsSince1970: Int64(bitPattern: payload << 8) >> 8) ?? .earliest)
        case .replaced: return .replaced(by: CaseNumber(rawValue: payload))
        case .cancelled: return .cancelled(by: CaseNumber(rawValue: payload))
        case .open, nil: return .open
        }
    }

    static func outcomes(_ bytes: UnsafeRawBufferPointer) -> [UInt64] {
        (0..<(bytes.count / 8)).map {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
        }
    }
}
