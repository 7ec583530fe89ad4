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
            shifts.mark(
                values, byShiftsFrom: operation.first, start: UInt64(truncatingIfNeeded: operation.second),
                firstAccepting: UInt64(truncatingIfNeeded: operation.third), in: bytes, sound: &sound)
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
}
