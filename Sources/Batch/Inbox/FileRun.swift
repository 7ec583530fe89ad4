import Foundation
import Glibc
import Records
import ServiceLevels
import Sinks
import SystemPackage

/// Takes one claimed file to its end: imported and archived, held, or failed with a reason.
///
/// Whatever instant a process ends at, the next one goes on: results have their place before the file leaves `working`,
/// so where they are found the import is not done again.
package struct FileRun: Sendable {
    package let folders: InboxFolders
    package let settings: InboxSettings
    package let importer: InboxImporter
    package let heartbeat: Heartbeat
    package let tell: @Sendable (InboxEvent) async -> Void

    package init(
        settings: InboxSettings, importer: InboxImporter, heartbeat: Heartbeat,
        tell: @escaping @Sendable (InboxEvent) async -> Void
    ) {
        folders = InboxFolders(FilePath(settings.folder))
        self.settings = settings
        self.importer = importer
        self.heartbeat = heartbeat
        self.tell = tell
    }

    /// A claimed file that is to be tried again.
    package struct Pending: Sendable {
        var claim: Claim
        /// On the clock of `Uptime`.
        var until: Duration
        /// Since when it has been kept from its end by something that is not its fault.
        var troubleSince: Duration?
        var fault: ExitStatus
    }

    /// What came of a claim.
    package struct Ending: Sendable {
        package var status = ExitStatus.success
        package var pending: [Pending] = []

        mutating func add(_ other: Ending) {
            status = status.worse(other.status)
            pending += other.pending
        }
    }

    /// - Parameter troubleSince: see ``Pending/troubleSince``.
    package func run(_ claim: Claim, troubleSince: Duration? = nil) async -> Ending {
        heartbeat.add(claim.folder)
        var run = ClaimRun(self, claim, troubleSince: troubleSince)
        let ending = await run.run()
        // What waits for another attempt is still ours.
        if !ending.pending.contains(where: { $0.claim.folder == claim.folder }) { heartbeat.remove(claim.folder) }
        return ending
    }

    /// Puts a claimed file back where it was dropped.
    func giveBack(_ claim: Claim) async {
        heartbeat.remove(claim.folder)
        var event = InboxEvent(.givenBack, inbox: settings.name, file: claim.lease.file, id: claim.lease.id)
        do {
            try claim.giveBack(folders)
        } catch {
            event.reason = "\(error)"
        }
        await tell(event)
    }
}

/// One attempt at one claim.
private struct ClaimRun {
    let context: FileRun
    var claim: Claim
    let troubleSince: Duration?
    let started = Uptime.now

    init(_ context: FileRun, _ claim: Claim, troubleSince: Duration?) {
        self.context = context
        self.claim = claim
        self.troubleSince = troubleSince
    }

    private var folders: InboxFolders { context.folders }
    private var settings: InboxSettings { context.settings }

    mutating func run() async -> FileRun.Ending {
        guard let entry = FolderListing.entry(FileName(claim.lease.file), in: claim.folder) else {
            claim.end()
            return FileRun.Ending()
        }
        switch entry.kind {
        case .folder where claim.lease.group == nil: return await runFolder()
        case .folder:
            return await fail(
                "It is a folder within a folder. Muster takes the files of one folder; drop this one by itself.")
        case .link:
            return await fail("It is a link to another place, and Muster follows none. Drop a copy of the file itself.")
        case .special:
            return await fail("It is no file but a pipe, a socket or a device. Drop a file.")
        case .file where entry.size == 0:
            return await fail("The file is empty: it has no header and no rows. Export it again.")
        case .file: return await runFile()
        }
    }

    // MARK: A folder

    /// The files of a folder, one after the other in the order of their names.
    private mutating func runFolder() async -> FileRun.Ending {
        var ending = FileRun.Ending()
        do {
            for entry in try FolderListing.entries(of: claim.path) {
                if Task.isCancelled { break }
                if entry.kind == .file, entry.name.role != .ordinary {
                    _ = try Placement.move(
                        entry.name.path(in: claim.path),
                        into: try destination(folders.archive, group: claim.lease.file),
                        as: entry.name.plain)
                } else if let part = try claim.takeOut(entry.name, in: folders) {
                    ending.add(await context.run(part))
                }
            }
            guard !Task.isCancelled else {
                await context.giveBack(claim)
                return ending
            }
            Placement.removeEmpty(claim.path)
            claim.end()
        } catch {
            ending.add(await again(error.message, .inputOutput))
        }
        return ending
    }

    // MARK: A file

    private mutating func runFile() async -> FileRun.Ending {
        guard claim.path.withPlatformString({ access($0, R_OK) }) == 0 || errno != EACCES else {
            return await fail(
                "Muster may not read it. Give the user under which Muster runs the right to read it, then drop it again."
            )
        }
        guard claim.lease.attempts < settings.retries.attempts else {
            return await fail(
                "Its import was begun \(claim.lease.attempts) times and never came to an end: Muster itself stopped "
                    + "working each time. Please report this with the file's name.")
        }
        let day = DayFolder.name(of: claim.lease.received)
        let results = folders.results.appending(day)
        let resultName = Self.resultName(of: claim.lease)
        if let found = FinishedResults.find(resultName, in: results, file: claim.path, name: claim.lease.file) {
            if found.held > 0, let report = found.report { return await hold(report, results: found.folder.string) }
            var event = event(.recovered)
            event.report = found.report
            event.results = found.folder.string
            event.batch = found.batch
            return await finish(event, rejected: found.rejected)
        }
        // Where even this note finds no room the import will say so.
        try? claim.beginAttempt()
        do {
            let received = try Instant(claim.lease.received)
            let request = InboxImport(
                file: claim.path.string, root: folders.root.string, results: results.string, resultName: resultName,
                receivedAt: received,
                isApproved: claim.lease.isApproved)
            let result = try await context.importer.run(request)
            // Rows that are held by themselves, beyond the month's allowance, keep their file waiting as well.
            if result.report.run.outcome == .held || result.report.counts.held > 0 {
                return await hold(result.report, results: result.folder)
            }
            var event = event(.finished)
            event.report = result.report
            event.results = result.folder
            event.batch = result.report.run.batch ?? String(result.report.input.sha256.prefix(12))
            return await finish(event, rejected: event.rejectedRows)
        } catch {
            return await settle(InboxFault(error))
        }
    }

