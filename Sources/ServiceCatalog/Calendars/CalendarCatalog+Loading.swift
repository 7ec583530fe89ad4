import Foundation
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
            problems += files.flatMap(\.problems)
            builder.add(files, isBuiltIn: index == 0)
        }
        problems += builder.check()
        guard problems.isEmpty else { throw DefinitionProblems(inReadingOrder(problems)) }
        return CalendarCatalog(
            regions: builder.regions.map(\.placed.region), origins: builder.regions.map(\.placed.file),
            serviceLevels: builder.serviceLevels, database: database,
            spellings: builder.spellings)
    }

    /// File by file, from top to bottom.
    private static func inReadingOrder(_ problems: [DefinitionProblem]) -> [DefinitionProblem] {
        var rank: [String: Int] = [:]
        for problem in problems where rank[problem.file] == nil { rank[problem.file] = rank.count }
        func key(_ problem: DefinitionProblem) -> (Int, Int, Int) {
            (rank[problem.file] ?? 0, problem.line, problem.column)
        }
        return problems.sorted { key($0) < key($1) }
    }

    private static func contents(
        of path: String
    ) -> (files: [(name: String, bytes: [UInt8])], problem: DefinitionProblem?) {
        func problem(_ message: String) -> DefinitionProblem {
            DefinitionProblem(file: path, line: 1, column: 1, message: message)
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            return ([], problem("There is no calendar file or folder of this name."))
        }
        var names = [path]
        if isFolder.boolValue {
            let suffixes = [".yaml", ".yml", ".json"]
            let listed = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            names =
                listed.filter { name in !name.hasPrefix(".") && suffixes.contains { name.lowercased().hasSuffix($0) } }
                .sorted()
                .map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
            if names.isEmpty {
                return ([], problem("The folder holds no calendar: its files end in .yaml, .yml or .json."))
            }
        }
        var files: [(name: String, bytes: [UInt8])] = []
        for name in names {
            do {
                let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: name))
                // Nothing to read is no data, rather than empty data.
                files.append((name, Array(try handle.read(upToCount: CalendarDocument.largestFile + 1) ?? Data())))
            } catch {
                return (files, DefinitionProblem(file: name, line: 1, column: 1, message: "The file cannot be read."))
            }
        }
        return (files, nil)
    }
}
