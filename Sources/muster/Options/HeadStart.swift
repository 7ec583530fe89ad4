import ServiceCatalog
import Sinks

/// What an import needs before it can open a file, begun while the command line is being read.
///
/// Reading the command line takes as long as reading definitions and calendars, and most machines can do two things at a
/// time. What is begun here is taken only where the command line turns out to ask for it.
struct HeadStart: Sendable {
    /// The folder of definitions that seems to be meant.
    private let folder: String?
    private let services: Task<Result<ServiceCatalog, DefinitionProblems>, Never>
    private let calendars: Task<Result<CalendarCatalog, DefinitionProblems>, Never>

    /// Begun when it is first asked for.
    static let ofImport = HeadStart(CommandLine.arguments)

    private init(_ arguments: [String]) {
        let folder = Self.value(of: "--services", in: arguments)
        self.folder = folder
        services = Task.detached {
            Result { () throws(DefinitionProblems) in try ServiceCatalog.load(customDirectory: folder) }
        }
        // One after the other, in the order in which they are waited for: the command line is left a core of two.
        let services = services
        calendars = Task.detached {
            _ = await services.value
            let loaded = Result { () throws(DefinitionProblems) in try CalendarCatalog.load() }
            if case .success(let catalog) = loaded { catalog.makeCalendars() }
            return loaded
        }
        let calendars = calendars
        Task.detached {
            _ = await calendars.value
            _ = ReportPage.builtIn
        }
    }

    /// The definitions of a folder and the built-in ones.
    func services(folder: String?) async throws(DefinitionProblems) -> ServiceCatalog {
        guard folder == self.folder else { return try ServiceCatalog.load(customDirectory: folder) }
        return try await services.value.get()
    }

    /// The built-in calendars and those at some paths.
    func calendars(paths: [String]) async throws(DefinitionProblems) -> CalendarCatalog {
        guard paths.isEmpty else { return try CalendarCatalog.load(custom: paths) }
        return try await calendars.value.get()
    }

    /// What seems to be said of an option, in the way that the command line is going to be read.
    private static func value(of option: String, in arguments: [String]) -> String? {
        guard let index = arguments.lastIndex(where: { $0 == option || $0.hasPrefix(option + "=") }) else { return nil }
        guard arguments[index] == option else { return String(arguments[index].dropFirst(option.count + 1)) }
        return arguments.indices.contains(index + 1) ? arguments[index + 1] : nil
    }
}
