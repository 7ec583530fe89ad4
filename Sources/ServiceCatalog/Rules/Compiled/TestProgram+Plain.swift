import Bytes

/// Values that pass just as they stand, which nearly all do: the same tests, over a value whose first sixteen bytes have
/// been loaded already.
extension TestProgram {
    /// Whether a value passes a test and is written in its canonical form. False is no verdict: it may still pass.
    ///
    /// - Parameters:
    ///   - value: where it lies in `bytes`, at least 16 bytes before their end.
    ///   - words: its first sixteen bytes, with zeros behind it where it is shorter.
    package func takes(
        _ test: Int, _ bytes: Span<UInt8>, _ value: Range<Int>, _ words: (UInt64, UInt64)
    ) -> Bool {
        let operation = operations[test]
        let count = value.upperBound &- value.lowerBound
        switch operation.kind {
        case .anything: return true
        case .isoDate, .date: return count == 10 && ISODateFormat.accepts(words.0, words.1)
        case .length:
            let allowed = ClosedRange(uncheckedBounds: (operation.first, operation.second))
            return LengthTest.isPlain(count, allowed) || LengthTest.accepts(bytes.extracting(value), allowed)
        case .places where operation.fourth >= 0:
            return count >= operation.third & 0xFFFF_FFFF && count <= operation.third &>> 32
                && bounds[operation.fourth].contain(words, count: count)
        case .shifts: return matches(bytes, value, words, operation)
        case .words:
            return count <= ShortText.longest
                && self.words.value(of: ShortText(words, count: count), in: operation.first) >= 0
        case .phone: return PhoneFormat.isCanonical(bytes.extracting(value))
        default:
            var canonical: [UInt8] = []
            return accepts(test, bytes, value, canonical: &canonical) && canonical.isEmpty
        }
    }

    /// See `matches(_:shifts:)`; here eight bytes are loaded at a time.
    @inline(__always)
    private func matches(
        _ bytes: Span<UInt8>, _ value: Range<Int>, _ words: (UInt64, UInt64), _ operation: TestOperation
    ) -> Bool {
        shifts.withFirst(operation.first + 256) { table in
            var state = UInt64(truncatingIfNeeded: operation.second)
            var word = words.0
            var next = words.1
            var at = value.lowerBound &+ 16
            var left = value.upperBound &- value.lowerBound
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
}
