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

    @inlinable @inline(__always)
    mutating func reserve(_ more: Int) {
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

    /// Appends the bytes in a range of `bytes`.
    @inlinable @inline(__always)
    public mutating func append(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        fill(atMost: range.upperBound &- range.lowerBound) { $0.put(bytes, range) }
    }

    /// Lends room for so many bytes behind those that have been appended; what is put there is appended.
    @inlinable @inline(__always)
    public mutating func fill(atMost bytes: Int, _ put: (inout OutputRoom) -> Void) {
        reserve(bytes &+ OutputRoom.slack)
        guard let base = storage.baseAddress else { return }
        var room = OutputRoom(next: base + filled, end: base + (filled &+ bytes))
        put(&room)
        filled = room.next - base
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

    /// What another buffer holds from a place on.
    package mutating func append(_ other: borrowing OutputBuffer, from start: Int) {
        precondition(start >= 0 && start <= other.filled, "place out of bounds")
        let count = other.filled &- start
        reserve(count)
        if count > 0, let to = storage.baseAddress, let from = other.storage.baseAddress {
            memcpy(to + filled, from + start, count)
        }
        filled &+= count
    }

    /// A number in decimal digits.
    @inlinable
    public mutating func append(decimal value: Int) {
        guard value >= 0, value <= ShortDecimal.greatest else { return appendLarge(value) }
        fill(atMost: 8) { $0.put(ShortDecimal(value)) }
    }

    @usableFromInline @inline(never)
    mutating func appendLarge(_ value: Int) {
        append(String(value))
    }
}
