import Glibc

/// Bytes on their way into a file: a buffer that is filled, written out whole and filled again.
///
/// Appending a few bytes to an array costs more than copying them; here capacity is asked for once a row and each
/// append is one copy.
package struct OutputBuffer: Sendable {
    private var storage: [UInt8]
    /// How many bytes have been appended.
    package private(set) var count = 0

    package init(capacity: Int = 1 << 16) {
        storage = [UInt8](repeating: 0, count: max(capacity, 64))
    }

    package var isEmpty: Bool { count == 0 }

    package mutating func removeAll() {
        count = 0
    }

    /// Forgets everything from `end` on.
    package mutating func truncate(to end: Int) {
        count = min(count, max(end, 0))
    }

    /// The bytes appended so far.
    package var bytes: ArraySlice<UInt8> { storage[0..<count] }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count &+ more > storage.count { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        storage.append(contentsOf: repeatElement(0, count: max(more, storage.count)))
    }

    package mutating func append(_ byte: UInt8) {
        reserve(1)
        storage[count] = byte
        count &+= 1
    }

    package mutating func append(_ span: Span<UInt8>) {
        let length = span.count
        reserve(length)
        let start = count
        storage.withUnsafeMutableBytes { target in
            span.withUnsafeBytes { source in
                // In bounds: `reserve` made room for `length` bytes behind `start`.
                if length > 0, let to = target.baseAddress, let from = source.baseAddress {
                    memcpy(to + start, from, length)
                }
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

    /// A number in decimal digits.
    package mutating func append(decimal value: Int) {
        if value < 0 { return append(String(value)) }
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { buffer in
            var rest = value
            var at = 24
            repeat {
                at &-= 1
                buffer[at] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
                rest /= 10
            } while rest != 0
            reserve(24 &- at)
            for index in at..<24 {
                storage[count] = buffer[index]
                count &+= 1
            }
        }
    }
}
