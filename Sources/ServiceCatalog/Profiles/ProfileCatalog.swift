import Templates

/// The profiles there are: built in, and those of a customer's folder.
///
/// Most imports need none of them, so a built-in profile is parsed only when it is asked for. A customer's own are parsed
/// at once, so that what is wrong with them is known before anything depends on it.
package struct ProfileCatalog: Sendable {
    /// The files, by id, in their order; those that the customer has replaced are not among them.
    private let files: [(id: String, file: DefinitionFile)]
    /// The customer's, by the names of their files.
    private let own: [Profile]
    private let services: ServiceCatalog

    /// - Parameter services: whose services and fields the profiles speak of.
    package init(services: ServiceCatalog) {
        self.services = services
        files = Self.builtInFiles().map { ($0.id, $0.file) }
        own = []
    }

    /// A catalogue of these profiles alone.
    package init(services: ServiceCatalog, files: [DefinitionFile]) {
        self.services = services
        self.files = files.map { (Self.id(of: $0), $0) }
        own = []
    }

    /// The built-in profiles with those of a folder; one with the id of a built-in profile takes its place.
    ///
    /// - Parameter folder: of `*.yaml` and `*.yml` files; `nil`: the built-in profiles alone.
    /// - Throws: every problem of every file of the folder, which is not passed over when it holds none.
    package static func load(
        services: ServiceCatalog, folder: String?
    ) throws(DefinitionProblems) -> ProfileCatalog {
        guard let folder else { return ProfileCatalog(services: services) }
        return try ProfileCatalog(services: services, folder: folder)
    }

    private init(services: ServiceCatalog, folder: String) throws(DefinitionProblems) {
        try CustomFile.requireFolder(folder, of: "profiles", called: "profiles")
        let paths: [String]
        switch Self.paths(folder) {
        case .success(let found): paths = found
        case .failure(let problem): throw DefinitionProblems([problem])
        }
        var profiles: [Profile] = []
        var places: [String: String] = [:]
        var problems: [DefinitionProblem] = []
        for path in paths {
            do throws(DefinitionProblems) {
                let profile = try Self.read(path: path, services: services)
                if let earlier = places.updateValue(path, forKey: profile.id) {
                    problems.append(
                        DefinitionProblem(
                            file: path, line: 1, column: 1,
                            message: "the id “\(profile.id)” is used by \(earlier) already; give one another id"))
                }
                profiles.append(profile)
            } catch {
                problems += error.problems
            }
        }
        guard problems.isEmpty else { throw DefinitionProblems(problems) }
        self.services = services
        own = profiles
        files = Self.builtInFiles().filter { places[$0.id] == nil }.map { ($0.id, $0.file) }
    }

    /// The embedded profiles, as `muster profiles export` writes them.
    package static func builtInFiles() -> [(id: String, file: DefinitionFile)] {
        Templates.profiles().map { template in
            let id = template.name.hasSuffix(".yaml") ? String(template.name.dropLast(5)) : template.name
            return (id, DefinitionFile(builtIn: id, bytes: template.bytes))
        }
    }

    private static func id(of file: DefinitionFile) -> String {
        let name = file.name.split(separator: ":").last.map(String.init) ?? file.name
        return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
    }

    /// The ids of all profiles, in their order.
    package var ids: [String] { files.map(\.id) + own.map(\.id) }

    /// The profile of an id; `nil` when there is none.
    package func profile(id: String) throws(DefinitionProblems) -> Profile? {
        if let profile = own.first(where: { $0.id == id }) { return profile }
        guard let file = files.first(where: { $0.id == id })?.file else { return nil }
        return try read(file)
    }

    /// All of them.
    package func all() throws(DefinitionProblems) -> [Profile] {
        var profiles: [Profile] = []
        for (_, file) in files { profiles.append(try read(file)) }
        return profiles + own
    }

    /// A built-in profile is believed to name services that exist: a customer's definitions may leave some of them out.
    private func read(_ file: DefinitionFile) throws(DefinitionProblems) -> Profile {
        let isBuiltIn = file.origin == "built-in"
        let (profile, problems) = ProfileReader.read(file, catalog: isBuiltIn ? nil : services)
        guard problems.isEmpty, let profile else { throw DefinitionProblems(problems) }
        return profile
    }

    // MARK: Files of the user's

    /// Reads a profile from a file, and holds it against the services in force.
    package static func read(
        path: String, services: ServiceCatalog
    ) throws(DefinitionProblems) -> Profile {
        switch CustomFile.bytes(at: path, limit: YAMLReader.Kind.profile.maximumByteCount) {
        case .failure(let fault):
            throw DefinitionProblems([
                DefinitionProblem(
                    file: path, line: 1, column: 1, message: "this profile cannot be read: \(fault.reason)")
            ])
        case .success(let bytes):
            return try read(bytes, name: path, services: services)
        }
    }

    /// Reads a profile from bytes, and holds it against the services in force.
    package static func read(
        _ bytes: [UInt8], name: String, services: ServiceCatalog
    ) throws(DefinitionProblems) -> Profile {
        let file = DefinitionFile(name: name, origin: name, bytes: bytes) { _ in
            .failure(DefinitionFile.ListFault(reason: "a profile names no lists"))
        }
        let (profile, problems) = ProfileReader.read(file, catalog: services)
        guard problems.isEmpty, let profile else { throw DefinitionProblems(problems) }
        return profile
    }

    /// The files that a path stands for: itself, or the profiles of a folder.
    package static func paths(_ path: String) -> Result<[String], DefinitionProblem> {
        guard CustomFile.isFolder(path) == true else { return .success([path]) }
        switch CustomFile.paths(in: path, endings: [".yaml", ".yml"]) {
        case .success(let paths) where !paths.isEmpty: return .success(paths)
        case .success:
            return .failure(
                DefinitionProblem(file: path, line: 1, column: 1, message: "this folder holds no profile (*.yaml)"))
        case .failure(let fault):
            return .failure(
                DefinitionProblem(
                    file: path, line: 1, column: 1, message: "this folder cannot be read: \(fault.reason)"))
        }
    }
}
