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
    static let corrected = all.filter { Files.exists($0.correction) }
    /// The samples of CSV: what a spreadsheet can open and save.
    static let tables = all.filter { !$0.isXML }

    var testDescription: String { name }
    var folder: String { Repository.path("Samples/\(name)") }
    var expected: String { "\(folder)/expected" }
    /// The rejected rows as a person in HR has corrected them.
    var correction: String { "\(folder)/corrected.\(isXML ? "xml" : "csv")" }
    var isXML: Bool { (try? input())?.hasSuffix(".xml") == true }

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
        if let bytes { arguments[1] = try output.write(bytes, to: "in/again.\(isXML ? "xml" : "csv")") }
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

    /// XML comes back as XML.
    var rejectionFile: String { files["rejected.xml"] == nil ? "rejected.csv" : "rejected.xml" }

    /// What was rejected and why, in file order.
    func rejections() throws -> [Rejection] {
        if rejectionFile == "rejected.xml" { return Rejection.all(inXML: try text("rejected.xml")) }
        let table = try rejected()
        return zip(table.column("muster_record"), table.column("muster_reasons")).map { record, reasons in
            Rejection(record: Int(record) ?? 0, reasons: reasons)
        }
    }

    /// The rejection file of CSV as a table; the `sep=` line, where the source had one, is left out.
    func rejected() throws -> ReferenceCSV {
        let report = try report()
        var table = ReferenceCSV(report.decoded(try bytes("rejected.csv")), delimiter: report.delimiter)
        table.rows.removeAll { $0.first?.lowercased() == "sep=" }
        return table
    }

    func report() throws -> SampleReport {
        try JSONDecoder().decode(SampleReport.self, from: Data(try bytes("report.json")))
    }
}

/// A rejected row, as the rejection file shows it.
struct Rejection: Equatable {
    var record: Int
    /// As in the column `muster_reasons`.
    var reasons: String
    /// XML: the element without where it stood; empty for CSV, whose cells are compared as a table.
    var rest = ""

    var codes: [String] {
        reasons.components(separatedBy: " | ").map { String($0.prefix { $0 != ":" }) }
    }

    /// Reads the attributes that Muster adds to each rejected element.
    static func all(inXML text: String) -> [Rejection] {
        text.components(separatedBy: " muster:record=\"").dropFirst().map { part in
            let parts = part.components(separatedBy: " muster:reasons=\"")
            let rest = parts.dropFirst().joined()
            let reasons = rest.prefix { $0 != "\"" }.replacingOccurrences(of: "&lt;", with: "<")
                .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&quot;", with: "\"")
                .replacingOccurrences(of: "&amp;", with: "&")
            return Rejection(record: Int(part.prefix { $0 != "\"" }) ?? 0, reasons: reasons, rest: rest)
        }
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
        var unchanged: Int
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

    /// What the report says of how the file was read.
    func setting(_ name: String) -> String? {
        dialect.settings.first { $0.name == name }?.value
    }

    /// Bytes of the file, or of its rejection file, as text.
    func decoded(_ bytes: [UInt8]) -> String {
        let encoding: String.Encoding = setting("encoding") == "Windows-1252" ? .windowsCP1252 : .utf8
        return String(bytes: bytes, encoding: encoding) ?? String(decoding: bytes, as: UTF8.self)
    }

    var delimiter: Character {
        switch setting("delimiter") {
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
