import Foundation

/// A folder of a customer's service definitions, read into memory.
package struct DefinitionFolder: Sendable {
    /// As the user named it.
    package var path: String
    /// Its `*.yaml` and `*.yml` files by name, `catalog.yaml` left out.
    package var files: [DefinitionFile]
    /// `catalog.yaml` says that the built-in definitions are not in force.
    package var replacesAll: Bool

    package init(path: String, files: [DefinitionFile], replacesAll: Bool = false) {
        self.path = path
        self.files = files
        self.replacesAll = replacesAll
    }

    /// Reads the folder; problems point to the folder, to a file that cannot be read, or into `catalog.yaml`.
    package static func read(_ path: String) throws(DefinitionProblems) -> DefinitionFolder {
        func problem(_ file: String, _ message: String) -> DefinitionProblem {
            DefinitionProblem(file: file, line: 1, column: 1, message: message)
        }
        try CustomFile.requireFolder(path, of: "service definitions", called: "definitions")
        let paths: [String]
        switch CustomFile.paths(in: path, endings: [".yaml", ".yml"]) {
        case .success(let found): paths = found
        case .failure(let fault):
            throw DefinitionProblems([problem(path, "this folder cannot be read: \(fault.reason)")])
        }

        var folder = DefinitionFolder(path: path, files: [])
        var problems: [DefinitionProblem] = []
        for file in paths {
            switch CustomFile.bytes(at: file, limit: YAMLReader.Kind.definition.maximumByteCount) {
            case .failure(let fault):
                problems.append(problem(file, "this file cannot be read: \(fault.reason)"))
            case .success(let bytes) where file == CustomFile.join(path, "catalog.yaml"):
                let settings = catalogSettings(bytes, file: file)
                folder.replacesAll = settings.replacesAll
                problems += settings.problems
            case .success(let bytes):
                folder.files.append(
                    DefinitionFile(name: file, origin: file, bytes: bytes) { list in
                        CustomFile.bytes(at: CustomFile.join(path, list))
                    })
            }
        }
        if folder.files.isEmpty, problems.isEmpty {
            problems.append(problem(path, "this folder holds no service definition (*.yaml)"))
        }
        guard problems.isEmpty else { throw DefinitionProblems(problems) }
        return folder
    }

    /// What `muster services export` did, or why it wrote nothing.
    package enum ExportOutcome: Hashable, Sendable {
        /// The paths written.
        case written([String])
        /// These files exist already; nothing was written.
        case exists([String])
        /// The sentence says what could not be written.
        case failed(String)
    }

    /// Writes the built-in definitions into a folder, which is made if need be; never over a file that exists.
    package static func export(_ definitions: [DefinitionFile], to path: String) -> ExportOutcome {
        let targets = definitions.map { definition in
            let name = definition.name.split(separator: ":").last.map(String.init) ?? definition.name
            return (path: CustomFile.join(path, name + ".yaml"), bytes: definition.bytes)
        }
        let existing = targets.map(\.path).filter { FileManager.default.fileExists(atPath: $0) }
        guard existing.isEmpty else { return .exists(existing) }
        var current = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for target in targets {
                current = target.path
                try Data(target.bytes).write(to: URL(fileURLWithPath: target.path), options: .withoutOverwriting)
            }
        } catch {
            return .failed("\(current) cannot be written: \(CustomFile.reason(for: error))")
        }
        return .written(targets.map(\.path))
    }

    // MARK: catalog.yaml

    private static func catalogSettings(
        _ bytes: [UInt8], file: String
    ) -> (replacesAll: Bool, problems: [DefinitionProblem]) {
        var yaml = YAMLReader(file: file)
        var replacesAll = false
        if let root = yaml.compose(bytes),
            let settings = yaml.mapping(root, keys: ["replace-all"], what: "catalog.yaml"),
            let node = yaml.required("replace-all", in: settings)
        {
            replacesAll = yaml.boolean(node, what: "“replace-all”") ?? false
        }
        return (replacesAll, yaml.problems)
    }
}
