import Foundation
import Glibc
import SystemPackage

/// Lets one `muster drain` at a time work on an inbox; the system lets go of it when the process ends, however it ends.
package final class DrainLock {
    private let descriptor: FileDescriptor

    /// - Throws: `InboxError` with the code `busy` that names the holder, or when the lock cannot be made.
    package init(_ folders: InboxFolders) throws(InboxError) {
        let path = folders.notes.appending("drain.lock")
        do {
            descriptor = try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw InboxError(.cannotCreate, "\(path) cannot be made", error as? Errno)
        }
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let cause = Errno(rawValue: errno)
            let holder = FileManager.default.contents(atPath: path.string).map { String(decoding: $0, as: UTF8.self) }
            try? descriptor.close()
            guard cause == .wouldBlock else { throw InboxError(.cannotCreate, "\(path) cannot be locked", cause) }
            let name = holder.flatMap { $0.isEmpty ? nil : $0 } ?? "another process"
            throw InboxError(
                .busy, "Another muster drain is at work in \(folders.root): \(name). Wait until it is done.")
        }
        let own = ProcessIdentity.own
        let text = "process \(own.pid) on \(own.host) since \(RunClock.now.instant)"
        ftruncate(descriptor.rawValue, 0)
        _ = try? descriptor.writeAll(toAbsoluteOffset: 0, Array(text.utf8))
    }

    deinit {
        try? descriptor.close()
    }
}
