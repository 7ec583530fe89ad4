import ArgumentParser
import Batch

/// `muster status --health`: one line about the inboxes and a status, for a monitor.
struct HealthOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Say in one line whether somebody should look at the inboxes.",
            discussion:
                "Exit status: 0 all is well; 1 a batch is held, a file failed within a day, a file waits for too "
                + "long, or nobody works on an inbox; 78 the configuration is wrong."))
    var health = false

    @OptionGroup var place: InboxPlace

    @Option(help: ArgumentHelp("With --health: a file that waits for longer is not being taken.", valueName: "time"))
    var maxAge: DurationArgument = DurationArgument(.seconds(900))

    @Option(
        help: ArgumentHelp(
            "With --health: an inbox that nobody has looked at for longer is worked on by nobody. For a nightly job: 26h.",
            valueName: "time"))
    var maxSilence: DurationArgument = DurationArgument(.seconds(300))

    /// Inboxes are asked about, not one ledger.
    var isOfInboxes: Bool { place.config != nil || place.inbox != nil }

    /// Prints the line; the status is to end the command.
    func check() -> ExitStatus {
        Failure.reporting {
            let health = InboxHealth(
                try place.configuration().inboxes, longestWait: Int(maxAge.duration.seconds),
                longestSilence: Int(maxSilence.duration.seconds))
            Console.out(health.line + "\n")
            return health.isWell ? .success : .attention
        }
    }
}
