import CLinux
import Glibc
import ServiceLevels
import SystemPackage

/// What one process knows of one inbox: which files it sees, which are ready, and what it has taken.
///
/// It is a value that one task owns; the imports run beside it and report back.
struct InboxState {
    private(set) var settings: InboxSettings
    let folders: InboxFolders
    private var settling: Settling
    private var leases: LeaseWatch
    private var queue: InboxQueue
    /// Files in the inbox that can be taken now.
    private(set) var ready: [InboxQueue.Item] = []
    private var readySince: [FileName: Duration] = [:]
    /// Names of files in the inbox that will be ready by themselves if nobody changes them.
    private(set) var settlingNames: Set<FileName> = []
    /// The folders of this process's claims that are being worked on, with the files' sizes.
    private var running: [FilePath: Int] = [:]
    private(set) var pending: [FileRun.Pending] = []
    private var nextLook = Duration.zero
    private var nextSurvey = Duration.zero
    /// What could not be taken, and when to try again: it is said once and not with every look.
    private var complaints: [FileName: Complaint] = [:]
    private var orphans: [FileName: Duration] = [:]
    /// Claims of dead processes that may not be moved, and when to try again.
    private var stuck: [FileName: Duration] = [:]

    /// Markers that nothing was found for, and since when.
    private var strays: [FilePath: Duration] = [:]

    /// A file by which somebody says something about another one.
    typealias MarkerFile = (marker: FileName.Marker, of: FileName, path: FilePath)

    private struct Complaint {
        var text: String
        var until: Duration
    }
    /// Claims of others that nobody can be sure of yet.
    private(set) var undecidedClaims = false

    init(_ settings: InboxSettings) {
        self.settings = settings
        folders = InboxFolders(FilePath(settings.folder))
        settling = Settling(
            time: settings.settle, emptyTime: settings.emptyWait, needsDone: settings.readiness == .done)
        leases = LeaseWatch(time: settings.lease)
        queue = InboxQueue(places: settings.parallel)
    }

    /// Goes on with other settings of the same folder.
    mutating func use(_ settings: InboxSettings) {
        self.settings = settings
        settling.time = settings.settle
        settling.emptyTime = settings.emptyWait
        settling.needsDone = settings.readiness == .done
        leases.time = settings.lease
        queue.places = settings.parallel
    }

    var isBusy: Bool { !running.isEmpty }

    // MARK: Looking

    /// Looks into the inbox.
    ///
    /// - Returns: the markers of held files, to be acted on.
    /// - Throws: when the folder cannot be read, as when a share is gone; the next look may find it.
    mutating func look(now: Duration) throws(InboxError) -> [MarkerFile] {
        nextLook = now + settings.poll
        let entries = try FolderListing.entries(of: folders.inbox)
        var markers: [MarkerFile] = []
        var done: Set<FileName> = []
        var files: [FolderEntry] = []
        for entry in entries {
            switch entry.name.role {
            case .temporary: continue
            case .marker(.done, let file) where entry.kind == .file: done.insert(file)
            case .marker(let marker, let file) where entry.kind == .file:
                markers.append((marker, of: file, path: entry.name.path(in: folders.inbox)))
            case .ordinary, .marker: files.append(entry)
            }
        }
        ready = []
        settlingNames = []
        for var entry in files {
            if entry.kind == .folder {
                // A folder that cannot be read cannot be taken either: that is said then.
                let contents = try? FolderListing.entries(of: entry.name.path(in: folders.inbox))
                entry.fingerprint.contents = contents ?? [entry]
                entry.size = contents?.reduce(0) { $0 &+ $1.size } ?? 0
            }
            switch settling.observe(entry, isDone: done.contains(entry.name), now: now) {
            case .ready, .empty:
                let since = readySince[entry.name] ?? now
                readySince[entry.name] = since
                ready.append(InboxQueue.Item(name: entry.name, size: entry.size, readySince: since))
            case .settling(let until):
                settlingNames.insert(entry.name)
                nextLook = min(nextLook, until)
            case .waiting: continue
            }
        }
        let names = Set(files.map(\.name))
        settling.keep(only: names)
        readySince = readySince.filter { names.contains($0.key) }
        complaints = complaints.filter { names.contains($0.key) }
        putAwayOrphans(done.subtracting(names), now: now)
        let paths = Set(markers.map(\.path))
        strays = strays.filter { paths.contains($0.key) }
        return markers
    }

