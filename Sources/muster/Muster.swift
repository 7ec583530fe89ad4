import ArgumentParser
import Batch

/// The root of the command: everything is in its sub-commands.
@main
struct Muster: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "muster",
        abstract: "Turns HR exports into MACD cases with due times, and says why where it cannot.",
        discussion: """
            A CSV file of people's changes goes in; every row comes out exactly once: as a case with a due time, or in a \
            rejection file with every reason. Start with: muster import --dry-run FILE
            """,
        version: "muster \(Version.current)",
        subcommands: [
            ImportCommand.self, RecordsCommand.self, TemplateCommand.self, ServicesCommand.self, ProfilesCommand.self,
            DueCommand.self, CalendarCommand.self, CasesCommand.self, BatchesCommand.self, StatusCommand.self,
            CloseCommand.self, EscalateCommand.self, LedgerCommand.self,
            WatchCommand.self, DrainCommand.self,
            ApproveCommand.self, RejectCommand.self, ConfigCommand.self,
        ])
}
