public import Bytes

/// Writes case ids two symbols at a time, for files of millions of them.
///
/// The checksum is a sum without carries, in which each symbol's share depends on nothing but the symbol and its place. So
/// the six shares of a case are looked up side by side and none waits for the one before.
public final class CaseIDWriter: Sendable {
    /// For each ten bits their two symbols, the first lowest.
    @usableFromInline let symbols: PlainStorage<UInt16>
    /// For each of the six places, for each ten bits there, what they add to the checksum.
    @usableFromInline let checks: PlainStorage<UInt8>

    package init() {
        let alphabet = Array(CaseID.alphabet.description.utf8)
        symbols = PlainStorage((0..<1024).map { UInt16(alphabet[$0 >> 5]) | UInt16(alphabet[$0 & 31]) << 8 })
        checks = PlainStorage(
            (0..<6 as Range<UInt64>).flatMap { place in
                (0..<1024 as Range<UInt64>).map { ten in
                    UInt8(truncatingIfNeeded: CaseID.check(ten << (50 - place * 10)))
                }
            })
    }

    /// The sixteen bytes of the written form as two words, the first byte lowest.
    /// - Parameter bits: the id's 60 bits; what stands above them makes no difference.
    @inlinable @inline(__always)
    public func words(ofBits bits: UInt64) -> (UInt64, UInt64) {
        var check: UInt8 = 0
        let first = pair(bits &>> 50, 0, &check) | pair(bits &>> 40, 1, &check) &<< 16
        let second = pair(bits &>> 30, 2, &check) | pair(bits &>> 20, 3, &check) &<< 16
        let third = pair(bits &>> 10, 4, &check) | pair(bits, 5, &check) &<< 16
        let last = UInt64(symbols[unchecked: Int(check & 31)] &>> 8)
        let hyphen: UInt64 = 0x2D
        return (
            first | hyphen &<< 32 | second &<< 40,
            second &>> 24 | hyphen &<< 8 | third &<< 16 | hyphen &<< 48 | last &<< 56
        )
    }

    @inlinable @inline(__always)
    func pair(_ bits: UInt64, _ place: Int, _ check: inout UInt8) -> UInt64 {
        // In bounds: ten bits, and a place from 0 to 5.
        let ten = Int(truncatingIfNeeded: bits & 1023)
        check ^= checks[unchecked: place &* 1024 &+ ten]
        return UInt64(symbols[unchecked: ten])
    }
}
