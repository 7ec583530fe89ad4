/// A number of at most eight decimal digits, ready to be written: for numbers that rise from row to row, of which mostly
/// nothing but the last digit changes.
public struct ShortDecimal: BitwiseCopyable, Sendable {
    @usableFromInline var value: Int
    /// Its digits as ASCII, the first lowest.
    @usableFromInline var digits: UInt64
    /// How many digits it has.
    @usableFromInline var count: Int

    @inlinable public static var greatest: Int { 99_999_999 }

    /// - Parameter value: 0 to `greatest`; beyond, the nearest of these is taken.
    @inlinable
    public init(_ value: Int) {
        self.value = min(max(value, 0), Self.greatest)
        // Numbers of four, two and one digit side by side in a word; then those that lead and are zero are left out.
        let word = UInt64(truncatingIfNeeded: self.value)
        let fours = word / 10_000 | (word % 10_000) << 32
        let hundreds = ((fours &* 10_486) >> 20) & 0x7F_0000_007F
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
        let all = tens | (twos &- tens &* 10) << 8
        let leading = min(all.trailingZeroBitCount, 56) & ~7
        digits = (all | 0x3030_3030_3030_3030) &>> UInt64(truncatingIfNeeded: leading)
        count = 8 &- leading &>> 3
    }

    /// Takes the next number of a rising row of them.
    @inlinable @inline(__always)
    public mutating func rise(to next: Int) {
        let last = UInt64(truncatingIfNeeded: (count &- 1) &* 8)
        if next == value &+ 1, digits &>> last != 0x39 {
            value = next
            digits &+= 1 &<< last
        } else {
            self = ShortDecimal(next)
        }
    }
}
