import Glibc
import SystemPackage

/// Where the bytes of an input come from, a piece at a time.
package protocol ByteSource: Sendable {
    /// What messages call it: the file's name.
    var name: String { get }

    /// Appends up to `count` more bytes; fewer only at the end.
    /// - Returns: how many were appended, 0 at the end.
    mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int

    /// What its bytes are hashed by, where whoever reads them may see to that.
    var digest: InputDigest? { get }
}

extension ByteSource {
    package var digest: InputDigest? { nil }
}

/// An open file, read from front to back; it is closed when the last copy of the value goes.
package struct FileSource: ByteSource {
    package let name: String
    /// In bytes, when the file was opened; 0 for what is no regular file.
    package let size: Int
    /// Seconds since 1970 of the file's last change, when it was opened.
    package let modified: Int
    private let file: OpenFile
    /// How much has been read.
    private var offset = 0

    private final class OpenFile: Sendable {
        let descriptor: FileDescriptor

        init(_ descriptor: FileDescriptor) {
            self.descriptor = descriptor
        }

        deinit {
            try? descriptor.close()
        }
    }

    /// - Parameters:
    ///   - path: as the user gave it; messages name it so.
    ///   - name: what it is called where that is not the last part of the path.
    /// - Throws: `RecordError` where there is no such file, it is a folder, or it may not be read.
    package init(path: String, name: String? = nil) throws(RecordError) {
        self.name = name ?? FilePath(path).lastComponent?.string ?? path
        do {
            file = OpenFile(try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec]))
        } catch let error as Errno where error == .noSuchFileOrDirectory || error == .notDirectory {
            throw RecordError(.noSuchFile, "\(path): there is no such file. Check the name and the folder.")
        } catch {
            throw RecordError(.noSuchFile, "\(path) cannot be opened: \(error). Check who may read it.")
        }
        var status = stat()
        guard fstat(file.descriptor.rawValue, &status) == 0 else {
            throw RecordError(.unreadable, "\(path) cannot be read: \(Errno(rawValue: errno)).")
        }
        guard status.st_mode & S_IFMT != S_IFDIR else {
            throw RecordError(.noSuchFile, "\(path) is a folder, not a file. Name a file in it.")
        }
        size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
        modified = Int(status.st_mtim.tv_sec)
    }

    /// - Throws: `RecordError` when somebody has written to the file since it was opened: what was read is no one file.
    package func requireUnchanged() throws(RecordError) {
        var status = stat()
        guard fstat(file.descriptor.rawValue, &status) == 0 else { return }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        guard !isRegular || (Int(status.st_size) == size && Int(status.st_mtim.tv_sec) == modified) else {
            throw RecordError(
                .unreadable, "\(name) was changed while it was being read. Wait until it is complete and start again.")
        }
    }

    package mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        // No more room than there are bytes to come, and one byte to see that there are no more.
        let count = size > 0 ? min(count, max(size - offset, 0) + 1) : count
        var filled = 0
        defer { offset += filled }
        do {
            try bytes.append(addingCapacity: count) { room in
                try room.withUnsafeMutableBufferPointer { buffer, initialized in
                    // Counted as they come, so that what was read before a fault is there.
                    defer { initialized = filled }
                    while filled < count {
                        let free = UnsafeMutableRawBufferPointer(
                            rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count])
                        let got = try file.descriptor.read(into: free)
                        if got == 0 { break }
                        filled += got
                    }
                }
            }
        } catch let error as Errno {
            throw RecordError(
                .unreadable, "\(name) cannot be read: \(error). Check the disk or the share and try again.")
        }
        return filled
    }
}

/// Bytes in memory, for tests and for files inside files.
package struct MemorySource: ByteSource {
    package let name: String
    private let content: [UInt8]
    private var position = 0

    package init(name: String = "input.csv", _ content: [UInt8]) {
        self.name = name
        self.content = content
    }

    package init(name: String = "input.csv", _ text: String) {
        self.init(name: name, Array(text.utf8))
    }

    package mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
        let end = min(content.count, position + count)
        bytes.append(contentsOf: content[position..<end])
        defer { position = end }
        return end - position
    }
}
