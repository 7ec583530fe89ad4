import CBytes

/// Names of elements by their bytes in the document, prefix and all.
///
/// What a prefix stands for may change, and the names are then to be forgotten.
struct XMLKnownNames {
    private var written: [XMLWrittenName] = []
    /// What stands behind the first sixteen bytes of each.
    private var rests: [[UInt8]] = []
    private var names: [XMLName] = []
    /// By a hash of their bytes: places in `written`, counted from 1; 0 where there is none.
    private var slots = [UInt8](repeating: 0, count: Self.slotCount)
    /// The place of the name that was asked for last: records have theirs in the same order, in which they were learnt.
    private var last = -1

    private static let slotCount = 256
    /// More names than the slots hold with room to spare are not learnt.
    private static let mostNames = 128

    mutating func removeAll() {
        guard !names.isEmpty else { return }
        self = XMLKnownNames()
    }

    mutating func insert(_ bytes: [UInt8], _ name: XMLName) {
        let padded = bytes + [UInt8](repeating: 0, count: 16)
        let new = XMLWrittenName(padded.span, 0..<bytes.count)
        guard names.count < Self.mostNames, !bytes.isEmpty, self.name(new, padded.span) == nil else { return }
        var slot = Self.slot(new)
        while slots[slot] != 0 { slot = (slot + 1) & (Self.slotCount - 1) }
        written.append(new)
        rests.append(Array(bytes.dropFirst(16)))
        names.append(name)
        slots[slot] = UInt8(truncatingIfNeeded: names.count)
    }

    /// - Returns: `nil` for a name that is not known.
    @inline(__always)
    mutating func name(_ name: XMLWrittenName, _ bytes: Span<UInt8>) -> XMLName? {
        let next = last &+ 1 < written.count ? last &+ 1 : 0
        if next < written.count, isAt(next, name, bytes) {
            last = next
            return names[next]
        }
        return search(name, bytes)
    }

    @inline(never)
    private mutating func search(_ name: XMLWrittenName, _ bytes: Span<UInt8>) -> XMLName? {
        var slot = Self.slot(name)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) &- 1
            if isAt(place, name, bytes) {
                last = place
                return names[place]
            }
            slot = (slot &+ 1) & (Self.slotCount &- 1)
        }
        return nil
    }

    @inline(__always)
    private func isAt(_ place: Int, _ name: XMLWrittenName, _ bytes: Span<UInt8>) -> Bool {
        written[place].begins(like: name) && (name.count <= 16 || isRest(of: name, bytes, place))
    }

    private func isRest(of name: XMLWrittenName, _ bytes: Span<UInt8>, _ place: Int) -> Bool {
        for at in rests[place].indices where bytes[name.start + 16 + at] != rests[place][at] { return false }
        return true
    }

    @inline(__always)
    private static func slot(_ name: XMLWrittenName) -> Int {
        let mixed = (name.words.0 ^ name.words.1 &* 0x9E37_79B9_7F4A_7C15) &* 0xC2B2_AE3D_27D4_EB4F
        return Int(truncatingIfNeeded: (mixed ^ UInt64(truncatingIfNeeded: name.count)) &>> 56)
    }
}

/// A name as it stands in the document, with its first sixteen bytes at hand.
struct XMLWrittenName: BitwiseCopyable {
    var words: (UInt64, UInt64)
    var start: Int
    var count: Int

    /// - Parameter range: at least sixteen bytes before the end of `bytes`.
    @inline(__always)
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        words = bytes.firstWords(at: range.lowerBound, count: range.count)
        (start, count) = (range.lowerBound, range.count)
    }

    @inline(__always)
    func begins(like other: XMLWrittenName) -> Bool {
        words == other.words && count == other.count
    }

    /// Whether the same name stands at another place.
    /// - Parameter place: at least the name's length and sixteen bytes before the end of `bytes`.
    @inline(__always)
    func stands(at place: Int, _ bytes: Span<UInt8>) -> Bool {
        guard bytes.firstWords(at: place, count: count) == words else { return false }
        var at = 16
        while at < count {
            if bytes[start &+ at] != bytes[place &+ at] { return false }
            at &+= 1
        }
        return true
    }
}

extension Span<UInt8> {
    /// The first sixteen bytes of what stands at `start`, with zeros behind it where it is shorter.
    @inline(__always)
    fileprivate func firstWords(at start: Int, count: Int) -> (UInt64, UInt64) {
        precondition(start >= 0 && start &+ 16 <= self.count, "no room for a load")
        let found = withUnsafeBytes { muster_first_bytes($0.baseAddress, Int64(start), Int64(count)) }
        return (found.first, found.second)
    }

    /// See `muster_markup`.
    @inline(__always)
    func markup(at start: Int) -> MusterMarkup {
        precondition(start >= 0 && start &+ 16 <= count, "no room for a load")
        return withUnsafeBytes { muster_markup($0.baseAddress?.advanced(by: start)) }
    }
}
