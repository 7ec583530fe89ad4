import Bytes
import CLinux
import Dispatch
import Glibc
import Records
import Synchronization
import SystemPackage

/// Brings the bytes of a large file to the disk past the system's cache, beside whoever makes the next ones.
///
/// Bytes that go by way of the cache are copied into memory that the system has to find and clean first, and from there they
/// are brought to the disk all the same, as results are synced before anybody sees them. Past it, the disk takes them from
/// where they are, in whole pages (Documents/decisions/30-large-results-go-past-the-cache.md).
///
/// The file's owner puts bytes into one slot after the other, and a queue of its own writes those that are full. A slot is
/// with one of the two at any time. That, and not a lock, is why it may be `@unchecked Sendable`.
final class DirectWriting: @unchecked Sendable {
    private let descriptor: Int32
    private let memory = PagedBytes(count: DirectWriting.slotSize * DirectWriting.slotCount)
    private let queue = DispatchQueue(label: "muster.results")
    /// How many slots are neither being filled nor waiting to be written.
    private let free = DispatchSemaphore(value: DirectWriting.slotCount - 1)
    private let fault = Mutex<Errno?>(nil)
    /// Where in the file its first byte goes.
    private let start: Int
    /// How many bytes have been appended; only the owner touches it.
    private var count = 0
    // Only the queue touches these, and the owner when nothing is in the queue.
    private var room: RoomAhead
    private var isDirect = true

    private static let slotSize = 2 << 20
    /// The more there are, the longer the disk may take for one of them before somebody waits for it.
    private static let slotCount = 2

    /// - Parameters:
    ///   - start: how many bytes the file holds: a multiple of 64 KiB.
    ///   - room: what has been asked for already.
    /// - Returns: `nil` where the file system is not known to be quicker that way.
    init?(_ descriptor: Int32, from start: Int, room: RoomAhead) {
        guard start.isMultiple(of: PagedBytes.pageSize), muster_set_direct(descriptor, 1) == 0 else { return nil }
        self.descriptor = descriptor
        self.start = start
        self.room = room
    }

    /// - Throws: why something that was appended earlier could not be written.
    func append(_ buffer: borrowing OutputBuffer) throws(Errno) {
        try buffer.withBytes { bytes throws(Errno) in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(Self.slotSize - count % Self.slotSize)
                memory.put(UnsafeRawBufferPointer(rebasing: part), at: count % memory.count)
                count += part.count
                rest = rest.dropFirst(part.count)
                if count.isMultiple(of: Self.slotSize) { try send() }
            }
        }
    }

    /// Waits until nothing is being written any more.
    func wait() {
        queue.sync {}
    }

    /// Writes what is left, which need not be whole pages.
    func finish() throws(Errno) {
        wait()
        _ = goByCache()
        let rest = count % Self.slotSize
        if rest > 0 { write(rest, behind: count - rest) }
        room.giveBack(behind: start + count, of: descriptor)
        try check()
    }

    /// Has the slot that has been filled written, and waits until there is another one.
    private func send() throws(Errno) {
        try check()
        let before = count - Self.slotSize
        queue.async {
            self.write(Self.slotSize, behind: before)
            self.free.signal()
        }
        free.wait()
    }

    private func check() throws(Errno) {
        if let fault = fault.withLock({ $0 }) { throw fault }
    }

    /// Writes so many bytes of those that were appended behind the first `before`.
    private func write(_ count: Int, behind before: Int) {
        do throws(Errno) {
            try check()
            room.keep(count, behind: start + before, of: descriptor)
            let place = before % memory.count
            try memory.withBytes(in: place..<(place + count)) { bytes throws(Errno) in
                try writeAll(bytes, at: start + before)
            }
        } catch {
            fault.withLock { first in first = first ?? error }
        }
    }

    private func writeAll(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let written = pwrite(descriptor, part.baseAddress, part.count, off_t(place + bytes.count - rest.count))
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EINVAL, goByCache() {
                // A disk whose blocks are larger than pages, or one that is nearly full and has taken half a page.
                continue
            } else if errno != EINTR {
                throw Errno(rawValue: errno)
            }
        }
    }

    /// Has everything written by way of the cache from now on.
    /// - Returns: whether it was not before.
    private func goByCache() -> Bool {
        guard isDirect, muster_set_direct(descriptor, 0) == 0 else { return false }
        isDirect = false
        return true
    }
}
