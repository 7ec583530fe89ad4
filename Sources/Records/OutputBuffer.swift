import Glibc

/// Bytes on their way into a file: a buffer that is filled, written out whole and filled again.
///
/// Most appends are of a few bytes, many millions of them. An array would ask each time whether it is shared; this buffer
/// owns its memory alone, which the type system proves, and an append is a comparison and a copy.
package struct OutputBuffer: ~Copyable {
    private var storage: UnsafeMutableRawBufferPointer
    /// How many bytes have been appended.
    package private(set) var count = 0

    package init(capacity: Int = 1 << 16) {
        storage = .allocate(byteCount: max(capacity, 64), alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    package var isEmpty: Bool { count == 0 }

    package mutating func removeAll() {
        count = 0
    }

    /// A copy of the bytes appended so far.
    package var bytes: [UInt8] { Array(storage[..<count]) }

    /// Lends the bytes appended so far.
    package func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: storage[..<count]))
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count &+ more > storage.count { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: storage.count + max(more, storage.count), alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
        storage.deallocate()
        storage = larger
    }

    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        storage[count] = byte
        count &+= 1
    }

    @inline(__always)
    package mutating func append(_ span: Span<UInt8>) {
        let length = span.count
        reserve(length)
        span.withUnsafeBytes { source in
            // In bounds: `reserve` has made room for `length` bytes behind `count`.
            if length > 0, let to = storage.baseAddress, let from = source.baseAddress {
                memcpy(to + count, from, length)
            }
        }
        count &+= length
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
        for byte in text.utf8 { append(byte) }
    }

    /// Four bytes, the lowest first.
    @inline(__always)
    package mutating func append(word: UInt32) {
        reserve(4)
        storage.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt32.self)
        count &+= 4
    }

    /// All that another buffer holds.
    package mutating func append(_ other: borrowing OutputBuffer) {
        reserve(other.count)
        if other.count > 0, let to = storage.baseAddress, let from = other.storage.baseAddress {
            memcpy(to + count, from, other.count)
        }
        count &+= other.count
    }

    /// A number in decimal digits.
    package mutating func append(decimal value: Int) {
        if value < 0 { return append(String(value)) }
        var digits = 1
        var bound = 10
        while digits < 19, value >= bound {
            digits &+= 1
            bound = bound &* 10
        }
        reserve(digits)
        var rest = value
        var at = count &+ digits
        repeat {
            at &-= 1
            storage[at] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
            rest /= 10
        } while at > count
        count &+= digits
    }
}
