import ArgumentParser
import Batch

/// `muster drain`: what is in the inboxes now, then stop.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Import what is in an inbox now, then stop: for a nightly job.",
        discussion: """
            One drain at a time works on an inbox; a second one ends with status 75 and says who is at work. Watchers may \
            work on it meanwhile. Exit status, the worst of all files: 0 all rows accepted, 2 some rejected, 3 a batch is \
            held, 65 a file cannot be imported and is in failed, 73 or 74 results cannot be written, 78 the configuration \
            is wrong.
            """)

    @OptionGroup var inboxes: InboxOptions

    @OptionGroup var reporting: ReportingOptions

    @Option(
        help: ArgumentHelp(
            "How long files that still grow, and results that cannot be written, are waited for.", valueName: "time"))
    var wait: DurationArgument = DurationArgument(.seconds(600))

    func run() async throws {
        let status = await Failure.reporting {
            try await InboxSession.run(inboxes, reporting, mode: .drain(wait: wait.duration))
        }
        throw ExitCode(status.rawValue)
    }
}
