import ArgumentParser
import Batch
import Glibc

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

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == ImportCommand.configuration.commandName { _ = HeadStart.ofImport }
        do {
            var command = try await command(in: arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let status as ExitCode {
            // Whoever throws a status has said what there is to say; the library would make up a usage message first.
            Glibc.exit(status.rawValue)
        } catch {
            exit(withError: error)
        }
    }

    /// What the command line asks for.
    ///
    /// The library sets up all sub-commands to find one, and all options once for each: a third of the time of a small
    /// import. So a sub-command that is named first is asked alone. Whatever it does not understand, a wrong option or a
    /// call for help, is looked at once more by the root, whose messages name the whole command.
    private static func command(in arguments: [String]) async throws -> any ParsableCommand {
        if let first = arguments.first,
            let subcommand = configuration.subcommands.first(where: { $0._commandName == first }),
            subcommand.configuration.subcommands.isEmpty,
            let command = try? subcommand.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == subcommand
        {
            return command
        }
        return try await asyncParseAsRoot(arguments)
    }
}
