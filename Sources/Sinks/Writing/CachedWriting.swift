import Glibc
import Records
import SystemPackage

/// Writes a file's bytes by way of the system's cache, in large pieces.
struct CachedWriting: ~Copyable {
    private let descriptor: FileDescriptor
    /// What is written with the next bytes: less than a piece.
    private var pending = OutputBuffer(capacity: CachedWriting.pieceSize)
    /// How many bytes have been written, those that are pending not counted.
    private(set) var written = 0
    /// Up to where the system has been asked to begin with bringing it to the disk.
    private var onTheirWay = 0
    private(set) var room = RoomAhead()

    /// Bytes are written in multiples of this many: what a write begins or ends in the middle of a page costs the system as
    /// much again, since that page may be on its way to the disk already when the next bytes come for it.
    private static let pieceSize = 1 << 16
    /// Bytes after which room is asked for ahead.
    private static let large = 1 << 20
    /// Bytes after which the disk is set to work, while the next ones are being made: few, as a sync waits for what is left.
    private static let stretch = 1 << 20

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    mutating func append(_ buffer: borrowing OutputBuffer) throws {
        let whole = (pending.count + buffer.count) & ~(Self.pieceSize - 1)
        guard whole > 0 else { return pending.append(buffer, 0..<buffer.count) }
        // Fewer bytes than a piece are pending, so some of the new ones go with them.
        let count = whole - pending.count
        try write(count, of: buffer)
        pending.append(buffer, count..<buffer.count)
    }

    /// Writes what is pending.
    mutating func finish() throws {
        try write(0, of: OutputBuffer(capacity: 0))
    }

    /// Hands over what is pending, for somebody else to write behind what has been written.
    mutating func takePending() -> OutputBuffer {
        var taken = OutputBuffer(capacity: 0)
        swap(&taken, &pending)
        return taken
    }

    /// Writes what is pending, and behind it the first `count` bytes of a buffer: at once where there are both.
    private mutating func write(_ count: Int, of buffer: borrowing OutputBuffer) throws {
        if written >= Self.large { room.keep(pending.count + count, behind: written, of: descriptor.rawValue) }
        try pending.withBytes { first in
            try buffer.withBytes { second in try writeAll(first, UnsafeRawBufferPointer(rebasing: second[..<count])) }
        }
        written += pending.count + count
        pending.removeAll()
        if written - onTheirWay >= Self.stretch {
            // Only a hint: what matters is the sync at the end, which has less left to do.
            Durability.beginSync(descriptor.rawValue, from: onTheirWay, count: written - onTheirWay)
            onTheirWay = written
        }
    }

    private func writeAll(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) throws {
        var written = 0
        if !first.isEmpty, !second.isEmpty {
            var vectors = (
                iovec(iov_base: UnsafeMutableRawPointer(mutating: first.baseAddress), iov_len: first.count),
                iovec(iov_base: UnsafeMutableRawPointer(mutating: second.baseAddress), iov_len: second.count)
            )
            written = withUnsafeBytes(of: &vectors) { all in
                writev(descriptor.rawValue, all.bindMemory(to: iovec.self).baseAddress, 2)
            }
            if written < 0, errno != EINTR { throw Errno(rawValue: errno) }
        }
        for (bytes, done) in [(first, written), (second, written - first.count)] where done < bytes.count {
            _ = try descriptor.writeAll(UnsafeRawBufferPointer(rebasing: bytes[max(done, 0)...]))
        }
    }
}
