import Foundation
import ServiceCatalog
import Testing

/// Calendar files of the tests: the shared fixtures, and files written for one test.
enum CalendarFixtures {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("ServiceLevelsTests/Fixtures")

    /// The built-in regions and custom ones in odd zones, as one JSON file.
    static let regions = folder.appendingPathComponent("regions.json").path

    /// `region,clock,target,received,due`, one case a line.
    static func dueTimes() throws -> String {
        try String(contentsOf: folder.appendingPathComponent("due-times.csv"), encoding: .utf8)
    }

    /// Runs `body` with the path of a file of this text, and removes the file.
    static func withFile<Result>(_ text: String, name: String = "own.yaml", _ body: (String) throws -> Result) throws
        -> Result
    {
        try withFolder([name: text]) { try body("\($0)/\(name)") }
    }

    /// Runs `body` with the path of a folder of these files, and removes it.
    static func withFolder<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("calendars-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        }
        return try body(folder.path)
    }

    /// The problems of a file, as `LINE:COLUMN: MESSAGE`.
    static func problems(of text: String) throws -> [String] {
        try withFile(text) { path in
            do throws(DefinitionProblems) {
                _ = try CalendarCatalog.load(custom: [path])
                return []
            } catch {
                return error.problems.map { String($0.description.dropFirst(path.count + 1)) }
            }
        }
    }
}
