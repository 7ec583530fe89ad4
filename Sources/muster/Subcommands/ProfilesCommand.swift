import ArgumentParser
import Batch
import Intake
import ServiceCatalog
import ServiceLevels

/// The profiles of HR systems: listed, explained, checked, tried on a file, and written out as a start for one's own.
struct ProfilesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profiles",
        abstract: "Show, check, try and export how the files of HR systems are read.",
        discussion: """
            A profile is taken by itself when it fits a file; the summary of an import says which. To write your own: \
            muster profiles export DIR, edit one of the files, muster profiles check FILE, muster profiles test FILE \
            EXPORT, and import with --profile FILE. Those of a folder that is named with --profiles DIR are chosen among the \
            built-in ones, and one with the id of a built-in profile takes its place.
            """,
        subcommands: [List.self, Show.self, Check.self, Test.self, Export.self],
        defaultSubcommand: List.self)
}

extension ProfilesCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the profiles there are (the default).")

        @OptionGroup var profiles: ProfileFolderOption

        @OptionGroup var services: ServiceDefinitionOptions

        func run() throws {
            let catalog = try services.catalog()
            let profiles = try profiles.catalog(catalog)
            do {
                Console.out(ProfileTable.text(of: try profiles.all()))
            } catch {
                throw error.reported()
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Say in words how a system's files are read.")

        @Argument(help: "The profile's id, such as workday-raas-csv, or the path of one.")
        var profile: String

        @OptionGroup var profiles: ProfileFolderOption

        @OptionGroup var services: ServiceDefinitionOptions

        func run() throws {
            let catalog = try services.catalog()
            let profile = try ProfileOption.profile(profile, catalog, try profiles.catalog(catalog))
            Console.out(ProfileDescription(of: profile).text)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Check profiles of your own and print every problem.")

        @Argument(help: ArgumentHelp("Profiles, or folders of them.", valueName: "path"))
        var paths: [String]

        @OptionGroup var services: ServiceDefinitionOptions

        func run() throws {
            let catalog = try services.catalog()
            var problems: [DefinitionProblem] = []
            var count = 0
            for path in paths {
                switch ProfileCatalog.paths(path) {
                case .failure(let problem): problems.append(problem)
                case .success(let files):
                    for file in files {
                        count += 1
                        do throws(DefinitionProblems) {
                            _ = try ProfileCatalog.read(path: file, services: catalog)
                        } catch {
                            problems += error.problems
                        }
                    }
                }
            }
            guard problems.isEmpty else { throw DefinitionProblems(problems).reported() }
            Console.out("\(count) \(count == 1 ? "profile" : "profiles"), no problems\n")
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test",
            abstract: "Say what a profile makes of a file; nothing is written.",
            discussion: "It prints values of the first rows. Exit status as of import.")

        @Argument(help: "The profile's id, or the path of one.")
        var profile: String

        @Argument(help: "A CSV or XML file.", completion: .file())
        var file: String

        @OptionGroup var profiles: ProfileFolderOption

        @OptionGroup var services: ServiceDefinitionOptions

        @OptionGroup var calendars: CalendarOptions

        @Option(help: "The region of rows that name none.")
        var region: String?

        @Option(help: ArgumentHelp("When the requests count as received; else now.", valueName: "instant"))
        var receivedAt: InstantArgument?

        func run() throws {
            let status = Failure.reporting {
                let catalog = try services.catalog()
                let trial = ProfileTrial(
                    profile: try ProfileOption.profile(profile, catalog, try profiles.catalog(catalog)),
                    catalog: catalog,
                    calendars: try calendars.load(), region: region, receivedAt: receivedAt?.instant)
                let result = try trial.run(file: file)
                Console.out(result.text)
                return result.status
            }
            throw ExitCode(status.rawValue)
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write the built-in profiles to a folder, as a start for your own.")

        @Argument(help: ArgumentHelp("The folder to write to; no file in it is overwritten.", valueName: "dir"))
        var directory: String

        func run() throws {
            try ServicesCommand.export(ProfileCatalog.builtInFiles().map(\.file), to: directory)
        }
    }
}
