import Bytes

/// 128 bits that stand for a text: the same on every machine and in every run.
///
/// Swift's `Hasher` is seeded for each process, so it can neither make case ids nor be compared with what an earlier run
/// kept. This is MurmurHash3 (x64, 128 bits, by Austin Appleby, public domain): about 0.3 ns a byte, where SHA-256 for
/// each row would cost as much as the rest of the row's work. It keeps apart what people write by accident; it is no
/// defence against someone who builds two texts with one hash.
package struct Hash128: BitwiseCopyable, Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(of bytes: Span<UInt8>, seed: UInt64 = 0) {
        self = bytes.withUnsafeBytes { Hash128(of: $0, seed: seed) }
    }

    package init(of bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) {
        let (c1, c2) = (Self.c1, Self.c2)
        var h1 = seed
        var h2 = seed
        let count = bytes.count
        var at = 0
        while at &+ 16 <= count {
            var k1 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            var k2 = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at &+ 8, as: UInt64.self))
            k1 = Self.rotate(k1 &* c1, 31) &* c2
            h1 ^= k1
            h1 = (Self.rotate(h1, 27) &+ h2) &* 5 &+ 0x52dc_e729
            k2 = Self.rotate(k2 &* c2, 33) &* c1
            h2 ^= k2
            h2 = (Self.rotate(h2, 31) &+ h1) &* 5 &+ 0x3849_5ab5
            at &+= 16
        }
        var k1: UInt64 = 0
        var k2: UInt64 = 0
        let rest = count &- at
        var index = 0
        while index < rest {
            let byte = UInt64(bytes[at &+ index])
            if index < 8 {
                k1 |= byte << UInt64(truncatingIfNeeded: index &* 8)
            } else {
                k2 |= byte << UInt64(truncatingIfNeeded: (index &- 8) &* 8)
            }
            index &+= 1
        }
        if rest > 8 { h2 ^= Self.rotate(k2 &* c2, 33) &* c1 }
        if rest > 0 { h1 ^= Self.rotate(k1 &* c1, 31) &* c2 }
        self.init(finishing: h1, h2, length: count)
    }

    private init(finishing one: UInt64, _ two: UInt64, length: Int) {
        var h1 = one ^ UInt64(truncatingIfNeeded: length)
        var h2 = two ^ UInt64(truncatingIfNeeded: length)
        h1 = h1 &+ h2
        h2 = h2 &+ h1
        h1 = Self.mix(h1)
        h2 = Self.mix(h2)
        high = h1 &+ h2
        low = h2 &+ (h1 &+ h2)
    }

    package init(of text: String) {
        let bytes = Array(text.utf8)
        self.init(of: bytes.span)
    }

    private static let c1: UInt64 = 0x87c3_7b91_1142_53d5
    private static let c2: UInt64 = 0x4cf5_ad43_2745_937f

    @inline(__always)
    static func rotate(_ value: UInt64, _ by: UInt64) -> UInt64 {
        value &<< by | value &>> (64 &- by)
    }

    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value ^= value >> 33
        value = value &* 0xff51_afd7_ed55_8ccd
        value ^= value >> 33
        value = value &* 0xc4ce_b9fe_1a85_ec53
        value ^= value >> 33
        return value
    }
}
