import Glibc
import ServiceLevels
import SystemPackage

/// What lies in the folders of an inbox at this moment.
package struct InboxCensus: Sendable, Equatable {
    /// Files in the inbox that are to be taken.
    package var waiting = 0
    /// For how long the oldest of them has been there, in seconds.
    package var oldestWaiting = 0
    package var working = 0
    /// For how long the oldest of those has been on its way since it was taken, in seconds.
    package var oldestWorking = 0
    /// Claims whose process is known to be gone.
    package var abandoned = 0
    package var held = 0
    /// Files that failed within the last day.
    package var failedToday = 0
    /// Why the folders cannot be worked with, if they cannot.
    package var obstacle: String?

    /// - Parameter now: seconds since 1970. Ages are told by the clock of the disk or share, as near as that is.
    package init(_ folders: InboxFolders, now: Int) {
        do throws(InboxError) {
            for entry in try FolderListing.entries(of: folders.inbox) where entry.name.role == .ordinary {
                waiting += 1
                oldestWaiting = max(oldestWaiting, now - entry.changed)
            }
            for entry in try FolderListing.entries(of: folders.working) where entry.kind == .folder {
                let lease = Lease.read(in: entry.name.path(in: folders.working))
                working += 1
                if let received = lease.flatMap({ try? Instant($0.received) }) {
                    oldestWorking = max(oldestWorking, now - Int(received.secondsSince1970))
                }
                if lease?.owner.life == .dead { abandoned += 1 }
            }
            held = try HeldBatches(folders).all().count
            failedToday = try FolderListing.entries(of: folders.failed).count {
                !$0.name.plain.hasSuffix(Quarantine.noteEnding) && now - $0.changed < 86_400
            }
            for folder in [
                folders.inbox, folders.working, folders.held, folders.results, folders.archive, folders.failed,
            ]
            where folder.withPlatformString({ access($0, W_OK | X_OK) }) != 0 {
                obstacle = "nothing can be written in \(folder)"
            }
        } catch {
            obstacle = error.message
        }
    }
}
