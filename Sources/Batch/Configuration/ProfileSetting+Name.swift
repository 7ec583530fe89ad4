import Foundation
import ServiceCatalog

extension ProfileSetting {
    /// The profile that a setting names: an id, a path, or `none`; without a name, the one that fits each file.
    ///
    /// - Throws: what is wrong with the profile. That there is none of the name is a problem of the line 0 of no file.
    static func named(
        _ name: String?, among profiles: ProfileCatalog, services: ServiceCatalog
    ) throws(DefinitionProblems) -> ProfileSetting {
        guard let name else { return .byFit }
        guard name != "none" else { return .none }
        if let profile = try profiles.profile(id: name) { return .named(profile) }
        guard FileManager.default.fileExists(atPath: name) else {
            let message =
                "there is no profile “\(name)”, and no file of this name; \(Suggestion.phrase(for: name, among: profiles.ids))"
            throw DefinitionProblems([DefinitionProblem(file: name, line: 0, column: 0, message: message)])
        }
        return .named(try ProfileCatalog.read(path: name, services: services))
    }
}
