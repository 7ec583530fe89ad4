import Batch
import Glibc
import Logging
import ServiceLifecycle
import SystemPackage
import UnixSignals

/// What `muster watch` and `muster drain` have in common: services that run until a signal, or until nothing is left.
enum InboxSession {
    static func run(
        _ inboxes: InboxOptions, _ reporting: ReportingOptions, mode: InboxRunner.Mode
    ) async throws -> ExitStatus {
        // A file or pipe that takes no more is an error to be reported, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        // Until somebody listens for it, a request to read the configuration anew must not end the process either.
        signal(SIGHUP, SIG_IGN)
        let configuration = reporting.apply(to: try inboxes.configuration())
        let logger = LineLog.logger(configuration.log)
        for settings in configuration.inboxes { try InboxFolders(FilePath(settings.folder)).make() }
        let locks = mode == .watch ? [] : try configuration.inboxes.map(lock)
        let service = try InboxService(configuration, mode: mode, logger: logger)
        let reload = Reload(service: service, logger: logger) { reporting.apply(to: try inboxes.configuration()) }
        var group = ServiceGroupConfiguration(
            services: [
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup),
                ServiceGroupConfiguration.ServiceConfiguration(service: reload),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        group.maximumCancellationDuration = .seconds(5)
        if mode == .watch {
            logger.notice("watching", metadata: ["inboxes": .stringConvertible(configuration.inboxes.count)])
        }
        try await ServiceGroup(configuration: group).run()
        withExtendedLifetime(locks) {}
        // A watcher that was told to end has done what it should, whatever came of the files.
        return mode == .watch ? .success : service.status
    }

    /// Keeps other drains out of an inbox.
    private static func lock(_ settings: InboxSettings) throws -> DrainLock {
        try DrainLock(InboxFolders(FilePath(settings.folder)))
    }

    /// The lifecycle has little to say that a reader of the log would miss.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}

/// Reads the configuration anew at each SIGHUP.
private struct Reload: Service {
    let service: InboxService
    let logger: Logger
    let load: @Sendable () throws -> Configuration

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                let configuration = try load()
                try service.use(configuration)
                logger.notice(
                    "configuration read anew", metadata: ["inboxes": .stringConvertible(configuration.inboxes.count)])
            } catch {
                for line in "\(error)".split(separator: "\n") { logger.error("\(line)") }
                logger.error("the configuration is wrong; the one before stays in force")
            }
        }
    }
}
