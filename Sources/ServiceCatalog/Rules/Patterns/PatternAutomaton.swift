/// A pattern as a non-deterministic automaton over bytes: Thompson's construction, UTF-8 spelt out.
struct PatternAutomaton {
    enum State {
        /// Leads on without reading.
        case split([Int])
        /// Reads one byte.
        case bytes([Step])
        case accept
    }

    struct Step {
        var bytes: ClosedRange<UInt8>
        var next: Int
    }

    private(set) var states: [State] = [.accept]
    private(set) var start = 0

    private static let mostStates = 20_000

    init(_ tree: PatternTree) throws(PatternError) {
        start = try add(tree, before: 0)
    }

    /// Adds the states of a part of the pattern after which `next` goes on; returns where the part begins.
    private mutating func add(_ tree: PatternTree, before next: Int) throws(PatternError) -> Int {
        switch tree {
        case .empty: return next
        case .set(let set): return try add(set, before: next)
        case .sequence(let items):
            var place = next
            for item in items.reversed() { place = try add(item, before: place) }
            return place
        case .choice(let branches):
            var starts: [Int] = []
            for branch in branches { starts.append(try add(branch, before: next)) }
            return try append(.split(starts))
        case .repeated(let item, let least, let most):
            var place = next
            if let most {
                // x{0,2} is (x(x)?)?
                for _ in 0..<(most - least) {
                    let inner = try add(item, before: place)
                    place = try append(.split([inner, next]))
                }
            } else {
                place = try append(.split([next]))
                let inner = try add(item, before: place)
                states[place] = .split([inner, next])
            }
            for _ in 0..<least { place = try add(item, before: place) }
            return place
        }
    }

    private mutating func append(_ state: State) throws(PatternError) -> Int {
        if states.count >= Self.mostStates { throw .tooComplex }
        states.append(state)
        return states.count - 1
    }

    // MARK: UTF-8

    private mutating func add(_ set: ScalarSet, before next: Int) throws(PatternError) -> Int {
        var steps: [Step] = []
        for range in set.ranges {
            for sequence in UTF8Ranges.sequences(of: range) {
                var place = next
                for bytes in sequence.dropFirst().reversed() {
                    place = try append(.bytes([Step(bytes: bytes, next: place)]))
                }
                if let first = sequence.first { steps.append(Step(bytes: first, next: place)) }
            }
        }
        return try append(.bytes(steps))
    }
}

extension PatternError {
    static let tooComplex = PatternError(
        offset: 0, message: "The pattern needs too large a table; make its repetitions or alternatives fewer.")
}

/// The UTF-8 forms of ranges of scalars, as sequences of ranges of bytes.
enum UTF8Ranges {
    static func sequences(of range: ClosedRange<UInt32>) -> [[ClosedRange<UInt8>]] {
        var result: [[ClosedRange<UInt8>]] = []
        // Within each of these, all scalars have forms of one length; surrogates have none.
        for (block, length): (ClosedRange<UInt32>, Int) in [
            (0...0x7F, 1), (0x80...0x7FF, 2), (0x800...0xD7FF, 3), (0xE000...0xFFFF, 3), (0x10000...0x10FFFF, 4),
        ] where block.overlaps(range) {
            let part = range.clamped(to: block)
            split(part.lowerBound, part.upperBound, length, &result)
        }
        return result
    }

    /// Splits until the trailing bytes of a range are either fixed or run through all their values.
    private static func split(
        _ lower: UInt32, _ upper: UInt32, _ length: Int, _ result: inout [[ClosedRange<UInt8>]]
    ) {
        for trailing in 1..<max(length, 1) {
            let mask = (UInt32(1) << UInt32(6 * trailing)) - 1
            guard lower & ~mask != upper & ~mask else { continue }
            if lower & mask != 0 {
                split(lower, lower | mask, length, &result)
                split((lower | mask) + 1, upper, length, &result)
                return
            }
            if upper & mask != mask {
                split(lower, (upper & ~mask) - 1, length, &result)
                split(upper & ~mask, upper, length, &result)
                return
            }
        }
        result.append(zip(encode(lower, length), encode(upper, length)).map { $0...$1 })
    }

    private static func encode(_ scalar: UInt32, _ length: Int) -> [UInt8] {
        if length == 1 { return [UInt8(truncatingIfNeeded: scalar)] }
        let lead: UInt32 = length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0
        return (0..<length).map { place in
            let bits = scalar >> UInt32(6 * (length - 1 - place))
            return UInt8(truncatingIfNeeded: place == 0 ? lead | bits : 0x80 | bits & 0x3F)
        }
    }
}
