/// Room at the end of an `OutputBuffer`, made for a row at once, so that each of its cells is only copied.
///
/// Whoever asks for room says how much it is; that no more is put there is checked in debug builds alone.
public struct OutputRoom: ~Copyable {
    @usableFromInline var next: UnsafeMutableRawPointer
    @usableFromInline let end: UnsafeMutableRawPointer

    /// How many bytes are copied at least, whatever their number: those too many are written over by what comes next.
    @inlinable public static var slack: Int { 32 }

    @inlinable @inline(__always)
    init(next: UnsafeMutableRawPointer, end: UnsafeMutableRawPointer) {
        (self.next, self.end) = (next, end)
    }

    @inlinable @inline(__always)
    public mutating func put(_ byte: UInt8) {
        assert(next + 1 <= end, "more than there is room for")
        next.storeBytes(of: byte, as: UInt8.self)
        next += 1
    }

    /// Sixteen bytes, the first lowest in the first word.
    @inlinable @inline(__always)
    public mutating func put(_ words: (UInt64, UInt64)) {
        assert(next + 16 <= end, "more than there is room for")
        next.storeBytes(of: words.0.littleEndian, as: UInt64.self)
        next.storeBytes(of: words.1.littleEndian, toByteOffset: 8, as: UInt64.self)
        next += 16
    }

    @inlinable @inline(__always)
    public mutating func put(_ number: ShortDecimal) {
        assert(next + number.count <= end, "more than there is room for")
        next.storeBytes(of: number.digits.littleEndian, as: UInt64.self)
        next += number.count
    }

    /// The bytes in a range of `bytes`. Few are copied sixteen at a time.
    @inlinable @inline(__always)
    public mutating func put(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let (start, count) = (range.lowerBound, range.upperBound &- range.lowerBound)
        precondition(start >= 0 && count >= 0 && range.upperBound <= bytes.count, "range out of bounds")
        assert(next + count <= end, "more than there is room for")
        bytes.withUnsafeBytes { source in
            guard let text = source.baseAddress?.advanced(by: start) else { return }
            // In bounds: the range lies within the source, and behind the room there is the slack.
            if start &+ 32 <= source.count, count <= 32 {
                copySixteen(text, 0)
                copySixteen(text, 16)
            } else if start &+ count &+ 16 <= source.count, count <= 128 {
                for offset in stride(from: 0, to: count, by: 16) { copySixteen(text, offset) }
            } else {
                next.copyMemory(from: text, byteCount: count)
            }
        }
        next += count
    }

    @inlinable @inline(__always)
    func copySixteen(_ text: UnsafeRawPointer, _ offset: Int) {
        next.storeBytes(
            of: text.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self), toByteOffset: offset,
            as: SIMD16<UInt8>.self)
    }
}
