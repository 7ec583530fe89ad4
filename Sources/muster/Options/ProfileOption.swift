import ArgumentParser
import Batch
import Foundation
import ServiceCatalog

/// `--profiles`, for every command that knows the profiles.
struct ProfileFolderOption: ParsableArguments {
    @Option(
        name: .customLong("profiles"),
        help: ArgumentHelp("A folder of your own profiles; they take part in the choice.", valueName: "dir"))
    var directory: String?

    /// Ends the command with status 78 for a profile with problems.
    func catalog(_ services: ServiceCatalog) throws -> ProfileCatalog {
        do {
            return try ProfileCatalog.load(services: services, folder: directory)
        } catch {
            throw error.reported()
        }
    }
}

/// `--profile`, for every command that reads a file of an HR system.
struct ProfileOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The HR system that wrote the file: a profile of muster profiles, the path of your own, or none; else the one that fits.",
            valueName: "name or path"))
    var profile: String?

    /// Ends the command with status 64 for a name that is none, and with 78 for a profile with problems.
    func setting(_ catalog: ServiceCatalog, _ profiles: ProfileCatalog) throws -> ProfileSetting {
        guard let profile else { return .byFit }
        return profile == "none" ? .none : .named(try Self.profile(profile, catalog, profiles))
    }

    /// A profile by its id or path.
    static func profile(_ name: String, _ catalog: ServiceCatalog, _ profiles: ProfileCatalog) throws -> Profile {
        do throws(DefinitionProblems) {
            if let profile = try profiles.profile(id: name) { return profile }
            guard name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name) else {
                throw DefinitionProblems([])
            }
            return try ProfileCatalog.read(path: name, services: catalog)
        } catch {
            guard error.problems.isEmpty else { throw error.reported() }
            throw Failure.usage(
                "There is no profile “\(name)”, and no file of this name; "
                    + "\(Suggestion.phrase(for: name, among: profiles.ids))")
        }
    }
}
