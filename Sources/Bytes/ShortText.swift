public import CBytes

/// A text of at most sixteen bytes, held in two words: compared and looked up without a loop.
public struct ShortText: BitwiseCopyable, Hashable, Sendable {
    /// Bytes 0 to 7, the first lowest; what the text does not have is 0.
    @usableFromInline var low: UInt64
    /// Bytes 8 to 15.
    @usableFromInline var high: UInt64
    /// In bytes.
    public var count: Int

    /// The most bytes of a short text.
    @inlinable public static var longest: Int { 16 }

    /// The empty text.
    @inlinable
    public init() {
        (low, high, count) = (0, 0, 0)
    }

    /// - Returns: `nil` for a longer text.
    @inlinable @inline(__always)
    public init?(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let count = range.upperBound &- range.lowerBound
        guard count <= Self.longest else { return nil }
        self.count = count
        low = bytes.word(at: range.lowerBound, count: min(count, 8))
        high = bytes.word(at: range.lowerBound &+ 8, count: max(count &- 8, 0))
    }

    /// A text that has been loaded already, with zeros behind it.
    /// - Parameter count: in bytes, at most sixteen.
    @inlinable @inline(__always)
    public init(_ words: (UInt64, UInt64), count: Int) {
        (low, high, self.count) = (words.0, words.1, count)
    }

    @inlinable
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes.span, bytes.indices)
    }

    /// For tables whose size is a power of two: its upper bits are the good ones.
    @inlinable
    public var mixed: UInt64 {
        let one = (low ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
        return (one ^ (one >> 29) ^ high) &* 0xBF58_476D_1CE4_E5B9
    }
}

extension Span<UInt8> {
    /// The first `count` of eight bytes as a word, the first lowest, with zeros in the place of the others.
    ///
    /// - Parameter count: 0 to 8. Nothing is read beyond the span.
    @inlinable @inline(__always)
    public func word(at start: Int, count: Int) -> UInt64 {
        if start >= 0, start &+ 8 <= self.count {
            let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: start, as: UInt64.self))
            return count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
        }
        return wordAtEnd(start, count)
    }

    /// The first sixteen bytes of a text as two words, with zeros in the place of those behind its end.
    ///
    /// - Parameters:
    ///   - start: at least sixteen bytes before the span's end: it is not checked here, so that a value costs one load.
    ///   - count: the text's length.
    @inlinable @inline(__always)
    public func firstWords(at start: Int, count: Int) -> (UInt64, UInt64) {
        let found = withUnsafeBytes { muster_first_bytes($0.baseAddress, Int64(start), Int64(count)) }
        return (found.first, found.second)
    }

    /// Which of the 64 bytes from `start` on are not ASCII, a bit for each, the first lowest; those from `end` on are none.
    @inlinable @inline(__always)
    public func nonASCII(at start: Int, before end: Int) -> UInt64 {
        guard start >= 0, start &+ 64 <= self.count, start <= end else { return nonASCIIAtEnd(start, end) }
        // In bounds by the condition above.
        let found = withUnsafeBytes { muster_non_ascii($0.baseAddress, Int64(start)) }
        return end &- start >= 64 ? found : found & ((1 &<< UInt64(truncatingIfNeeded: end &- start)) &- 1)
    }

    /// Whether a text is made of ASCII and of whole characters from U+00C0 to U+07FF and from U+4000 to U+CFFF: most letters
    /// of the Latin, Greek, Cyrillic, Hebrew, Arabic, Chinese, Japanese and Korean scripts. None of these is white space;
    /// whatever else may be.
    public func isOfCommonLetters(_ text: Range<Int>) -> Bool {
        guard text.lowerBound >= 0, text.upperBound <= self.count else { return false }
        return withUnsafeBytes {
            muster_is_of_common_letters(
                $0.baseAddress, Int64(text.lowerBound), Int64(text.upperBound), Int64(self.count))
        }
    }

    @inlinable @inline(never)
    func nonASCIIAtEnd(_ start: Int, _ end: Int) -> UInt64 {
        var found: UInt64 = 0
        for index in 0..<Swift.max(0, Swift.min(64, end &- start)) where self[start &+ index] >= 0x80 {
            found |= 1 &<< UInt64(truncatingIfNeeded: index)
        }
        return found
    }

    @inlinable @inline(never)
    func wordAtEnd(_ start: Int, _ count: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<Swift.min(count, 8) {
            word |= UInt64(self[start &+ index]) &<< UInt64(truncatingIfNeeded: index &* 8)
        }
        return word
    }
}
