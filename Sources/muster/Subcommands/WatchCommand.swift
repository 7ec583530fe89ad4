import ArgumentParser
import Batch

/// `muster watch`: inboxes, for ever.
struct WatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Import every file that is dropped into an inbox, for ever.",
        discussion: """
            Several watchers, also on several machines, may share one inbox. SIGTERM ends it: files at hand are finished or \
            given back within 10 seconds. SIGHUP reads the configuration anew; a wrong one is reported, and the old one \
            stays in force. Exit status 78: the configuration is wrong, and nothing was started.
            """)

    @OptionGroup var inboxes: InboxOptions

    @OptionGroup var reporting: ReportingOptions

    func run() async throws {
        let status = await Failure.reporting { try await InboxSession.run(inboxes, reporting, mode: .watch) }
        throw ExitCode(status.rawValue)
    }
}
