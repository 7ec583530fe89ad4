import CBytes
import TestSupport
import Testing

/// What the processor does with many bytes at once, held against a loop over them.
struct CBytesTests {
    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")

    /// Every kind of byte, and those that matter, with their neighbours, often.
    private static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        let kinds: [UInt8] = [
            0, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x22, 0x2C, 0x3B, 0x7F, 0x80, 0x8A, 0xA2, 0xAC, 0xFF,
        ]
        return (0..<count).map { _ in
            Bool.random(using: &random)
                ? kinds.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
        }
    }

    private static func mask(_ bytes: ArraySlice<UInt8>, _ isFound: (UInt8) -> Bool) -> UInt64 {
        bytes.enumerated().reduce(0) { mask, byte in isFound(byte.element) ? mask | 1 << UInt64(byte.offset) : mask }
    }

    @Test(arguments: [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, UInt8(ascii: "|"), 0, 0xFF])
    func `each of 64 bytes is marked for what it is, wherever they lie`(delimiter: UInt8) {
        var random = SeededGenerator.announced()
        for _ in 0..<20 {
            let bytes = Self.bytes(200, &random)
            for start in 0...(bytes.count - 64) {
                let found = bytes.withUnsafeBytes {
                    muster_structure($0.baseAddress?.advanced(by: start), delimiter, Self.quote)
                }
                let part = bytes[start..<(start + 64)]
                let isRight =
                    found.delimiters == Self.mask(part) { $0 == delimiter }
                    && found.feeds == Self.mask(part) { $0 == 0x0A } && found.returns == Self.mask(part) { $0 == 0x0D }
                    && found.quotes == Self.mask(part) { $0 == Self.quote }
                    && found.nonASCII == Self.mask(part) { $0 >= 0x80 }
                    && found.visible == Self.mask(part) { $0 > 0x20 && $0 < 0x7F }
                if !isRight { Issue.record("\(Array(part)) with the delimiter \(delimiter): \(found)") }
            }
        }
    }

    @Test func `each byte alone sets its bit and no other`() {
        for byte in UInt8.min ... .max {
            for place in [0, 1, 15, 16, 31, 32, 47, 48, 63] {
                var bytes = [UInt8](repeating: 0x61, count: 64)
                bytes[place] = byte
                let found = bytes.withUnsafeBytes { muster_structure($0.baseAddress, Self.comma, Self.quote) }
                let bit = 1 << UInt64(place) as UInt64
                let masks = [found.delimiters, found.feeds, found.returns, found.quotes, found.nonASCII]
                let expected = [byte == Self.comma, byte == 0x0A, byte == 0x0D, byte == Self.quote, byte >= 0x80]
                if masks != expected.map({ $0 ? bit : 0 }) { Issue.record("\(byte) at \(place): \(masks)") }
            }
        }
    }

    @Test func `the first bytes of sixteen are loaded, and zeros in the place of the others`() {
        var random = SeededGenerator.announced()
        let bytes = Self.bytes(80, &random)
        for start in 0...64 {
            for count in [Int](0...17) + [63, 64, 1 << 32, .max] {
                let found = bytes.withUnsafeBytes { muster_first_bytes($0.baseAddress, Int64(start), Int64(count)) }
                let expected = Self.sixteen((0..<16).map { $0 < count ? bytes[start + $0] : 0 })
                if found.first != expected.first || found.second != expected.second {
                    Issue.record("\(count) bytes at \(start): \(found)")
                }
            }
        }
    }

    @Test func `bytes that are not ASCII are found among 64, wherever they lie`() {
        var random = SeededGenerator.announced()
        let bytes = Self.bytes(200, &random)
        for start in 0...(bytes.count - 64) {
            let found = bytes.withUnsafeBytes { muster_non_ascii($0.baseAddress, Int64(start)) }
            if found != Self.mask(bytes[start..<(start + 64)], { $0 >= 0x80 }) { Issue.record("at \(start): \(found)") }
        }
    }

    // MARK: Bounds

    private static func sixteen(_ bytes: [UInt8]) -> MusterSixteen {
        let words = [0, 8].map { start in
            (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << UInt64($1 * 8) }
        }
        return MusterSixteen(first: words[0], second: words[1])
    }

    private static func lieBetween(_ bytes: [UInt8], _ low: [UInt8], _ high: [UInt8], _ count: Int) -> Bool {
        muster_lie_between(sixteen(bytes), sixteen(low), sixteen(high), Int64(count))
    }

    @Test(arguments: 0...16)
    func `bytes lie between bounds when each of the first does`(count: Int) {
        var random = SeededGenerator.announced()
        var passed = 0
        for _ in 0..<1_000 {
            let pairs = (0..<16).map { _ in
                [UInt8.random(in: 0...255, using: &random), UInt8.random(in: 0...255, using: &random)].sorted()
            }
            let (low, high) = (pairs.map { $0[0] }, pairs.map { $0[1] })
            // Mostly within, often just at a bound, at times just outside or anywhere.
            let bytes = (0..<16).map { place -> UInt8 in
                switch Int.random(in: 0...40, using: &random) {
                case 0: low[place] &- 1
                case 1: high[place] &+ 1
                case 2: UInt8.random(in: 0...255, using: &random)
                case 3...12: low[place]
                case 13...22: high[place]
                default: UInt8.random(in: low[place]...high[place], using: &random)
                }
            }
            let expected = (0..<count).allSatisfy { bytes[$0] >= low[$0] && bytes[$0] <= high[$0] }
            if expected { passed += 1 }
            if Self.lieBetween(bytes, low, high, count) != expected {
                Issue.record("\(bytes) between \(low) and \(high), \(count) bytes")
            }
        }
        #expect(passed > 0 && (passed < 1_000 || count == 0))
    }

    @Test func `bytes are compared without a sign, and what is behind the count is not looked at`() {
        let low = [UInt8](repeating: 0x30, count: 16)
        let high = [UInt8](repeating: 0x39, count: 16)
        for byte in UInt8.min ... .max {
            for place in 0..<16 {
                var bytes = [UInt8](repeating: 0x35, count: 16)
                bytes[place] = byte
                let isDigit = byte >= 0x30 && byte <= 0x39
                for count in 1...16 where Self.lieBetween(bytes, low, high, count) != (isDigit || place >= count) {
                    Issue.record("\(byte) at \(place) of \(count)")
                }
            }
        }
    }
}