    /// Whether nothing has been found for a marker for a second or so.
    mutating func isStray(_ marker: FilePath, isFound: Bool, now: Duration) -> Bool {
        if isFound {
            strays[marker] = nil
            return false
        }
        let since = strays[marker] ?? now
        strays[marker] = since
        let patience = min(settings.settle * 2, .seconds(1))
        nextLook = min(nextLook, max(now, since + patience))
        return now - since >= patience
    }

    /// There are markers that nothing was found for up to now.
    var hasStrays: Bool { !strays.isEmpty }

    /// A `.done` whose file is gone already says nothing; after a while it goes to the archive.
    private mutating func putAwayOrphans(_ files: Set<FileName>, now: Duration) {
        orphans = orphans.filter { files.contains($0.key) }
        for file in files {
            guard let since = orphans[file] else {
                orphans[file] = now
                continue
            }
            if now - since >= max(.seconds(60), settings.settle * 4) { putAwayDone(of: file) }
        }
    }

    private func putAwayDone(of file: FileName) {
        let marker = FileName(bytes: file.bytes + Array(".done".utf8))
        _ = try? Placement.move(marker.path(in: folders.inbox), into: folders.archive, as: marker.plain)
    }

    // MARK: Taking

    /// Takes the next file that can be taken; `nil` when there is none, or no place for one.
    ///
    /// - Throws: when a file cannot be taken; it is passed over until something about it changes.
    mutating func takeNext(
        now: Duration, received: Instant, only names: Set<FileName>? = nil
    ) throws(InboxError) -> Claim? {
        while true {
            let items = ready.filter { canBeTried($0.name, now: now) && names?.contains($0.name) != false }
            guard let index = queue.next(of: items, running: Array(running.values), now: now) else { return nil }
            let item = items[index]
            ready.removeAll { $0.name == item.name }
            let path = item.name.path(in: folders.inbox)
            if path.withPlatformString({ muster_is_being_written($0) }) == 1 {
                settling.restart(item.name, now: now)
                settlingNames.insert(item.name)
                nextLook = min(nextLook, now + settings.settle)
                continue
            }
            do throws(InboxError) {
                guard let claim = try Claim.take(path, named: item.name, received: received, in: folders) else {
                    continue
                }
                putAwayDone(of: item.name)
                running[claim.folder] = item.size
                return claim
            } catch {
                // A full disk or a lost share hits every file alike, and the next look may find it mended.
                if error.code == .cannotCreate || error.cause == .noSpace { throw error }
                let isNew = complaints[item.name]?.text != error.message
                complaints[item.name] = Complaint(text: error.message, until: now + .seconds(60))
                if isNew { throw error }
            }
        }
    }

    /// Whether a file is not one that could not be taken a moment ago.
    func canBeTried(_ name: FileName, now: Duration) -> Bool {
        complaints[name].map { now >= $0.until } ?? true
    }

    /// A waiting file whose time has come.
    mutating func takePending(now: Duration) -> FileRun.Pending? {
        guard running.count < settings.parallel,
            let index = pending.indices.filter({ pending[$0].until <= now }).min(by: {
                pending[$0].until < pending[$1].until
            })
        else { return nil }
        let next = pending.remove(at: index)
        begin(next.claim)
        return next
    }

    mutating func begin(_ claim: Claim) {
        running[claim.folder] = Int(FolderListing.status(of: claim.path)?.st_size ?? 0)
    }

    mutating func finished(_ claim: Claim, _ ending: FileRun.Ending) {
        running[claim.folder] = nil
        pending += ending.pending
    }

    /// Hands over all that waits for another attempt.
    mutating func giveUpPending() -> [FileRun.Pending] {
        defer { pending = [] }
        return pending
    }

