package import CBytes

/// A SHA-256 (FIPS 180-4) that takes bytes in piece by piece, and whole blocks of them while somebody else goes through the
/// same bytes (`muster_scan_lines`).
package struct RunningSHA256: Sendable {
    private var hash = MusterHash(
        words: (
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
        ), position: 0, end: 0)
    /// The bytes of a block that is not yet whole.
    private var open: [UInt8] = []
    /// How many bytes have been taken in.
    private var count = 0

    private static let block = 64

    /// - Returns: `nil` where the processor has no instructions for it.
    package init?() {
        guard muster_can_hash() else { return nil }
        open.reserveCapacity(2 * Self.block)
    }

    package mutating func add(_ bytes: Span<UInt8>) {
        end(begin(bytes, from: 0), bytes)
    }

    /// Begins to take in the bytes from `start` on.
    ///
    /// - Returns: what has been hashed so far, and which whole blocks are next: for whoever goes through the bytes. It comes back
    ///   with `end`, before which nothing else may be taken in.
    package mutating func begin(_ bytes: Span<UInt8>, from start: Int) -> MusterHash {
        precondition(start >= 0 && start <= bytes.count, "not within the bytes")
        count += bytes.count - start
        var position = start
        if !open.isEmpty {
            while position < bytes.count, open.count < Self.block {
                open.append(bytes[position])
                position += 1
            }
            if open.count == Self.block {
                hash = hash.taking(open.span)
                open.removeAll(keepingCapacity: true)
            }
        }
        var left = hash
        left.position = Int64(position)
        left.end = Int64(bytes.count)
        return left
    }

    /// - Parameters:
    ///   - hash: what has become of what `begin` gave.
    ///   - bytes: the same as then, up to their end; whatever follows on them is none of them.
    package mutating func end(_ left: MusterHash, _ bytes: Span<UInt8>) {
        precondition(left.position >= 0 && left.position <= left.end && left.end <= bytes.count, "not within the bytes")
        hash = left.taken(from: bytes)
        for index in Int(hash.position)..<Int(hash.end) { open.append(bytes[index]) }
    }

    /// The digest of all that has been taken in so far: 32 bytes.
    package func digest() -> [UInt8] {
        // A one, zeros up to eight bytes before a block's end, then how many bits there were.
        var padding = open + [0x80]
        let zeros = (2 * Self.block - 8 - padding.count) % Self.block
        padding += [UInt8](repeating: 0, count: zeros)
        withUnsafeBytes(of: (UInt64(count) * 8).bigEndian) { padding += $0 }
        return withUnsafeBytes(of: hash.taking(padding.span).words) { words in
            stride(from: 0, to: words.count, by: 4).flatMap { word in words[word..<(word + 4)].reversed() }
        }
    }
}

extension MusterHash {
    /// With these bytes taken in, which are whole blocks.
    fileprivate func taking(_ blocks: Span<UInt8>) -> MusterHash {
        MusterHash(words: words, position: 0, end: Int64(blocks.count)).taken(from: blocks)
    }

    /// With those blocks taken in that come next.
    fileprivate func taken(from bytes: Span<UInt8>) -> MusterHash {
        var hash = self
        bytes.withUnsafeBytes { muster_hash(&hash, $0.baseAddress) }
        return hash
    }
}
