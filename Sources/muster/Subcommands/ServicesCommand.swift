import ArgumentParser
import ServiceCatalog

/// The service definitions in force: listed, explained, checked, and written out as a start for one's own.
struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services",
        abstract: "Show, check and export the service definitions.",
        subcommands: [List.self, Show.self, Check.self, Export.self],
        defaultSubcommand: List.self)
}

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

    /// A service of the catalogue; an unknown id is a usage error that names the nearest one.
    func definition(id: String) throws -> ServiceDefinition {
        let catalog = try catalog()
        if let definition = catalog.definition(id: id) { return definition }
        let ids = catalog.definitions.map(\.id)
        throw ValidationError("There is no service “\(id)”; \(Suggestion.phrase(for: id, among: ids))")
    }
}

extension ServicesCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the definitions in force (the default).")

        @OptionGroup var options: ServiceDefinitionOptions

        func run() throws {
            Console.out(ServiceTable.text(of: try options.catalog().definitions))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say in words what a service asks for.")

        @Argument(help: "The service's id, such as work-new-user.")
        var id: String

        @OptionGroup var options: ServiceDefinitionOptions

        func run() throws {
            Console.out(ServiceDescription(of: try options.definition(id: id)).text)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a folder of service definitions and print every problem.")

        @Argument(help: ArgumentHelp("The folder of definitions.", valueName: "dir"))
        var directory: String

        func run() throws {
            let count: Int
            do throws(DefinitionProblems) {
                let folder = try DefinitionFolder.read(directory)
                _ = try ServiceCatalog(builtIn: ServiceCatalog.builtInFiles(), folder: folder)
                count = folder.files.count
            } catch {
                throw error.reported()
            }
            Console.out("\(count) \(count == 1 ? "definition" : "definitions"), no problems\n")
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the built-in definitions to a folder, as a start for your own.")

        @Argument(help: ArgumentHelp("The folder to write to; no file in it is overwritten.", valueName: "dir"))
        var directory: String

        func run() throws {
            switch DefinitionFolder.export(ServiceCatalog.builtInFiles(), to: directory) {
            case .written(let paths):
                Console.out(paths.joined(separator: "\n") + "\n")
            case .exists(let paths):
                let list = paths.joined(separator: ", ")
                Console.error("nothing was written: these files exist already: \(list)\n")
                throw Self.cannotCreate
            case .failed(let sentence):
                Console.error(sentence + "\n")
                throw Self.cannotCreate
            }
        }

        /// `EX_CANTCREAT` of sysexits.
        private static let cannotCreate = ExitCode(73)
    }
}

extension DefinitionProblems {
    /// Prints all problems; the result is to be thrown, and ends the command with `EX_CONFIG` of sysexits.
    fileprivate func reported() -> ExitCode {
        Console.error(description + "\n")
        return ExitCode(78)
    }
}
