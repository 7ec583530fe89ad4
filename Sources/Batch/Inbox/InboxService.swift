import Foundation
import Glibc
package import Logging
package import ServiceCatalog
import ServiceLifecycle
import Synchronization
import SystemPackage

/// Works on all inboxes of a configuration until it is told to stop: what `muster watch` and `muster drain` run.
package final class InboxService: Service {
    private let mode: InboxRunner.Mode
    private let logger: Logger
    private let state: Mutex<State>
    private let added = Bell()
    private let reporter: InboxReporter
    /// One for all inboxes and all configurations, so that no claim is ever without; the shortest lease is five seconds.
    private let heartbeat = Heartbeat(interval: .seconds(1))

    private struct State: Sendable {
        /// By folder: an inbox is the same while its folder is.
        var runners: [String: InboxRunner] = [:]
        var waiting: [InboxRunner] = []
        var isStopping = false
        var status = ExitStatus.success
        var failure: (any Error)?
    }

    /// How often it is noted that the inboxes are being worked on.
    private static let noteInterval = Duration.seconds(15)
    /// From the signal to the end at the latest: service managers kill what takes longer.
    private static let hardLimit = 9.5

    /// - Throws: all that is wrong with the definitions and calendars that the settings name.
    package init(_ configuration: Configuration, mode: InboxRunner.Mode, logger: Logger) throws(DefinitionProblems) {
        self.mode = mode
        self.logger = logger
        state = Mutex(State())
        let reporter = InboxReporter(configuration, logger: logger)
        self.reporter = reporter
        for (settings, run) in try Self.runs(configuration, reporter, heartbeat) {
            let runner = InboxRunner(run, mode: mode, logger: Self.logger(logger, settings))
            state.withLock {
                $0.runners[settings.folder] = runner
                $0.waiting.append(runner)
            }
        }
    }

    /// The worst status of all files so far.
    package var status: ExitStatus { state.withLock { $0.status } }

    package func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                var count = 0
                while true {
                    let fresh = state.withLock { state in
                        defer { state.waiting = [] }
                        return state.waiting
                    }
                    for runner in fresh {
                        count += 1
                        group.addTask { await self.work(runner) }
                    }
                    if state.withLock({ $0.runners.isEmpty && $0.waiting.isEmpty }) { break }
                    let running = state.withLock { Array($0.runners.values) }
                    for runner in running { reporter.sawInbox(runner.settings) }
                    reporter.writeMetrics()
                    await added.wait(atMost: Self.noteInterval)
                }
                reporter.writeMetrics()
            }
        } onGracefulShutdown: {
            self.stop()
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private func work(_ runner: InboxRunner) async {
        do {
            let status = try await runner.run()
            state.withLock { $0.status = $0.status.worse(status) }
        } catch {
            logger.error("\(error)", metadata: ["inbox": .string(runner.settings.name)])
            state.withLock { $0.failure = $0.failure ?? error }
        }
        state.withLock { state in state.runners = state.runners.filter { $0.value !== runner } }
        added.ring()
    }

    private func stop() {
        logger.notice("stopping: files at hand are finished or given back")
        let runners = state.withLock { state in
            state.isStopping = true
            return Array(state.runners.values)
        }
        for runner in runners { runner.stop() }
        let logger = logger
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: Self.hardLimit)
            logger.error("a file at hand does not come to an end; another process will take it over")
            _exit(ExitStatus.busy.rawValue)
        }
    }

    /// Imports a held file with its guards off, here and now; `nil` when another process has it already.
    package func release(_ held: HeldBatches.Held, of settings: InboxSettings) async throws(InboxError) -> ExitStatus? {
        guard let run = state.withLock({ $0.runners[settings.folder]?.fileRun }) else { return nil }
        guard let claim = try HeldBatches(run.folders).release(held, received: RunClock.now.instant) else { return nil }
        let ending = await run.run(claim)
        // What cannot be finished now is left for a watcher or the next drain.
        for pending in ending.pending { await run.giveBack(pending.claim) }
        return ending.pending.reduce(ending.status) { $0.worse($1.fault) }
    }

    // MARK: Another configuration

    /// Goes on with another configuration: new inboxes are opened, those that are gone are left when their files at hand
    /// are finished, and the others take their next file with the new settings.
    ///
    /// - Throws: all that is wrong with the definitions; nothing has changed then.
    package func use(_ configuration: Configuration) throws(DefinitionProblems) {
        let runs = try Self.runs(configuration, reporter, heartbeat)
        reporter.use(configuration)
        let leaving = state.withLock { state -> [InboxRunner] in
            guard !state.isStopping else { return [] }
            let folders = Set(configuration.inboxes.map(\.folder))
            let leaving = state.runners.filter { !folders.contains($0.key) }
            for folder in leaving.keys { state.runners[folder] = nil }
            for (settings, run) in runs {
                if let runner = state.runners[settings.folder] {
                    runner.use(run)
                } else {
                    let runner = InboxRunner(run, mode: mode, logger: Self.logger(logger, settings))
                    state.runners[settings.folder] = runner
                    state.waiting.append(runner)
                }
            }
            return Array(leaving.values)
        }
        for runner in leaving { runner.stop() }
        added.ring()
    }

    private static func runs(
        _ configuration: Configuration, _ reporter: InboxReporter, _ heartbeat: Heartbeat
    ) throws(DefinitionProblems) -> [(InboxSettings, FileRun)] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var runs: [(InboxSettings, FileRun)] = []
        for settings in configuration.inboxes {
            let importer = try InboxImporter(settings: settings, jobs: max(1, cores / settings.parallel))
            runs.append(
                (
                    settings,
                    FileRun(settings: settings, importer: importer, heartbeat: heartbeat) {
                        await reporter.tell($0, settings)
                    }
                ))
        }
        return runs
    }

    private static func logger(_ logger: Logger, _ settings: InboxSettings) -> Logger {
        var logger = logger
        logger[metadataKey: "inbox"] = .string(settings.name)
        return logger
    }
}
