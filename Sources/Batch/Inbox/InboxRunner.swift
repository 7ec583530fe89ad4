import CLinux
import Glibc
package import Logging
import ServiceLevels
import Synchronization
import SystemPackage

/// Works on one inbox: looks, takes, imports several files at once, and waits; for ever, or until nothing is left.
package final class InboxRunner: Sendable {
    package enum Mode: Sendable, Equatable {
        /// For ever.
        case watch
        /// What is there now, then stop; files that are still growing are waited for at most so long.
        case drain(wait: Duration)
    }

    private let mode: Mode
    private let logger: Logger
    private let shared: Mutex<Shared>
    private let bell = Bell()

    private struct Shared: Sendable {
        var run: FileRun
        var isReplaced = false
        var isStopping = false
        var finished: [(Claim, FileRun.Ending)] = []
    }

    package init(_ run: FileRun, mode: Mode, logger: Logger) {
        self.mode = mode
        self.logger = logger
        shared = Mutex(Shared(run: run))
    }

    var fileRun: FileRun { shared.withLock { $0.run } }

    package var settings: InboxSettings { shared.withLock { $0.run.settings } }

    /// Takes no more files; ``run()`` ends when those at hand are finished or given back.
    package func stop() {
        shared.withLock { $0.isStopping = true }
        bell.ring()
    }

    /// Goes on with other settings; the files at hand are finished with the old ones.
    package func use(_ run: FileRun) {
        shared.withLock {
            $0.run = run
            $0.isReplaced = true
        }
        bell.ring()
    }

    // MARK: Running

    /// - Parameter grace: how long files at hand may take after ``stop()`` before they are given back.
    /// - Returns: the worst status of all files.
    /// - Throws: `InboxError` when the folders cannot be made.
    package func run(grace: Duration = .seconds(7)) async throws -> ExitStatus {
        let first = shared.withLock { $0.run }
        try first.folders.make()
        var state = InboxState(first.settings)
        let bell = bell
        let events = FolderEvents([state.folders.inbox]) { bell.ring() }
        var round = InboxRound(mode: mode, logger: logger)
        await withDiscardingTaskGroup { group in
            var stopDeadline: Duration?
            var wasBusy = false
            while true {
                let now = Uptime.now
                let (run, isStopping) = takeMessages(&state, &round)
                if !isStopping, !round.isOver(state, now: now) {
                    for item in round.work(&state, run, now: now) { start(item, run, &group) }
                    if round.isOver(state, now: now) { continue }
                } else {
                    let deadline = stopDeadline ?? now + grace
                    stopDeadline = deadline
                    for item in state.giveUpPending() {
                        round.status = round.status.worse(item.fault)
                        await run.giveBack(item.claim)
                    }
                    if !state.isBusy { break }
                    if now >= deadline { group.cancelAll() }
                }
                // A watcher waits for most of its life, and then needs none of what the last files took.
                if wasBusy, !state.isBusy { muster_give_back_memory() }
                wasBusy = state.isBusy
                let longest = stopDeadline.map { max(.milliseconds(50), $0 - now) }
                await bell.wait(atMost: min(state.pause(now: Uptime.now), longest ?? .seconds(3600)))
            }
        }
        withExtendedLifetime(events) {}
        return round.finalStatus
    }

    private func takeMessages(_ state: inout InboxState, _ round: inout InboxRound) -> (FileRun, isStopping: Bool) {
        let (run, isReplaced, isStopping, finished) = shared.withLock { shared in
            defer {
                shared.finished = []
                shared.isReplaced = false
            }
            return (shared.run, shared.isReplaced, shared.isStopping, shared.finished)
        }
        if isReplaced { state.use(run.settings) }
        for (claim, ending) in finished {
            state.finished(claim, ending)
            round.status = round.status.worse(ending.status)
        }
        return (run, isStopping)
    }

    private func start(_ item: InboxRound.Work, _ run: FileRun, _ group: inout DiscardingTaskGroup) {
        group.addTask {
            let ending = await run.run(item.claim, troubleSince: item.troubleSince)
            self.shared.withLock { $0.finished.append((item.claim, ending)) }
            self.bell.ring()
        }
    }
}
