public import Records

/// One field's value in a request: trimmed, and in its canonical form.
///
/// A single word, so that what has just been stored is there for the next load: of two halves the processor would wait for
/// both to reach the cache.
public struct FieldValue: BitwiseCopyable, Sendable {
    /// The start in the lower 32 bits, then `mayNeedQuotes`, `isCanonical`, and the length in the upper 30.
    @usableFromInline var word: UInt64

    /// No value.
    @inlinable public static var absent: FieldValue {
        FieldValue(start: 0, length: 0, isCanonical: false, mayNeedQuotes: false)
    }

    @inlinable
    public init(start: Int, length: Int, isCanonical: Bool, mayNeedQuotes: Bool) {
        word =
            UInt64(truncatingIfNeeded: length) << 34 | (isCanonical ? 1 << 33 : 0) | (mayNeedQuotes ? 1 << 32 : 0)
            | UInt64(UInt32(truncatingIfNeeded: start))
    }

    /// A cell's value as it stands.
    @inlinable
    public init(_ cell: RecordBlock.Cell) {
        self.init(
            start: Int(cell.start), length: cell.length, isCanonical: false, mayNeedQuotes: cell.mayNeedQuotes)
    }

    @inlinable public var length: Int { Int(truncatingIfNeeded: word >> 34) }
    @inlinable public var isEmpty: Bool { word < 1 << 34 }
    /// The bytes are in the verdicts' `canonical`, not in the block's `bytes`.
    @inlinable public var isCanonical: Bool { word & 1 << 33 != 0 }
    @inlinable public var mayNeedQuotes: Bool { word & 1 << 32 != 0 }
    @inlinable public var range: Range<Int> {
        let start = Int(UInt32(truncatingIfNeeded: word))
        return Range(uncheckedBounds: (start, start &+ length))
    }
}
