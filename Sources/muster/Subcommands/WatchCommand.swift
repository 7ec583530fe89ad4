import ArgumentParser
import Batch
import Foundation
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// `muster watch`: an inbox, for ever.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Import every file that is dropped into an inbox, for ever.",
        discussion: """
            Several watchers, also on several machines, may share one inbox. SIGTERM ends it: files at hand are finished or \
            given back within 10 seconds. SIGHUP reads the configuration anew.
            """)

    @OptionGroup var options: InboxOptions

    func run() async throws {
        throw ExitCode(await Failure.reporting { try await InboxCommand.run(options, mode: .watch) }.rawValue)
    }
}

/// `muster drain`: what is in an inbox now, then stop.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Import what is in an inbox now, then stop: for a nightly job.",
        discussion: """
            One drain at a time works on an inbox; a second one ends with status 75. Watchers may work on it meanwhile. \
            Exit status: the worst of all files: 0 all rows accepted, 2 some rejected, 3 a batch is held, 65 a file cannot \
            be imported and is in failed, 74 reading or writing failed, 75 another drain is at work, 78 the configuration \
            is wrong.
            """)

    @OptionGroup var options: InboxOptions

    @Option(
        help: ArgumentHelp(
            "How long files that are still growing, and results that cannot be written, are waited for.",
            valueName: "time"))
    var wait: DurationArgument = DurationArgument(.seconds(600))

    func run() async throws {
        throw ExitCode(
            await Failure.reporting { try await InboxCommand.run(options, mode: .drain(wait: wait.duration)) }.rawValue)
    }
}

/// What the two have in common.
enum InboxCommand {
    static func run(_ options: InboxOptions, mode: InboxRunner.Mode) async throws -> ExitStatus {
        // Writing to a file or pipe that takes no more is an error to be reported, not the end of the process.
        signal(SIGXFSZ, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let configuration = try options.configuration()
        let logger = LineLog.logger(configuration.log)
        var locks: [DrainLock] = []
        if case .drain = mode { locks = try configuration.inboxes.map { try InboxOptions.lock($0) } }
        let service = try InboxService(configuration, mode: mode, logger: logger)
        var group = ServiceGroupConfiguration(
            services: [
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(logger))
        group.maximumCancellationDuration = .seconds(5)
        try await ServiceGroup(configuration: group).run()
        withExtendedLifetime(locks) {}
        return service.status
    }

    /// The lifecycle has little to say that a reader of the log would miss.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
