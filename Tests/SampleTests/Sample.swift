import Foundation
import Synchronization
import TestSupport
import Testing

/// A folder of `Samples/`: an input file, the arguments that import it, and what came of it when it was last looked over.
struct Sample: CustomTestStringConvertible, Sendable {
    let name: String

    /// Every folder of `Samples/` with a `command.txt`.
    static let all = Repository.samples.map(Sample.init)
    /// The samples whose rejected rows somebody has corrected by hand.
    static let corrected = all.filter { Files.exists("\($0.folder)/corrected.csv") }

    var testDescription: String { name }
    var folder: String { Repository.path("Samples/\(name)") }
    var expected: String { "\(folder)/expected" }

    /// The words of `command.txt`: `import`, the input's name, then options.
    func arguments() throws -> [String] {
        try Files.text(of: "\(folder)/command.txt").split(whereSeparator: \.isWhitespace).map(String.init)
    }

    /// The name of the file that is imported.
    func input() throws -> String {
        let arguments = try arguments()
        try #require(arguments.count > 1 && arguments[0] == "import", "\(name)/command.txt is: import FILE OPTIONS")
        return arguments[1]
    }

    /// What the sample's own file gives. It is imported once; most tests start from it.
    func result() throws -> SampleResult {
        if let known = Self.results.withLock({ $0[name] }) { return known }
        let result = try run()
        Self.results.withLock { $0[name] = result }
        return result
    }

    private static let results = Mutex<[String: SampleResult]>([:])

    /// Imports the sample's file afresh, or other bytes with the same options.
    func run(_ bytes: [UInt8]? = nil, adding options: [String] = []) throws -> SampleResult {
        let output = try TemporaryFolder()
        var arguments = try arguments()
        if let bytes { arguments[1] = try output.write(bytes, to: "in/again.csv") }
        let outcome = try Program.muster.run(
            arguments + ["--output", output.path("out"), "--quiet"] + options, in: folder)
        try #require([0, 2].contains(outcome.status), "\(name) ends with \(outcome.status): \(outcome.errorText)")
        let results = Files.names(in: output.path("out"))
        try #require(results.count == 1, "one folder of results and nothing else: \(results)")
        return SampleResult(status: outcome.status, files: try Files.contents(of: output.path("out/\(results[0])")))
    }
}

/// What an import has written.
struct SampleResult: Sendable {
    let status: Int32
    /// By their path in the folder of results.
    let files: [String: [UInt8]]

    func bytes(_ name: String) throws -> [UInt8] {
        try #require(files[name], "there is no \(name)")
    }

    func text(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    func cases() throws -> ReferenceCSV {
        ReferenceCSV(try text("cases.csv"))
    }

    /// The rejection file as a table; the `sep=` line, where the source had one, is left out.
    func rejected() throws -> ReferenceCSV {
        var table = ReferenceCSV(try text("rejected.csv"), delimiter: try report().delimiter)
        table.rows.removeAll { $0.first?.lowercased() == "sep=" }
        return table
    }

    func report() throws -> SampleReport {
        try JSONDecoder().decode(SampleReport.self, from: Data(try bytes("report.json")))
    }
}

/// What the tests need of `report.json`.
struct SampleReport: Decodable {
    var counts: Counts
    var reasons: [Reason]
    var dialect: Dialect
    var definitions: [Definition]

    struct Counts: Decodable {
        var read: Int
        var accepted: Int
        var rejected: Int
    }

    struct Reason: Decodable {
        var code: String
        var grade: String
    }

    struct Definition: Decodable {
        var rows: Int
    }

    struct Dialect: Decodable {
        var settings: [Setting]

        struct Setting: Decodable {
            var name: String
            var value: String
        }
    }

    var delimiter: Character {
        switch dialect.settings.first(where: { $0.name == "delimiter" })?.value {
        case "semicolon": ";"
        case "tab": "\t"
        case "pipe": "|"
        default: ","
        }
    }

    /// Whether rows of the file could not be cut into cells, so that no other reader may be asked to.
    var hasBrokenRows: Bool {
        reasons.contains { $0.code == "row.quote" || $0.code == "row.encoding" }
    }
}

/// The codes of a `muster_reasons` cell.
func codes(_ reasons: String) -> [String] {
    reasons.components(separatedBy: " | ").map { String($0.prefix { $0 != ":" }) }
}
