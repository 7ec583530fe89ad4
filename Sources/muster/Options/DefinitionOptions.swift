import ArgumentParser
import Batch
import ServiceCatalog

/// Where definitions and calendars come from, the same for every command that uses them.
struct DefinitionOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Service definitions of your own: a folder of YAML files.", valueName: "dir"))
    var services: String?

    @Option(help: ArgumentHelp("Calendars of your own: a file or folder; may be given more than once.", valueName: "path"))
    var calendars: [String] = []

    /// - Throws: `DefinitionProblems`, all of them at once.
    func load() throws -> (catalog: ServiceCatalog, calendars: CalendarCatalog) {
        (try ServiceCatalog.load(customDirectory: services), try CalendarCatalog.load(custom: calendars))
    }
}
