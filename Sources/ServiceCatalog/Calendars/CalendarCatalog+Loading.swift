package import ServiceLevels
import Templates

extension CalendarCatalog {
    /// Loads the built-in calendars and the customer's: each path is a file, or a folder whose `.yaml`, `.yml` and
    /// `.json` files are read. A later path replaces what an earlier one says. All that is wrong is reported at once.
    package static func load(
        custom paths: [String] = [], database: TimeZoneDatabase = .system
    ) throws(DefinitionProblems) -> CalendarCatalog {
        var layers: [[CalendarFile]] = [[]]
        for template in Templates.calendars() {
            layers[0].append(CalendarFile(file: "built-in:\(template.name)", bytes: template.bytes, seeds: []))
        }
        let seeds = layers[0].flatMap { $0.regions.map(\.region) }
        var problems: [DefinitionProblem] = []
        for path in paths {
            let (files, problem) = contents(of: path)
            layers.append(files.map { CalendarFile(file: $0.name, bytes: $0.bytes, seeds: seeds) })
            if let problem { problems.append(problem) }
        }
        var builder = CalendarCatalogBuilder(database: database)
        for (index, files) in layers.enumerated() {
            problems += files.flatMap(\.yaml.problems)
            builder.add(files, isBuiltIn: index == 0)
        }
        problems += builder.check()
        guard problems.isEmpty else { throw DefinitionProblems(inReadingOrder: problems) }
        return CalendarCatalog(
            regions: builder.regions.map(\.placed.region), origins: builder.regions.map(\.placed.file),
            serviceLevels: builder.serviceLevels, database: database,
            spellings: builder.spellings)
    }

    /// A file, or the files of a folder; those before the first that cannot be read, and the problem with that one.
    private static func contents(
        of path: String
    ) -> (files: [(name: String, bytes: [UInt8])], problem: DefinitionProblem?) {
        func problem(_ file: String, _ message: String) -> DefinitionProblem {
            DefinitionProblem(file: file, line: 1, column: 1, message: message)
        }
        guard let isFolder = CustomFile.isFolder(path) else {
            return ([], problem(path, "there is no calendar file or folder of this name"))
        }
        var names = [path]
        if isFolder {
            switch CustomFile.paths(in: path, endings: [".yaml", ".yml", ".json"]) {
            case .success(let found): names = found
            case .failure(let fault): return ([], problem(path, "this folder cannot be read: \(fault.reason)"))
            }
            if names.isEmpty { return ([], problem(path, "this folder holds no calendar (*.yaml, *.yml, *.json)")) }
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names {
            switch CustomFile.bytes(at: name, limit: YAMLReader.Kind.calendar.maximumByteCount) {
            case .success(let bytes): files.append((name, bytes))
            case .failure(let fault): return (files, problem(name, "this file cannot be read: \(fault.reason)"))
            }
        }
        return (files, nil)
    }
}
