import ArgumentParser
import Batch
import Foundation
import ServiceCatalog

/// The configuration of watch and drain: checked, shown, and written out as a start for one's own.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check, show and begin the configuration of watch and drain.",
        subcommands: [Check.self, Show.self, Init.self])
}

extension ConfigCommand {
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Find everything that is wrong with a configuration, with line and column.")

        @Argument(help: "The configuration.", completion: .file())
        var file = "muster.yaml"

        func run() throws {
            let count = try ConfigCommand.load(file).inboxes.count
            Console.out("\(count) \(count == 1 ? "inbox" : "inboxes"), no problems\n")
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show every setting that is in force, and where it comes from.")

        @Argument(help: "The configuration.", completion: .file())
        var file = "muster.yaml"

        func run() throws {
            let configuration = try ConfigCommand.load(file)
            var text = "log           \(configuration.log.format.rawValue), \(configuration.log.level.rawValue)\n"
            text += "metrics-file  \(configuration.metricsFile ?? "-")\n"
            for settings in configuration.inboxes {
                let lines = settings.lines
                let width = lines.map(\.value.count).max() ?? 0
                text += "\n\(settings.name)\n"
                for line in lines {
                    text += "  \(line.key.padded(to: 17))\(line.value.padded(to: min(width, 60)))  \(line.origin)\n"
                }
            }
            Console.out(text)
        }
    }

    struct Init: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "init",
            abstract: "Write an example with every setting explained.")

        @Argument(help: "The file to write; one that exists is not overwritten.", completion: .file())
        var file = "muster.yaml"

        func run() throws {
            do {
                try Data(Configuration.example).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
            } catch {
                let exists = FileManager.default.fileExists(atPath: file)
                Console.error(
                    exists
                        ? "muster: \(file) exists already; nothing was written.\n"
                        : "muster: \(file) cannot be written. Check the folder and who may write there.\n")
                throw ExitCode(ExitStatus.cannotCreate.rawValue)
            }
            Console.out("\(file) is written. Edit it, then: muster config check \(file)\n")
        }
    }

    private static func load(_ file: String) throws -> Configuration {
        do throws(DefinitionProblems) {
            return try ConfigurationFile.load(file)
        } catch {
            throw error.reported()
        }
    }
}
