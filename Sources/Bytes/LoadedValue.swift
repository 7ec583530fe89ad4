/// A value among others of its kind, with its first sixteen bytes at hand.
public struct LoadedValue: BitwiseCopyable, Sendable {
    /// Its first sixteen bytes, the first lowest, with zeros behind it where it is shorter.
    public var words: (UInt64, UInt64)
    /// Where it lies; in bytes.
    @usableFromInline var start: UInt32
    @usableFromInline var length: UInt32
    @usableFromInline var owner: UInt32

    /// - Parameters:
    ///   - start: where it lies, and its length: in bytes.
    ///   - place: the place of its row among those that are gone through.
    @inlinable @inline(__always)
    public init(_ words: (UInt64, UInt64) = (0, 0), start: Int, count: Int, place: Int) {
        self.words = words
        self.start = UInt32(truncatingIfNeeded: start)
        length = UInt32(truncatingIfNeeded: count)
        owner = UInt32(truncatingIfNeeded: place)
    }

    /// In bytes.
    @inlinable public var count: Int { Int(length) }
    /// The place of its row among those that are gone through.
    @inlinable public var place: Int { Int(owner) }
    @inlinable public var range: Range<Int> {
        Range(uncheckedBounds: (Int(start), Int(start) &+ Int(length)))
    }
}
