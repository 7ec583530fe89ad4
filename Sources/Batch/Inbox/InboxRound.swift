import Glibc
import Logging
import ServiceLevels
import SystemPackage

/// One round after the other over an inbox: what is to be done now, and whether anything is left.
struct InboxRound {
    let mode: InboxRunner.Mode
    let logger: Logger
    /// The worst of all files so far.
    var status = ExitStatus.success

    /// That, and whether the inbox as a whole could be worked on to the end.
    var finalStatus: ExitStatus { trouble == nil ? status : status.worse(.inputOutput) }

    /// For a drain: what was there at first.
    private var names: Set<FileName>?
    private var deadline = Duration.zero
    /// What was last said of the inbox as a whole, and when.
    private var trouble: (text: String, said: Duration)?

    init(mode: InboxRunner.Mode, logger: Logger) {
        self.mode = mode
        self.logger = logger
    }

    struct Work {
        var claim: Claim
        var troubleSince: Duration?
    }

    /// Looks, and takes what there is a place for. What was taken before something went wrong is worked on all the same:
    /// nobody else would do it while this process lives.
    mutating func work(_ state: inout InboxState, _ run: FileRun, now: Duration) -> [Work] {
        var work: [Work] = []
        let wallClock = RunClock.now.instant
        do throws(InboxError) {
            while let item = state.takePending(now: now) {
                work.append(Work(claim: item.claim, troubleSince: item.troubleSince))
            }
            try takeBack(&state, &work, now: now, wallClock: wallClock)
            let markers = try state.look(now: now)
            if names == nil, case .drain(let wait) = mode {
                names = Set(state.ready.map(\.name)).union(state.settlingNames)
                deadline = now + wait
            }
            let fault = try obey(markers, &state, &work, now: now, received: wallClock)
            try takeNew(&state, &work, now: now, received: wallClock)
            if let fault { throw fault }
            if let said = trouble {
                logger.notice("works again", metadata: ["before": .string(said.text)])
                trouble = nil
            }
        } catch {
            complain(error, now: now)
        }
        return work
    }

    private mutating func takeBack(
        _ state: inout InboxState, _ work: inout [Work], now: Duration, wallClock: Instant
    ) throws(InboxError) {
        while true {
            do throws(InboxError) {
                guard let claim = try state.takeBack(now: now, wallClock: wallClock) else { return }
                logger.notice(
                    "taken back from a process that is gone",
                    metadata: ["file": .string(claim.lease.file), "id": .string(claim.lease.id)])
                work.append(Work(claim: claim))
            } catch {
                try passOver(error)
            }
        }
    }

    private mutating func takeNew(
        _ state: inout InboxState, _ work: inout [Work], now: Duration, received: Instant
    ) throws(InboxError) {
        while true {
            do throws(InboxError) {
                guard let claim = try state.takeNext(now: now, received: received, only: names) else { return }
                work.append(Work(claim: claim))
            } catch {
                try passOver(error)
            }
        }
    }

    /// A file of its own kind, such as another user's in a folder with the sticky bit: the others go on.
    private mutating func passOver(_ error: InboxError) throws(InboxError) {
        guard error.code == .cannotMove, error.cause == .permissionDenied || error.cause == .notPermitted else {
            throw error
        }
        status = status.worse(.inputOutput)
        logger.error("\(error.message) It stays where it is; give Muster's user the right to move it.")
    }

    /// Says what keeps the whole inbox from working: once, and again every five minutes.
    private mutating func complain(_ error: InboxError, now: Duration) {
        if let trouble, trouble.text == error.message, now - trouble.said < .seconds(300) { return }
        logger.error("\(error.message)", metadata: ["state": "waiting"])
        trouble = (error.message, now)
    }

    /// Whether a drain has nothing left to do.
    func isOver(_ state: InboxState, now: Duration) -> Bool {
        guard case .drain = mode, let names, !state.isBusy else { return false }
        if now >= deadline { return true }
        let isReady = state.ready.contains { names.contains($0.name) && state.canBeTried($0.name, now: now) }
        return !isReady && state.pending.isEmpty && names.isDisjoint(with: state.settlingNames)
            && !state.undecidedClaims && !state.hasStrays && trouble == nil
    }

    // MARK: Markers

    /// Releases or rejects held files as people ask for by dropping a marker.
    ///
    /// - Returns: what has gone wrong with one of them; the others are obeyed all the same.
    private func obey(
        _ markers: [InboxState.MarkerFile], _ state: inout InboxState, _ work: inout [Work], now: Duration,
        received: Instant
    ) throws(InboxError) -> InboxError? {
        // Looked at even without markers: it removes what a process left that was ended while it released a file.
        let held = try HeldBatches(state.folders).all()
        var fault: InboxError?
        for (marker, file, path) in markers {
            do throws(InboxError) {
                let meant = Self.meant(file, held)
                guard !meant.isEmpty else {
                    // A file may go on from place to place while we look, and another watcher may just have obeyed.
                    let isFound = try isUnderWay(file, state.folders)
                    if state.isStray(path, isFound: isFound, now: now) { try refuse(path, marker, state.folders) }
                    continue
                }
                try obey(marker, meant, &state, &work, received: received)
                _ = try Placement.move(path, into: state.folders.archive, as: path.lastComponent?.string ?? "marker")
            } catch  where error.code == .gone {
                // Another watcher has read the same marker, and was quicker to put it away.
                continue
            } catch {
                fault = fault ?? error
            }
        }
        return fault
    }

    /// The held batches that somebody means who names a file or a batch.
    private static func meant(_ name: FileName, _ held: [HeldBatches.Held]) -> [HeldBatches.Held] {
        held.filter { $0.file == name.plain || $0.batch == name.plain }
    }

    private func obey(
        _ marker: FileName.Marker, _ meant: [HeldBatches.Held], _ state: inout InboxState, _ work: inout [Work],
        received: Instant
    ) throws(InboxError) {
        let batches = HeldBatches(state.folders)
        for batch in meant where marker == .approve {
            guard let claim = try batches.release(batch, received: received) else { continue }
            logger.notice(
                "approved by a file that was dropped",
                metadata: ["file": .string(batch.file), "batch": .string(batch.batch)])
            state.begin(claim)
            work.append(Work(claim: claim))
        }
        for batch in meant where marker == .reject {
            guard try batches.reject(batch, reason: "It was held, and somebody has rejected it. \(batch.explanation)")
            else { continue }
            logger.notice(
                "rejected by a file that was dropped",
                metadata: ["file": .string(batch.file), "batch": .string(batch.batch)])
        }
    }

    /// Whether a file of the name may yet be held.
    private func isUnderWay(_ file: FileName, _ folders: InboxFolders) throws(InboxError) -> Bool {
        if FolderListing.exists(file.path(in: folders.inbox)) { return true }
        return try FolderListing.entries(of: folders.working).contains {
            Lease.read(in: $0.name.path(in: folders.working))?.file == file.plain
        }
    }

    private func refuse(_ path: FilePath, _ marker: FileName.Marker, _ folders: InboxFolders) throws(InboxError) {
        let name = path.lastComponent.map { FileName($0.string).plain } ?? "marker"
        let reason =
            "There is no held file of this name, so there is nothing to \(marker.rawValue). The files that are held lie in "
            + "the folder “held”; the name before “.\(marker.rawValue)” must be just theirs."
        _ = try Quarantine.put(path, named: name, reason: reason, .noAnswer, in: folders.failed)
        logger.warning("nothing is held for a file that was dropped", metadata: ["file": .string(name)])
    }
}
