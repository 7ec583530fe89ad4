import CBytes

/// A pattern that is a row of places: each but the last for exactly one byte, as in `\+[1-9][0-9]{7,14}`.
///
/// Which byte may stand where does not depend on the bytes before it, so no state is carried from one to the next.
struct FlatPattern: Sendable {
    /// For each byte a bit for each place where it may stand; the last place goes on to the end of the value.
    var places: [UInt32]
    /// The number of places before the last one.
    var fixed: Int
    /// How many bytes a value may have.
    var lengths: ClosedRange<Int>
    /// `nil` where a place takes more than one run of bytes, or a value may be longer than sixteen.
    var bounds: Bounds?

    /// The least and the greatest byte that may stand at each of sixteen places.
    struct Bounds: BitwiseCopyable, Sendable {
        var low: MusterSixteen
        var high: MusterSixteen
    }

    private static let mostPlaces = 32
    /// More bytes than any value has.
    private static let endless = 1 << 30

    /// `nil` for a pattern of another form.
    init?(_ tree: PatternTree) {
        let items = if case .sequence(let items) = tree { items } else { [tree] }
        var sets: [ScalarSet] = []
        var (least, most) = (1, 1)
        for (index, item) in items.enumerated() {
            switch item {
            case .set(let set): sets.append(set)
            case .repeated(.set(let set), let low, let high):
                if index == items.count - 1 {
                    (least, most) = (min(low, Self.endless), min(high ?? Self.endless, Self.endless))
                    sets.append(set)
                } else {
                    guard low == high, low <= Self.mostPlaces else { return nil }
                    sets += [ScalarSet](repeating: set, count: low)
                }
            default: return nil
            }
            guard sets.count <= Self.mostPlaces else { return nil }
        }
        // Beyond ASCII a character is more than one byte.
        guard !sets.isEmpty, sets.allSatisfy({ $0.ranges.allSatisfy { $0.upperBound < 0x80 } }) else { return nil }
        fixed = sets.count - 1
        lengths = (fixed + least)...(fixed + most)
        bounds = lengths.upperBound <= 16 ? Bounds(sets) : nil
        places = (0..<256).map { byte in
            sets.enumerated().reduce(0) { mask, place in
                place.element.ranges.contains { $0.contains(byte) } ? mask | 1 << UInt32(place.offset) : mask
            }
        }
    }
}

extension FlatPattern.Bounds {
    fileprivate init?(_ sets: [ScalarSet]) {
        (low, high) = (MusterSixteen(first: 0, second: 0), MusterSixteen(first: 0, second: 0))
        for place in 0..<16 {
            guard let set = place < sets.count ? sets[place] : sets.last, set.ranges.count == 1,
                let range = set.ranges.first
            else { return nil }
            let part = place < 8 ? \MusterSixteen.first : \MusterSixteen.second
            let shift = UInt64(place % 8 * 8)
            low[keyPath: part] |= UInt64(range.lowerBound) << shift
            high[keyPath: part] |= UInt64(range.upperBound) << shift
        }
    }

    /// Whether each byte of a value lies within its place's bounds.
    /// - Parameter words: its bytes, the first lowest. It has at most sixteen.
    @inline(__always)
    func contain(_ words: (UInt64, UInt64), count: Int) -> Bool {
        muster_lie_between(MusterSixteen(first: words.0, second: words.1), low, high, Int64(count))
    }
}
