import CLinux
import Glibc
import SystemPackage

/// What a name in a folder stands for, and the facts by which a change of it shows.
package struct FolderEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file, folder, link
        /// A pipe, socket or device: nothing to be read.
        case special
    }

    package var name: FileName
    package var kind: Kind
    /// In bytes.
    package var size: Int
    package var fingerprint: Fingerprint
    /// Seconds since 1970 of the last change of the file or its name, by the clock of the disk or share.
    package var changed: Int

    /// Equal as long as nobody has written to the file: compared with itself only, never with a clock.
    package struct Fingerprint: Hashable, Sendable {
        var inode: UInt64
        var size: Int64
        /// Nanoseconds since 1970, by the clock of the disk or share.
        var modified: Int64
        /// For a folder, of what is in it.
        var contents: [FolderEntry] = []
    }
}

/// Looks into folders: names as bytes, links not followed.
enum FolderListing {
    /// All entries but `.` and `..`, by name.
    ///
    /// - Throws: `InboxError` when the folder cannot be read.
    static func entries(of folder: FilePath) throws(InboxError) -> [FolderEntry] {
        guard let stream = folder.withPlatformString({ opendir($0) }) else {
            throw InboxError(.unreadable, "\(folder) cannot be read", Errno(rawValue: errno))
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            guard let start = muster_entry_name(entry) else { continue }
            let name = Array(UnsafeRawBufferPointer(start: start, count: strlen(start)))
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(FileName(bytes: name)) }
        }
        guard errno == 0 else { throw InboxError(.unreadable, "\(folder) cannot be read", Errno(rawValue: errno)) }
        // A name that is gone meanwhile is no entry.
        return names.sorted().compactMap { entry($0, in: folder) }
    }

    /// One entry; `nil` when there is nothing of that name.
    static func entry(_ name: FileName, in folder: FilePath) -> FolderEntry? {
        guard var status = status(of: name.path(in: folder)) else { return nil }
        let modified = muster_modified(&status)
        let kind: FolderEntry.Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .special
            }
        return FolderEntry(
            name: name, kind: kind, size: Int(status.st_size),
            fingerprint: FolderEntry.Fingerprint(
                inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: modified),
            changed: Int(max(modified, muster_changed(&status)) / 1_000_000_000))
    }

    static func status(of path: FilePath) -> stat? {
        var status = stat()
        return path.withPlatformString { lstat($0, &status) } == 0 ? status : nil
    }

    static func exists(_ path: FilePath) -> Bool {
        status(of: path) != nil
    }
}
