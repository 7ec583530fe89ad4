package import Bytes

/// Values that pass just as they stand, which nearly all do: the same tests, over values whose first sixteen bytes have
/// been loaded already, and over those of many rows at once: what is done is looked up once for all of them.
extension TestProgram {
    /// Marks the rows whose values do not pass a test as they stand: each row that is still sound stays so only if its
    /// value passes and is written in its canonical form. A row that is no longer sound is no verdict: its value may
    /// still pass.
    ///
    /// - Parameters:
    ///   - values: each at least 16 bytes before the end of `bytes`.
    ///   - sound: a mark for each place.
    package func mark(
        _ test: Int, _ values: Span<LoadedValue>, _ bytes: Span<UInt8>, in sound: inout MutableSpan<Bool>
    ) {
        let operation = operations[test]
        switch operation.kind {
        case .anything: return
        case .isoDate, .date:
            Self.mark(values, &sound) { $0.count == 10 && ISODateFormat.accepts($0.words.0, $0.words.1) }
        case .length:
            let allowed = ClosedRange(uncheckedBounds: (operation.first, operation.second))
            Self.mark(values, &sound) {
                LengthTest.isPlain($0.count, allowed) || LengthTest.accepts(bytes.extracting($0.range), allowed)
            }
        case .places where operation.fourth >= 0:
            let (least, most) = (operation.third & 0xFFFF_FFFF, operation.third &>> 32)
            let bounds = bounds[operation.fourth]
            Self.mark(values, &sound) {
                $0.count >= least && $0.count <= most && bounds.contain($0.words, count: $0.count)
            }
        case .shifts: markByShifts(values, bytes, operation, in: &sound)
        case .words:
            Self.mark(values, &sound) {
                $0.count <= ShortText.longest
                    && words.value(of: ShortText($0.words, count: $0.count), in: operation.first) >= 0
            }
        case .phone:
            Self.mark(values, &sound) { PhoneFormat.isCanonical(bytes.extracting($0.range)) }
        default:
            Self.mark(values, &sound) {
                var canonical: [UInt8] = []
                return accepts(test, bytes, $0.range, canonical: &canonical) && canonical.isEmpty
            }
        }
    }

    @inline(__always)
    private static func mark(
        _ values: Span<LoadedValue>, _ sound: inout MutableSpan<Bool>, _ takes: (LoadedValue) -> Bool
    ) {
        for index in values.indices {
            let value = values[unchecked: index]
            if !takes(value) { sound[value.place] = false }
        }
    }

    /// Two values at a time: within one each byte waits for the one before it.
    private func markByShifts(
        _ values: Span<LoadedValue>, _ bytes: Span<UInt8>, _ operation: TestOperation, in sound: inout MutableSpan<Bool>
    ) {
        var index = 0
        while index < values.count {
            let one = values[index]
            let two = values[min(index &+ 1, values.count &- 1)]
            let ends = shifts.withFirst(operation.first + 256) { table in
                var (first, second) = (ShiftWalk(one, operation), ShiftWalk(two, operation))
                while first.left >= 8, second.left >= 8 {
                    for _ in 0..<8 {
                        first.step(table, operation.first)
                        second.step(table, operation.first)
                    }
                    first.loadNext(bytes)
                    second.loadNext(bytes)
                }
                first.finish(table, operation.first, bytes)
                second.finish(table, operation.first, bytes)
                return (first.state & 63, second.state & 63)
            }
            let accepting = UInt64(truncatingIfNeeded: operation.third)
            if ends.0 < accepting { sound[one.place] = false }
            if ends.1 < accepting { sound[two.place] = false }
            index &+= 2
        }
    }
}

/// The way of one value through an automaton of few states: see `TestProgram.matches(_:shifts:)`.
private struct ShiftWalk {
    var state: UInt64
    /// How many bytes are to come.
    private(set) var left: Int
    private var word: UInt64
    private var next: UInt64
    /// Where the bytes behind `next` lie.
    private var at: Int

    @inline(__always)
    init(_ value: LoadedValue, _ operation: TestOperation) {
        state = UInt64(truncatingIfNeeded: operation.second)
        left = value.count
        (word, next) = value.words
        at = value.range.lowerBound &+ 16
    }

    @inline(__always)
    mutating func step(_ table: UnsafeBufferPointer<UInt64>, _ first: Int) {
        state = table[first &+ Int(word & 0xFF)] &>> state
        word &>>= 8
    }

    /// Eight steps have been done.
    @inline(__always)
    mutating func loadNext(_ bytes: Span<UInt8>) {
        left &-= 8
        word = next
        next = left > 8 ? bytes.word(at: at, count: min(left &- 8, 8)) : 0
        at &+= 8
    }

    @inline(__always)
    mutating func finish(_ table: UnsafeBufferPointer<UInt64>, _ first: Int, _ bytes: Span<UInt8>) {
        while left >= 8 {
            for _ in 0..<8 { step(table, first) }
            loadNext(bytes)
        }
        while left > 0 {
            step(table, first)
            left &-= 1
        }
    }
}