    // MARK: Taking back

    /// Looks for claims whose owners are gone, and takes their files over while there is a place.
    ///
    /// - Throws: when one may not be moved; the others are found by the next call. Else when nothing can be looked at or
    ///   taken, which is tried again after a while.
    mutating func takeBack(now: Duration, wallClock: Instant) throws(InboxError) -> Claim? {
        guard now >= nextSurvey, running.count < settings.parallel else { return nil }
        do throws(InboxError) {
            if let claim = try survey(now: now, wallClock: wallClock) { return claim }
        } catch {
            if error.code != .cannotMove {
                nextSurvey = now + min(.seconds(10), settings.lease / 6)
                nextLook = max(nextLook, now + settings.poll)
            }
            throw error
        }
        nextSurvey = now + min(.seconds(10), settings.lease / 6)
        return nil
    }

    private mutating func survey(now: Duration, wallClock: Instant) throws(InboxError) -> Claim? {
        let own = Set(running.keys).union(pending.map(\.claim.folder))
        undecidedClaims = false
        var seen: Set<FileName> = []
        for entry in try FolderListing.entries(of: folders.working) where entry.kind == .folder {
            let folder = entry.name.path(in: folders.working)
            guard !own.contains(folder) else { continue }
            seen.insert(entry.name)
            if let until = stuck[entry.name], now < until { continue }
            let lease = Lease.read(in: folder)
            let verdict = leases.observe(
                entry.name, pulse: Lease.pulse(in: folder), life: lease?.owner.life ?? .unknown, now: now)
            guard verdict == .abandoned else {
                if case .undecided = verdict { undecidedClaims = true }
                continue
            }
            guard let claim = try takeOver(folder, lease, now: now, wallClock: wallClock) else { continue }
            // Its owner may have ended before it put the marker away, which would be taken for the next file's.
            let name = FileName(claim.lease.file)
            if claim.lease.group == nil, !FolderListing.exists(name.path(in: folders.inbox)) { putAwayDone(of: name) }
            begin(claim)
            return claim
        }
        leases.keep(only: seen)
        stuck = stuck.filter { seen.contains($0.key) }
        return nil
    }

    /// - Returns: `nil` when there is no file in it, or somebody else was quicker.
    private mutating func takeOver(
        _ folder: FilePath, _ lease: Lease?, now: Duration, wallClock: Instant
    ) throws(InboxError) -> Claim? {
        let contents: [FolderEntry]
        do throws(InboxError) {
            contents = try FolderListing.entries(of: folder)
        } catch {
            if error.cause == .noSuchFileOrDirectory { return nil }
            throw error
        }
        // A process that was about to hold the file may have written its notes already.
        let file =
            contents.first { $0.name.plain == lease?.file }
            ?? contents.first { !$0.name.isOfMuster && !HeldBatches.isNote($0.name, in: folder) }
        var claim: Claim?
        if let file {
            do throws(InboxError) {
                claim = try Claim.takeOver(
                    file.name.path(in: folder), named: file.name, lease: lease, now: wallClock, in: folders)
            } catch {
                if error.code == .cannotMove {
                    stuck[FileName(folder.lastComponent?.string ?? "")] = now + .seconds(60)
                }
                throw error
            }
            guard claim != nil else { return nil }
        }
        HeldBatches.sweep(folder)
        return claim
    }

    // MARK: Waiting

    /// How long nothing is to be done, unless somebody calls. What needs a free place is not waited for with a clock: the
    /// file that ends and makes room calls.
    func pause(now: Duration) -> Duration {
        let hasRoom = running.count < settings.parallel
        let times = hasRoom ? [nextLook, nextSurvey] + pending.map(\.until) : [nextLook]
        return max(.milliseconds(20), (times.min() ?? now) - now)
    }
}

extension FileName {
    /// A note that Muster has put beside a claimed file: never a file that was dropped, since those do not begin so.
    var isOfMuster: Bool {
        let text = plain
        return text.hasPrefix(".new-") || text == Lease.name || text == ".held.json"
    }
}
