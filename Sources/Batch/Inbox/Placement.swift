import CLinux
import Glibc
package import SystemPackage

/// Moves files from folder to folder, never over another file: nothing that was dropped is ever deleted.
package enum Placement {
    /// Gives a file the first free name among `name`, `name-2`, `name-3` … in a folder, in one step.
    ///
    /// - Parameter limit: of the name in bytes; less than the longest where a note beside it adds an ending.
    /// - Returns: where it is now.
    /// - Throws: `InboxError` with the code `gone` when the file is not there any more.
    package static func move(
        _ source: FilePath, into folder: FilePath, as name: String, limit: Int = FileName.longest
    ) throws(InboxError) -> FilePath {
        for number in 1...100_000 {
            let target = FileName(FileName.numbered(name, number, limit: limit)).path(in: folder)
            guard let error = renameWithoutReplacing(source, target) else { return target }
            switch error {
            case .fileExists, .directoryNotEmpty: continue
            case .noSuchFileOrDirectory where !FolderListing.exists(source):
                throw InboxError(.gone, "\(source) is not there any more.", error)
            default: throw InboxError(.cannotMove, "\(source) cannot be moved to \(target)", error)
            }
        }
        throw InboxError(.cannotMove, "\(folder) holds too many files called \(name). Clear it.")
    }

    /// Renames in one step; `nil` when it is done, `.fileExists` when the name is taken.
    static func renameWithoutReplacing(_ source: FilePath, _ target: FilePath) -> Errno? {
        source.withPlatformString { from -> Errno? in
            target.withPlatformString { to -> Errno? in
                if muster_renameat2(from, to, UInt32(MUSTER_RENAME_NOREPLACE)) == 0 { return nil }
                guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else { return Errno(rawValue: errno) }
                // A file system without that call, as some shares are: a second name never replaces either.
                if link(from, to) == 0 {
                    return unlink(from) == 0 ? nil : Errno(rawValue: errno)
                }
                if errno == EEXIST || errno == ENOENT { return Errno(rawValue: errno) }
                var status = stat()
                if lstat(to, &status) == 0 { return .fileExists }
                return Glibc.rename(from, to) == 0 ? nil : Errno(rawValue: errno)
            }
        }
    }

    /// Renames in one step into a folder that is the caller's own; `nil` when it is done.
    static func rename(_ source: FilePath, _ target: FilePath) -> Errno? {
        source.withPlatformString { from -> Errno? in
            target.withPlatformString { to -> Errno? in Glibc.rename(from, to) == 0 ? nil : Errno(rawValue: errno) }
        }
    }

    /// Makes a folder unless it is there.
    static func makeFolder(_ path: FilePath) throws(InboxError) {
        guard path.withPlatformString({ mkdir($0, 0o777) }) != 0, errno != EEXIST else { return }
        throw InboxError(.cannotCreate, "The folder \(path) cannot be made", Errno(rawValue: errno))
    }

    /// Writes a small file of Muster's own whole: it appears with all its bytes or not at all.
    static func write(_ text: String, to path: FilePath) throws(InboxError) {
        let temporary = FilePath("\(path.removingLastComponent())/.new-\(ShortID.random(length: 12))")
        let bytes = Array(text.utf8)
        do {
            let file = try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            do {
                try file.closeAfter { _ = try file.writeAll(bytes) }
            } catch {
                remove(temporary)
                throw error
            }
        } catch {
            throw InboxError(.cannotMove, "\(path) cannot be written", error as? Errno)
        }
        if let error = rename(temporary, path) {
            remove(temporary)
            throw InboxError(.cannotMove, "\(path) cannot be written", error)
        }
    }

    /// Removes a file of Muster's own, such as a lease; never one that was dropped.
    static func remove(_ path: FilePath) {
        _ = path.withPlatformString { unlink($0) }
    }

    /// Removes a folder if nothing is in it.
    static func removeEmpty(_ folder: FilePath) {
        _ = folder.withPlatformString { rmdir($0) }
    }
}
