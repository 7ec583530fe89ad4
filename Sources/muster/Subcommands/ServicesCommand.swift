import ArgumentParser
import Batch
import ServiceCatalog

/// The service definitions in force: listed, explained, checked, and written out as a start for one's own.
struct ServicesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "services",
        abstract: "Show, check and export the service definitions.",
        subcommands: [List.self, Show.self, Check.self, Export.self],
        defaultSubcommand: List.self)
}

extension ServicesCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the definitions in force (the default).")

        @OptionGroup var options: ServiceDefinitionOptions

        func run() throws {
            Console.out(ServiceTable.text(of: try options.catalog().definitions))
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Say in words what a service asks for.")

        @Argument(help: "The service's id, such as work-new-user.")
        var id: String

        @OptionGroup var options: ServiceDefinitionOptions

        func run() throws {
            Console.out(ServiceDescription(of: try options.definition(id: id)).text)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
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
            commandName: "export",
            abstract: "Write the built-in definitions to a folder, as a start for your own.")

        @Argument(help: ArgumentHelp("The folder to write to; no file in it is overwritten.", valueName: "dir"))
        var directory: String

        func run() throws {
            try ServicesCommand.export(ServiceCatalog.builtInFiles(), to: directory)
        }
    }
}

extension ServicesCommand {
    /// Writes built-in files to a folder, and says which, or why none was written.
    static func export(_ files: [DefinitionFile], to directory: String) throws {
        switch DefinitionFolder.export(files, to: directory) {
        case .written(let paths):
            Console.out(paths.joined(separator: "\n") + "\n")
        case .exists(let paths):
            let list = paths.joined(separator: ", ")
            Console.error("nothing was written: these files exist already: \(list)\n")
            throw ExitCode(ExitStatus.cannotCreate.rawValue)
        case .failed(let sentence):
            Console.error(sentence + "\n")
            throw ExitCode(ExitStatus.cannotCreate.rawValue)
        }
    }
}
