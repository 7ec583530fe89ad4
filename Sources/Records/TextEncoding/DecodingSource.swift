import Glibc

/// Hands on another source's bytes as UTF-8.
///
/// UTF-8 itself goes straight through, looked over only for NUL bytes, of which a sound file has none.
package struct DecodingSource: ByteSource {
    package let encoding: TextEncoding
    private var source: any ByteSource
    private var decoder: TextDecoder
    /// Decoded bytes for which there was no room: a byte can become three.
    private var waiting: [UInt8] = []
    private var raw: [UInt8] = []
    private var isAtEnd = false

    /// - Parameter source: without a byte order mark, which would be decoded as a character.
    package init(_ source: any ByteSource, encoding: TextEncoding) {
        self.source = source
        self.encoding = encoding
        decoder = TextDecoder(encoding)
    }

    package var name: String { source.name }
    // Other encodings reach the reader as other bytes than those of the file. So does a NUL byte, which is seen to here.
    package var digest: InputDigest? { encoding == .utf8 ? source.digest : nil }

    package mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        guard count > 0 else { return 0 }
        if encoding == .utf8, waiting.isEmpty { return try passThrough(count, into: &bytes) }
        let start = bytes.count
        while bytes.count - start < count {
            let room = count - (bytes.count - start)
            if !waiting.isEmpty {
                bytes.append(contentsOf: waiting.prefix(room))
                waiting.removeFirst(min(room, waiting.count))
                continue
            }
            if isAtEnd { break }
            try decodeNext(count)
        }
        return bytes.count - start
    }

    private mutating func decodeNext(_ count: Int) throws {
        raw.removeAll(keepingCapacity: true)
        if try source.read(count, into: &raw) < count { isAtEnd = true }
        source.digest?.takePending(raw.span)
        // Locals: the compiler cannot see that the parts of `self` do not overlap.
        var decoder = decoder
        var decoded: [UInt8] = []
        swap(&decoded, &waiting)
        decoder.decode(raw.span, into: &decoded)
        if isAtEnd { decoder.finish(into: &decoded) }
        swap(&decoded, &waiting)
        self.decoder = decoder
    }

    private mutating func passThrough(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let start = bytes.count
        let got = try source.read(count, into: &bytes)
        guard Self.holdsNUL(bytes.span.extracting(start..<(start + got))) else { return got }
        source.digest?.takePending(bytes.span)
        var decoder = decoder
        decoder.decode(bytes.span.extracting(start..<(start + got)), into: &waiting)
        bytes.removeSubrange(start...)
        bytes.append(contentsOf: waiting.prefix(count))
        waiting.removeFirst(min(count, waiting.count))
        return bytes.count - start
    }

    static func holdsNUL(_ bytes: Span<UInt8>) -> Bool {
        bytes.withUnsafeBytes { all in
            guard let first = all.baseAddress else { return false }
            return memchr(first, 0, all.count) != nil
        }
    }
}
