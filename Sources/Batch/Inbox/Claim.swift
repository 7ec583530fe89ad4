import Glibc
import ServiceLevels
package import SystemPackage

/// A file that this process has taken: it lies in a folder of its own below `working`, with a lease beside it.
///
/// Taking a file is one rename, so of any number of watchers on any number of machines exactly one gets it. The same
/// goes for taking it back from a process that has died.
package struct Claim: Sendable, Hashable {
    /// `working/<id>.<letters>`: a new one each time the file changes hands.
    let folder: FilePath
    package var lease: Lease

    /// Where the file is now.
    package var path: FilePath { FileName(lease.file).path(in: folder) }

    private init(folder: FilePath, lease: Lease) {
        self.folder = folder
        self.lease = lease
    }

    // MARK: Taking

    /// Takes a file or a folder of files; `nil` when somebody else was quicker.
    ///
    /// - Parameters:
    ///   - file: a path in the inbox, or a file of a folder that was taken as a whole.
    ///   - received: when the file counts as received.
    static func take(
        _ file: FilePath, named name: FileName, received: Instant, in folders: InboxFolders
    ) throws(InboxError) -> Claim? {
        try take(
            file, in: folders,
            lease: Lease(id: ShortID.random(), file: name.plain, received: received.description, owner: .own))
    }

    /// Takes a file out of a claimed folder, to go its own way.
    func takeOut(_ name: FileName, in folders: InboxFolders) throws(InboxError) -> Claim? {
        var part = lease
        part.id = ShortID.derived(from: "\(lease.id)/\(name.plain)")
        part.file = name.plain
        part.group = lease.file
        part.attempts = 0
        return try Self.take(name.path(in: path), in: folders, lease: part)
    }

    /// Takes a file over from a process that is gone; `nil` when somebody else was quicker.
    static func takeOver(
        _ file: FilePath, named name: FileName, lease old: Lease?, now: Instant, in folders: InboxFolders
    ) throws(InboxError) -> Claim? {
        var lease =
            old
            ?? Lease(id: ShortID.random(), file: name.plain, received: now.description, owner: .own)
        lease.file = name.plain
        lease.owner = .own
        return try take(file, in: folders, lease: lease)
    }

    /// Takes a file that a person has released.
    static func takeApproved(
        _ file: FilePath, named name: FileName, id: String, isRest: Bool, received: Instant, in folders: InboxFolders
    ) throws(InboxError) -> Claim? {
        try take(
            file, in: folders,
            lease: Lease(
                id: id, file: name.plain, received: received.description, isApproved: true, isRest: isRest, owner: .own)
        )
    }

    private static func take(_ file: FilePath, in folders: InboxFolders, lease: Lease) throws(InboxError) -> Claim? {
        let folder = folders.working.appending("\(lease.id).\(ShortID.random(length: 6))")
        let claim = Claim(folder: folder, lease: lease)
        do throws(InboxError) {
            try Placement.makeFolder(folder)
            try lease.write(in: folder)
        } catch {
            claim.end()
            // Without the letters of this one claim: the same words each time, so that they are said once.
            throw InboxError(
                .cannotCreate, "No file can be taken: \(folders.working) cannot be written in", error.cause)
        }
        guard let error = Placement.rename(file, claim.path) else { return claim }
        claim.end()
        if error == .noSuchFileOrDirectory { return nil }
        throw InboxError(.cannotMove, "\(file) cannot be taken", error)
    }

    // MARK: Ending

    /// Removes the lease and its folder, when the file has gone where it belongs.
    func end() {
        Self.sweep(folder)
    }

    /// Removes what Muster itself has put into a folder, and the folder if nothing else is in it.
    static func sweep(_ folder: FilePath) {
        Placement.remove(Lease.path(in: folder))
        Placement.removeEmpty(folder)
    }

    /// Lets go of the file: it goes back to where it was dropped. One that a person has approved stays, for anybody to
    /// take over at once: in the inbox it would be held again.
    func giveBack(_ folders: InboxFolders) throws(InboxError) {
        if lease.isApproved {
            var lease = lease
            lease.owner.started = "given back"
            return try lease.write(in: folder)
        }
        _ = try Placement.move(path, into: folders.inbox, as: lease.file)
        end()
    }

    /// Notes that an import begins; the note outlives the process.
    mutating func beginAttempt() throws(InboxError) {
        lease.attempts += 1
        try lease.write(in: folder)
    }
}
