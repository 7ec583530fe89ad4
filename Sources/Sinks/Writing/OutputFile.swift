package import Records
package import SystemPackage

/// A new file that is written in large pieces and is on the disk when it has been synced.
///
/// It is made in a folder that nobody looks at yet; the folder gets its name when all files in it are complete, see
/// `ResultFolder`.
package struct OutputFile: ~Copyable {
    /// Its path inside the folder of results.
    package let name: String
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var bytes = 0
    private var cached: CachedWriting
    /// What has taken over, once the file has become large.
    private var direct: DirectWriting?
    private var mayGoDirect = true

    /// Bytes after which the cache is left to others, where the file system has another way: only a large file gains by it.
    private static let large = 8 << 20

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
        cached = CachedWriting(descriptor)
    }

    deinit {
        // What is closed is soon another file's: nothing may be written to it any more.
        direct?.wait()
        try? descriptor.close()
    }

    /// Appends all that is in the buffer; it may be written later.
    package mutating func append(_ buffer: borrowing OutputBuffer) throws(SinkError) {
        do {
            if mayGoDirect, cached.written >= Self.large { try goDirect() }
            if let direct { try direct.append(buffer) } else { try cached.append(buffer) }
        } catch {
            throw notWritten(error)
        }
        bytes += buffer.count
    }

    private mutating func goDirect() throws {
        mayGoDirect = false
        direct = DirectWriting(descriptor.rawValue, from: cached.written, room: cached.room)
        if let direct { try direct.append(cached.takePending()) }
    }

    /// Writes what has not been written yet; nothing may be appended any more.
    /// - Returns: what has been written, which may still be on its way to the disk.
    package mutating func complete(rows: Int) throws(SinkError) -> WrittenFile {
        do {
            if let direct {
                try direct.finish()
            } else {
                try cached.finish()
                cached.room.giveBack(behind: bytes, of: descriptor.rawValue)
            }
        } catch {
            throw notWritten(error)
        }
        return WrittenFile(name: name, rows: rows, bytes: bytes)
    }

    /// Makes sure that the file's bytes are on the disk.
    package func sync() throws(SinkError) {
        guard Durability.sync(descriptor.rawValue) else {
            throw SinkError(.inputOutput, "\(path) cannot be brought to the disk. Nothing was changed; start again.")
        }
    }

    private func notWritten(_ error: any Error) -> SinkError {
        SinkError(.inputOutput, "\(path) cannot be written: \(error). Nothing was changed; make room and start again.")
    }
}

extension FilePermissions {
    /// Results hold personal data; what others may read is cut down further by the umask.
    static let ownerReadWriteOthersRead: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
}
