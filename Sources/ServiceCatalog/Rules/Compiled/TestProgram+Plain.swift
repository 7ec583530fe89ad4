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
        case .shifts:
            shifts.withFirst(operation.first + 256) { table in
                Self.mark(values, &sound) { Self.matches($0, bytes, table, operation) }
            }
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

    /// See `matches(_:shifts:)`; here eight bytes are loaded at a time.
    @inline(__always)
    private static func matches(
        _ value: LoadedValue, _ bytes: Span<UInt8>, _ table: UnsafeBufferPointer<UInt64>, _ operation: TestOperation
    ) -> Bool {
        var state = UInt64(truncatingIfNeeded: operation.second)
        var word = value.words.0
        var next = value.words.1
        var at = value.range.lowerBound &+ 16
        var left = value.count
        while left >= 8 {
            for _ in 0..<8 {
                state = table[operation.first &+ Int(word & 0xFF)] &>> state
                word &>>= 8
            }
            left &-= 8
            word = next
            next = left > 8 ? bytes.word(at: at, count: min(left &- 8, 8)) : 0
            at &+= 8
        }
        while left > 0 {
            state = table[operation.first &+ Int(word & 0xFF)] &>> state
            word &>>= 8
            left &-= 1
        }
        return state & 63 >= UInt64(truncatingIfNeeded: operation.third)
    }
}
