public import CBytes

/// A value among others of its kind, with its first sixteen bytes at hand.
public struct LoadedValue: BitwiseCopyable, Sendable {
    @usableFromInline var value: MusterValue

    /// - Parameters:
    ///   - words: its first sixteen bytes, the first lowest, with zeros behind it where it is shorter.
    ///   - start: where it lies, and its length: in bytes.
    ///   - place: the place of its row among those that are gone through.
    @inlinable @inline(__always)
    public init(_ words: (UInt64, UInt64) = (0, 0), start: Int, count: Int, place: Int) {
        value = MusterValue(
            words: MusterSixteen(first: words.0, second: words.1), start: UInt32(truncatingIfNeeded: start),
            length: UInt32(truncatingIfNeeded: count), row: UInt32(truncatingIfNeeded: place))
    }

    /// Its first sixteen bytes, the first lowest, with zeros behind it where it is shorter.
    @inlinable public var words: (UInt64, UInt64) { (value.words.first, value.words.second) }
    /// In bytes.
    @inlinable public var count: Int { Int(value.length) }
    /// The place of its row among those that are gone through.
    @inlinable public var place: Int { Int(value.row) }
    @inlinable public var range: Range<Int> {
        Range(uncheckedBounds: (Int(value.start), Int(value.start) &+ Int(value.length)))
    }
}
