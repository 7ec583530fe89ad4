import CBytes

/// Finds the bytes that matter to a CSV scanner, 64 at a time: a bit for each byte, the first lowest.
struct StructureMask {
    private let found: MusterStructure

    static let width = 64

    /// Of the bytes from `position` on; behind the last of them nothing is found.
    @inline(__always)
    init(_ bytes: Span<UInt8>, at position: Int, delimiter: UInt8, quote: UInt8) {
        if position &+ Self.width <= bytes.count {
            found = bytes.withUnsafeBytes { all in
                // In bounds by the condition above.
                muster_structure(all.baseAddress?.advanced(by: position), delimiter, quote)
            }
        } else {
            found = Self.ofRest(bytes, at: position, delimiter: delimiter, quote: quote)
        }
    }

    @inline(never)
    private static func ofRest(_ bytes: Span<UInt8>, at position: Int, delimiter: UInt8, quote: UInt8)
        -> MusterStructure
    {
        var rest = InlineArray<64, UInt8>(repeating: 0)
        let count = max(bytes.count &- position, 0)
        for index in 0..<min(count, width) { rest[index] = bytes[position &+ index] }
        var found = rest.span.withUnsafeBytes { muster_structure($0.baseAddress, delimiter, quote) }
        // A delimiter may be the byte 0, too.
        let isThere: UInt64 = count >= width ? .max : 1 << UInt64(count) &- 1
        found.delimiters &= isThere
        found.quotes &= isThere
        found.visible |= ~isThere
        return found
    }

    /// Delimiters, line ends (LF and CR) and quotes.
    @inline(__always) var all: UInt64 { found.delimiters | found.feeds | found.returns | found.quotes }
    /// The value between two quotes.
    struct QuotedValue {
        /// How far behind the mask's first byte the closing quote stands.
        var closing: Int
        var holdsDelimiter: Bool
    }

    /// The value of a quoted cell of which all is in sight, and what ends it too; `nil` for one with doubled quotes or line
    /// ends.
    /// - Parameter opening: how far behind the mask's first byte the opening quote stands.
    @inline(__always)
    func quotedValue(_ opening: Int) -> QuotedValue? {
        let behind = ((.max as UInt64) &<< UInt64(truncatingIfNeeded: opening)) &<< 1
        let closing = found.quotes & behind
        // The bits up to the closing quote, and the one behind it.
        let before = closing ^ (closing &- 1)
        let after = (before &+ 1) & (found.delimiters | found.feeds | found.returns)
        guard closing != 0, after != 0, (found.feeds | found.returns) & behind & before == 0 else { return nil }
        return QuotedValue(
            closing: closing.trailingZeroBitCount, holdsDelimiter: found.delimiters & behind & before != 0)
    }

    /// Bytes that are not ASCII.
    @inline(__always) var nonASCII: UInt64 { found.nonASCII }

    /// False: no cell begins or ends here with white space in ASCII. What lies before and behind is not known, and may be a
    /// cell's end.
    @inline(__always) var mayHaveOuterSpace: Bool {
        let ends = all
        return ~(found.visible | found.nonASCII | ends) & (ends &<< 1 | ends &>> 1 | 1 | 1 &<< 63) != 0
    }
}
