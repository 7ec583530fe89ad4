import Bytes

/// Writes case ids two symbols at a time, for files of millions of them.
package final class CaseIDWriter: Sendable {
    /// For each ten bits their two symbols, the first lowest.
    private let symbols: PlainStorage<UInt16>
    /// For each ten bits what they add to the checksum.
    private let checks: PlainStorage<UInt8>
    /// What becomes of a checksum when two symbols follow.
    private let carried: PlainStorage<UInt8>

    package init() {
        let alphabet = Array(CaseID.alphabet.description.utf8)
        symbols = PlainStorage((0..<1024).map { UInt16(alphabet[$0 >> 5]) | UInt16(alphabet[$0 & 31]) << 8 })
        checks = PlainStorage((0..<1024 as Range<UInt64>).map { bits in Self.check(0, bits) })
        carried = PlainStorage((0..<32 as Range<UInt64>).map { sum in Self.check(sum, 0) })
    }

    private static func check(_ sum: UInt64, _ ten: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: CaseID.check(CaseID.check(sum, adding: ten >> 5), adding: ten & 31))
    }

    /// The sixteen bytes of the written form as two words, the first byte lowest.
    package func words(of id: CaseID) -> (UInt64, UInt64) {
        var check: UInt8 = 0
        let first = pair(id.bits >> 50, &check) | pair(id.bits >> 40, &check) << 16
        let second = pair(id.bits >> 30, &check) | pair(id.bits >> 20, &check) << 16
        let third = pair(id.bits >> 10, &check) | pair(id.bits, &check) << 16
        let last = UInt64(symbols[Int(check)] >> 8)
        let hyphen: UInt64 = 0x2D
        return (
            first | hyphen << 32 | second << 40,
            second >> 24 | hyphen << 8 | third << 16 | hyphen << 48 | last << 56
        )
    }

    @inline(__always)
    private func pair(_ bits: UInt64, _ check: inout UInt8) -> UInt64 {
        let ten = Int(truncatingIfNeeded: bits & 1023)
        check = carried[Int(check)] ^ checks[ten]
        return UInt64(symbols[ten])
    }
}
