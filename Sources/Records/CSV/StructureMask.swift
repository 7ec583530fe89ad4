/// Finds the bytes that matter to a CSV scanner, 64 at a time.
///
/// The comparisons are SIMD; the bits are then gathered in eight 64-bit words, because Swift has no instruction of its
/// own that makes a bit mask of a vector. Both halves were measured: comparing byte by byte is three times slower.
struct StructureMask {
    /// Bit `i` is set where byte `i` is a delimiter or ends a line.
    var structure: UInt64
    /// Bit `i` is set where byte `i` is a quote.
    var quotes: UInt64
    /// Some byte is not ASCII.
    var holdsNonASCII: Bool

    static let width = 64

    @inline(__always)
    init(_ block: SIMD64<UInt8>, delimiter: SIMD64<UInt8>, quote: SIMD64<UInt8>) {
        let lineFeed = SIMD64<UInt8>(repeating: 0x0A)
        let carriageReturn = SIMD64<UInt8>(repeating: 0x0D)
        let found = (block .== delimiter) .| (block .== lineFeed) .| (block .== carriageReturn)
        structure = Self.bits(found)
        let quoted = block .== quote
        quotes = Self.isAnySet(quoted) ? Self.bits(quoted) : 0
        let words = unsafeBitCast(block, to: SIMD8<UInt64>.self)
        let high = (words.lowHalf | words.highHalf)
        holdsNonASCII = (high[0] | high[1] | high[2] | high[3]) & 0x8080_8080_8080_8080 != 0
    }

    @inline(__always)
    private static func isAnySet(_ mask: SIMDMask<SIMD64<Int8>>) -> Bool {
        let words = unsafeBitCast(mask, to: SIMD8<UInt64>.self)
        let halves = words.lowHalf | words.highHalf
        return halves[0] | halves[1] | halves[2] | halves[3] != 0
    }

    /// A vector mask holds 0xFF or 0x00 in each byte. Of each word, byte `k` is cut down to bit `k`; a multiplication
    /// then adds the eight bytes up in the highest one.
    @inline(__always)
    private static func bits(_ mask: SIMDMask<SIMD64<Int8>>) -> UInt64 {
        let words = unsafeBitCast(mask, to: SIMD8<UInt64>.self) & SIMD8(repeating: 0x8040_2010_0804_0201)
        var result: UInt64 = 0
        for index in 0..<8 {
            let gathered = (words[index] &* 0x0101_0101_0101_0101) >> 56
            result |= gathered << UInt64(truncatingIfNeeded: index &* 8)
        }
        return result
    }
}