    /// The file's name without its extension, and the id that tells it from others of the same name.
    private static func resultName(of lease: Lease) -> String {
        let stem = ResultFolder.stem(ofFile: lease.file)
        return FileName.shortened(stem, to: FileName.longest - lease.id.utf8.count - 12) + "-" + lease.id
            + (lease.isRest ? "-rest" : "")
    }

    private mutating func settle(_ fault: InboxFault) async -> FileRun.Ending {
        guard FolderListing.exists(claim.path) else {
            // Somebody has taken it over, or away: it is not ours any more.
            claim.end()
            return FileRun.Ending()
        }
        switch fault {
        case .cancelled:
            await context.giveBack(claim)
            return FileRun.Ending()
        case .file(let reason): return await fail(reason)
        case .passing(let reason):
            guard claim.lease.attempts < settings.retries.attempts else {
                return await fail("\(reason) Muster has tried \(claim.lease.attempts) times.")
            }
            return await again(reason, .inputOutput)
        case .surroundings(let reason):
            claim.lease.attempts = max(0, claim.lease.attempts - 1)
            try? claim.lease.write(in: claim.folder)
            guard Uptime.now - (troubleSince ?? started) < settings.retries.patience else {
                return await fail("\(reason) Muster has tried for \(settings.retries.patience.words).")
            }
            return await again(reason, .inputOutput, since: troubleSince ?? started)
        }
    }

    // MARK: Endings

    private func finish(_ ended: InboxEvent, rejected: Int) async -> FileRun.Ending {
        var event = ended
        do {
            event.place = try Placement.move(
                claim.path, into: try destination(folders.archive, group: claim.lease.group), as: claim.lease.file
            ).string
        } catch {
            return await left(error)
        }
        claim.end()
        await context.tell(event)
        return FileRun.Ending(status: rejected > 0 ? .someRejected : .success)
    }

    private func hold(_ report: BatchReport, results: String?) async -> FileRun.Ending {
        var event = event(.held)
        event.report = report
        event.results = results
        let isWhole = report.run.outcome == .held
        let rows = report.counts.held
        event.reason =
            isWhole
            ? report.run.explanation ?? report.summary
            : "\(Figures.counted(rows, "row waits", "rows wait")): the month's allowance is used up. The others are filed."
        let batch = report.run.batch ?? String(report.input.sha256.prefix(12))
        event.batch = batch
        do {
            try HeldBatches.put(
                claim, batch: batch, explanation: event.reason ?? "", results: results,
                isWhole: isWhole, in: folders)
        } catch {
            return await again(error.message, .inputOutput, since: troubleSince ?? started)
        }
        await context.tell(event)
        return FileRun.Ending(status: .held)
    }

    private func fail(_ reason: String) async -> FileRun.Ending {
        var event = event(.failed)
        event.reason = reason
        do {
            event.place = try Quarantine.put(
                claim.path, named: claim.lease.file, reason: reason,
                in: try destination(folders.failed, group: claim.lease.group)
            ).string
        } catch {
            return await left(error)
        }
        claim.end()
        await context.tell(event)
        return FileRun.Ending(status: .unreadableData)
    }

    /// The file could not be put where it belongs: it waits, unless somebody has taken it over, who tells of it.
    private func left(_ error: InboxError) async -> FileRun.Ending {
        guard error.code == .gone else {
            return await again(error.message, .inputOutput, since: troubleSince ?? started)
        }
        claim.end()
        return FileRun.Ending()
    }

    private func again(_ reason: String, _ fault: ExitStatus, since: Duration? = nil) async -> FileRun.Ending {
        let now = Uptime.now
        let doublings = since.map {
            1 + Int(max(0, (now - $0).seconds / max(1, settings.retries.wait.seconds)).squareRoot())
        }
        let wait = settings.retries.wait(after: doublings ?? claim.lease.attempts)
        var event = event(.waiting(seconds: Int(wait.seconds.rounded(.up))))
        event.reason = reason
        event.isRepeated = troubleSince != nil || claim.lease.attempts > 1
        await context.tell(event)
        return FileRun.Ending(
            pending: [FileRun.Pending(claim: claim, until: now + wait, troubleSince: since, fault: fault)])
    }

    private func event(_ kind: InboxEvent.Kind) -> InboxEvent {
        var event = InboxEvent(kind, inbox: settings.name, file: claim.lease.file, id: claim.lease.id)
        event.seconds = (Uptime.now - started).seconds
        return event
    }

    private func destination(_ folder: FilePath, group: String?) throws(InboxError) -> FilePath {
        guard let group else { return folder }
        let path = FileName(group).path(in: folder)
        try Placement.makeFolder(path)
        return path
    }
}
