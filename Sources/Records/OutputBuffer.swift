import Glibc

/// Bytes on their way into a file: a buffer that is filled, written out whole and filled again.
///
/// Most appends are of a few bytes, many millions of them. An array would ask each time whether it is shared; this buffer
/// owns its memory alone, which the type system proves, and an append is a comparison and a copy.
public struct OutputBuffer: ~Copyable {
    @usableFromInline var storage: UnsafeMutableRawBufferPointer
    /// How many bytes have been appended.
    public var count: Int { filled }
    @usableFromInline var filled = 0

    package init(capacity: Int = 1 << 16) {
        storage = .allocate(byteCount: max(capacity, 64), alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    package var isEmpty: Bool { count == 0 }

    package mutating func removeAll() {
        filled = 0
    }

    /// Takes back what was appended beyond the first `count` bytes.
    package mutating func removeAll(from count: Int) {
        filled = min(filled, max(count, 0))
    }

    /// A copy of the bytes appended so far.
    package var bytes: [UInt8] { Array(storage[..<filled]) }

    /// Lends the bytes appended so far.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<filled]))
    }

    /// Makes room for so many more bytes.
    @inlinable @inline(__always)
    public mutating func reserve(_ more: Int) {
        if filled &+ more > storage.count { grow(more) }
    }

    @usableFromInline @inline(never)
    mutating func grow(_ more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: storage.count + max(more, storage.count), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<filled]))
        storage.deallocate()
        storage = larger
    }

    @inlinable @inline(__always)
    public mutating func append(_ byte: UInt8) {
        reserve(1)
        storage[filled] = byte
        filled &+= 1
    }

    @inlinable @inline(__always)
    public mutating func append(_ span: Span<UInt8>) {
        append(span, Range(uncheckedBounds: (0, span.count)))
    }

    /// How many bytes are copied at least, whatever their number: those too many are written over by what comes next.
    @usableFromInline static var slack: Int { 32 }

    /// Appends the bytes in a range of `bytes`. Few are copied sixteen at a time.
    @inlinable @inline(__always)
    public mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let (start, count) = (range.lowerBound, range.upperBound &- range.lowerBound)
        precondition(start >= 0 && count >= 0 && range.upperBound <= bytes.count, "range out of bounds")
        reserve(count &+ Self.slack)
        bytes.withUnsafeBytes { source in
            guard let text = source.baseAddress?.advanced(by: start),
                let next = storage.baseAddress?.advanced(by: filled)
            else { return }
            // In bounds: the range lies within the source, and behind what it needs there is the slack.
            if start &+ 32 <= source.count, count <= 32 {
                Self.copySixteen(text, to: next, 0)
                Self.copySixteen(text, to: next, 16)
            } else if start &+ count &+ 16 <= source.count, count <= 128 {
                for offset in stride(from: 0, to: count, by: 16) { Self.copySixteen(text, to: next, offset) }
            } else {
                next.copyMemory(from: text, byteCount: count)
            }
        }
        filled &+= count
    }

    @inlinable @inline(__always)
    static func copySixteen(_ text: UnsafeRawPointer, to next: UnsafeMutableRawPointer, _ offset: Int) {
        next.storeBytes(
            of: text.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self), toByteOffset: offset,
            as: SIMD16<UInt8>.self)
    }

    package mutating func append(_ bytes: [UInt8]) {
        append(bytes.span)
    }

    package mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { buffer in
            for byte in buffer { append(byte) }
        }
    }

    package mutating func append(_ text: String) {
        append(text.utf8Span.span)
    }

    /// Four bytes, the lowest first.
    @inline(__always)
    package mutating func append(word: UInt32) {
        reserve(4)
        storage.storeBytes(of: word.littleEndian, toByteOffset: filled, as: UInt32.self)
        filled &+= 4
    }

    /// A part of what another buffer holds.
    package mutating func append(_ other: borrowing OutputBuffer, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= other.filled, "range out of bounds")
        reserve(range.count)
        if !range.isEmpty, let to = storage.baseAddress, let from = other.storage.baseAddress {
            memcpy(to + filled, from + range.lowerBound, range.count)
        }
        filled &+= range.count
    }

    /// A number in decimal digits.
    @inlinable
    public mutating func append(decimal value: Int) {
        guard value >= 0, value <= ShortDecimal.greatest else { return appendLarge(value) }
        append(ShortDecimal(value))
    }

    @inlinable @inline(__always)
    public mutating func append(_ number: ShortDecimal) {
        reserve(8)
        storage.storeBytes(of: number.digits.littleEndian, toByteOffset: filled, as: UInt64.self)
        filled &+= number.count
    }

    @usableFromInline @inline(never)
    mutating func appendLarge(_ value: Int) {
        append(String(value))
    }
}
