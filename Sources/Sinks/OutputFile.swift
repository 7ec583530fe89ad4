import Glibc
package import Records
package import SystemPackage

/// A new file that is written in large pieces and is on the disk when it is finished.
///
/// It is made in a folder that nobody looks at yet; the folder gets its name when all files in it are complete, see
/// `ResultFolder`.
package struct OutputFile: ~Copyable {
    /// Its path inside the folder of results.
    package let name: String
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var bytes = 0
    /// Up to where the system has been asked to begin with bringing it to the disk.
    private var bytesOnTheirWay = 0
    /// Up to where there is room for it on the disk; `nil`: the system keeps none.
    private var roomEnd: Int? = 0

    /// - Throws: `SinkError` when there is such a file already, or none can be made.
    package init(_ name: String, in folder: FilePath) throws(SinkError) {
        self.name = name
        path = folder.appending(name)
        do {
            descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWriteOthersRead)
        } catch {
            throw SinkError(
                .cannotCreate,
                "\(path) cannot be made: \(error). Check who may write there and whether the disk is full.")
        }
    }

    deinit {
        try? descriptor.close()
    }

    /// Writes all that is in the buffer and empties it.
    package mutating func write(_ buffer: inout OutputBuffer) throws(SinkError) {
        try write(buffer, and: 0, of: buffer)
        buffer.removeAll()
    }

    /// Writes all that is in one buffer, and behind it the first `count` bytes of another: at once where there are both.
    package mutating func write(
        _ first: borrowing OutputBuffer, and count: Int, of second: borrowing OutputBuffer
    ) throws(SinkError) {
        keepRoom(for: first.count + count)
        do {
            try first.withBytes { one in
                try second.withBytes { two in try writeAll(one, UnsafeRawBufferPointer(rebasing: two[..<count])) }
            }
        } catch {
            throw SinkError(
                .inputOutput, "\(path) cannot be written: \(error). Nothing was changed; make room and start again.")
        }
        bytes += first.count + count
        if bytes - bytesOnTheirWay >= Self.stretch {
            // Only a hint: what matters is the sync at the end, which has less left to do.
            Durability.beginSync(descriptor.rawValue, from: bytesOnTheirWay, count: bytes - bytesOnTheirWay)
            bytesOnTheirWay = bytes
        }
    }

    /// Asks for room ahead, once the file has become large: it is cheaper in large pieces than page by page. Only a hint, too: if
    /// the disk is full, the write itself says so.
    private mutating func keepRoom(for more: Int) {
        guard let end = roomEnd, bytes >= Self.stretch / 8, bytes + more > end else { return }
        let start = max(end, bytes)
        let count = more + Self.stretch
        roomEnd = Durability.keepRoom(descriptor.rawValue, from: start, count: count) ? start + count : nil
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

    /// Bytes after which the disk is set to work, while the next ones are being made.
    private static let stretch = 8 << 20

    /// Gives back the room that was not needed; nothing may be written any more.
    /// - Returns: what has been written.
    package func complete(rows: Int) -> WrittenFile {
        if let roomEnd, roomEnd > bytes { ftruncate(descriptor.rawValue, off_t(bytes)) }
        return WrittenFile(name: name, rows: rows, bytes: bytes)
    }

    /// Makes sure that the file's bytes are on the disk.
    package func sync() throws(SinkError) {
        guard Durability.sync(descriptor.rawValue) else {
            throw SinkError(.inputOutput, "\(path) cannot be brought to the disk. Nothing was changed; start again.")
        }
    }
}

extension FilePermissions {
    /// Results hold personal data; what others may read is cut down further by the umask.
    static let ownerReadWriteOthersRead: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
}
