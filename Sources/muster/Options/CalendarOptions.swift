import ArgumentParser
import ServiceCatalog

/// `--calendars`, for every command that needs a calendar.
struct CalendarOptions: ParsableArguments {
    @Option(
        name: .customLong("calendars"), parsing: .singleValue,
        help: ArgumentHelp(
            "A calendar file, or a folder of them, that replaces or extends the built-in calendars. May be repeated.",
            valueName: "path"))
    var paths: [String] = []

    /// The catalogue; what is wrong with it is printed, and ends the command with status 78.
    func load() throws -> CalendarCatalog {
        do throws(DefinitionProblems) {
            return try CalendarCatalog.load(custom: paths)
        } catch {
            throw error.reported()
        }
    }

    /// The same, where it has been begun already.
    func load(begun: HeadStart) async throws -> CalendarCatalog {
        do throws(DefinitionProblems) {
            return try await begun.calendars(paths: paths)
        } catch {
            throw error.reported()
        }
    }
}
