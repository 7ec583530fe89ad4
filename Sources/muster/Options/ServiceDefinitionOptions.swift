import ArgumentParser
import Batch
import ServiceCatalog

/// Which definitions are in force, for every command that needs them.
struct ServiceDefinitionOptions: ParsableArguments {
    @Option(
        name: .customLong("services"),
        help: ArgumentHelp("A folder of your own service definitions.", valueName: "dir"))
    var directory: String?

    /// Ends the command with status 78, after every problem was printed, when a definition is wrong.
    func catalog() throws -> ServiceCatalog {
        do {
            return try ServiceCatalog.load(customDirectory: directory)
        } catch {
            throw error.reported()
        }
    }

    /// The same, where it has been begun already.
    func catalog(begun: HeadStart) async throws -> ServiceCatalog {
        do throws(DefinitionProblems) {
            return try await begun.services(folder: directory)
        } catch {
            throw error.reported()
        }
    }

    /// A service of the catalogue; an unknown id is a usage error that names the nearest one.
    func definition(id: String) throws -> ServiceDefinition {
        let catalog = try catalog()
        if let definition = catalog.definition(id: id) { return definition }
        let ids = catalog.definitions.map(\.id)
        throw Failure.usage("There is no service “\(id)”; \(Suggestion.phrase(for: id, among: ids))")
    }
}

extension DefinitionProblems {
    /// Prints all problems; the result is to be thrown, and ends the command with `EX_CONFIG` of sysexits.
    func reported() -> ExitCode {
        Console.error(description + "\n")
        return ExitCode(ExitStatus.configuration.rawValue)
    }
}
