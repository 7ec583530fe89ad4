/// A case's id: short enough to be read over the phone, the same whenever the same request is read again.
///
/// Twelve symbols of Crockford's base 32 (digits and capital letters without I, L, O and U) hold 60 bits of the
/// request's hash; a thirteenth checks them, so that a misheard symbol is noticed. Written `7K3F-9QXA-2W4T-C`.
/// Among ten million cases two share an id with a probability of about 1 in 23,000.
package struct CaseID: Hashable, Sendable, CustomStringConvertible {
    /// The 60 bits.
    package var bits: UInt64

    /// The length of the written form in bytes.
    package static let length = 16

    @inlinable
    package init(bits: UInt64) {
        self.bits = bits & (1 << 60 - 1)
    }

    @inlinable
    package init(_ hash: Hash128) {
        self.init(bits: hash.high)
    }

    /// Reads the written form back, with or without hyphens, in either case, `O` for 0 and `I` or `L` for 1.
    /// - Returns: `nil` for anything else, and when the check symbol does not fit.
    package init?(_ text: String) {
        var bits: UInt64 = 0
        var symbols: [UInt64] = []
        for byte in text.utf8 where byte != UInt8(ascii: "-") && byte != UInt8(ascii: " ") {
            guard let value = Self.value(of: byte) else { return nil }
            symbols.append(value)
        }
        guard symbols.count == 13 else { return nil }
        for symbol in symbols.prefix(12) { bits = bits << 5 | symbol }
        guard symbols[12] == Self.check(bits) else { return nil }
        self.init(bits: bits)
    }

    static let alphabet: StaticString = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

    private static func value(of byte: UInt8) -> UInt64? {
        let upper = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") ? byte - 32 : byte
        switch upper {
        case UInt8(ascii: "O"): return 0
        case UInt8(ascii: "I"), UInt8(ascii: "L"): return 1
        default:
            return alphabet.withUTF8Buffer { $0.firstIndex(of: upper) }.map(UInt64.init)
        }
    }

    /// A checksum in the field of 32 elements (polynomial x⁵ + x² + 1): each place weighs another power of x, so every
    /// wrong symbol and every swap of two symbols shows.
    static func check(_ bits: UInt64) -> UInt64 {
        var sum: UInt64 = 0
        var shift: UInt64 = 60
        while shift > 0 {
            shift &-= 5
            sum = check(sum, adding: bits &>> shift & 31)
        }
        return sum
    }

    /// The checksum after one more symbol.
    static func check(_ sum: UInt64, adding symbol: UInt64) -> UInt64 {
        let sum = (sum ^ symbol) << 1
        return sum ^ (sum &>> 5) &* 0b100101
    }

    /// The 16 bytes of the written form.
    package var written: InlineArray<16, UInt8> {
        var bytes = InlineArray<16, UInt8>(repeating: UInt8(ascii: "-"))
        Self.alphabet.withUTF8Buffer { symbols in
            var shift: UInt64 = 60
            for index in 0..<12 {
                shift &-= 5
                bytes[index &+ index / 4] = symbols[Int(truncatingIfNeeded: bits >> shift & 31)]
            }
            bytes[15] = symbols[Int(truncatingIfNeeded: Self.check(bits))]
        }
        return bytes
    }

    package var description: String {
        written.span.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
