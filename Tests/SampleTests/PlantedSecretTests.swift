import Foundation
import TestSupport
import Testing

/// Personal data that a profile drops, in files that HR systems do not write every day: broken rows, odd places.
@Suite struct PlantedSecretTests {
    private static let secret = "PLANTED-5307"
    private static let profiled = Sample.all.filter { $0.name.hasPrefix("profile-") }

    @Test(arguments: profiled.filter { !$0.isXML })
    func `a secret in a dropped column of CSV is written nowhere, however broken its row`(sample: Sample) throws {
        let report = try sample.result().report()
        let dropped = try droppedColumns(of: sample, report)
        #expect(!dropped.isEmpty)
        let file = report.decoded(try Files.bytes(of: "\(sample.folder)/\(try sample.input())"))
        let table = ReferenceCSV(file, delimiter: report.delimiter)
        let header = try #require(table.rows.firstIndex { row in dropped.allSatisfy(row.contains) })
        let columns = table.rows[header].indices.filter { dropped.contains(table.rows[header][$0]) }
        var rows = table.rows
        for index in rows.indices.dropFirst(header + 1) {
            // The labels below the keys of two header rows.
            if index == header + 1, sample.name.contains("successfactors") { continue }
            for column in columns where column < rows[index].count { rows[index][column] = Self.secret }
        }
        var lines = rows.map { Self.line($0, report) }
        let whole = [String](repeating: Self.secret, count: table.rows[header].count)
        lines.append(Self.line(whole + [Self.secret], report))
        lines.append(Self.line(Array(whole.dropLast()), report))
        lines.append(
            "\"\(Self.secret)\" \(Self.secret)\(report.delimiter)" + Self.line(Array(whole.dropFirst()), report))
        let inPlace = whole.indices.map { columns.contains($0) ? Self.secret + "\u{0}" : "x" }
        lines.append(Self.line(inPlace, report))
        lines.append("\"\(Self.secret)\(report.delimiter)\(Self.secret)")
        try expectNoSecret(in: lines.joined(separator: "\r\n"), sample)
    }

    @Test(arguments: profiled.filter(\.isXML))
    func `a secret in a dropped element of XML is written nowhere, wherever it stands`(sample: Sample) throws {
        let names = try droppedNames(of: sample)
        #expect(!names.isEmpty)
        var file = try Files.text(of: "\(sample.folder)/\(try sample.input())")
        let isInner = file.contains("&lt;")
        if isInner {
            file = file.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
                .replacing("&amp;", with: "&")
            let start = try #require(file.range(of: "<RESULT>")), end = try #require(file.range(of: "</RESULT>"))
            file = String(file[start.upperBound..<end.lowerBound]).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let path = try #require(try sample.result().report().setting("record"))
        let record = String(path.prefix { $0 != " " }.split(separator: "/").last ?? "")
        let elements = names.map { name in
            if let key = name.firstMatch(of: /^field\[@id=(.+)\]$/)?.1 {
                return "<field id=\"\(key)\">\(Self.secret)</field>"
            }
            let steps = name.split(separator: "/")
            return steps.map { "<\($0)>" }.joined() + "<![CDATA[\(Self.secret)]]>\(Self.secret)"
                + steps.reversed().map { "</\($0)>" }.joined()
        }
        let simple = names.filter { !$0.contains("/") && !$0.contains("[") }
        let attributes = simple.map { " \($0)=\"\(Self.secret)\"" }.joined()
        let planted = "<!-- \(Self.secret) -->" + elements.joined()
        // Start tags of records: with their prefix and attributes.
        let tag = try Regex("<([A-Za-z]+:)?\(record)((?: [^>]*[^/>])?)>")
        let matches = file.matches(of: tag)
        #expect(!matches.isEmpty)
        for match in matches.reversed() {
            file.replaceSubrange(
                match.range, with: file[match.range].dropLast() + attributes + ">" + planted)
        }
        try expectNoSecret(in: file, sample)
    }

    // MARK: What is dropped

    private func droppedColumns(of sample: Sample, _ report: SampleReport) throws -> [String] {
        let profile = try #require(report.setting("profile")).prefix { $0 != " " }
        let outcome = try Program.muster.run(
            ["profiles", "test", String(profile), try sample.input(), "--region", "US"], in: sample.folder)
        return outcome.outputText.split(separator: "\n").filter { $0.hasSuffix("(dropped, never repeated)") }.map {
            let name = $0.drop { $0 == " " || $0.isNumber }.dropLast("(dropped, never repeated)".count)
            return name.trimmingCharacters(in: .whitespaces)
        }
    }

    /// Names and paths that are dropped and can stand in XML as they are.
    private func droppedNames(of sample: Sample) throws -> [String] {
        let profile = try #require(try sample.result().report().setting("profile")).prefix { $0 != " " }
        let text = try Program.muster.run(["profiles", "show", String(profile)]).outputText
        let list = try #require(text.components(separatedBy: "Never repeated anywhere\n").last)
        return list.replacing("\n", with: " ").components(separatedBy: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { name in
                name.first?.isLetter == true
                    && name.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "_-./[@=]".contains($0) }
            }
    }

    private static func line(_ cells: [String], _ report: SampleReport) -> String {
        cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: String(report.delimiter))
    }

    // MARK: What is written

    private func expectNoSecret(in file: String, _ sample: Sample) throws {
        let folder = try TemporaryFolder()
        var arguments = try sample.arguments()
        arguments[1] = try folder.write(file, to: "in/planted.\(sample.isXML ? "xml" : "csv")")
        let outcome = try Program.muster.run(arguments + ["--output", folder.path("out")], in: folder.path)
        #expect(outcome.status == 2, "\(outcome.errorText)")
        var written = try Files.contents(of: folder.path("out"))
        let memory = try Files.contents(of: folder.path("out/\(Files.memory)"))
        #expect(memory.keys.contains("ledger.sqlite"))
        for (name, bytes) in memory { written["memory: \(name)"] = bytes }
        written["standard output"] = outcome.output
        written["standard error"] = outcome.error
        let secret = Data(Self.secret.utf8)
        for (name, bytes) in written {
            guard let place = Data(bytes).range(of: secret) else { continue }
            let start = max(0, place.lowerBound - 120)
            let shown = String(decoding: bytes[start..<min(bytes.count, place.upperBound + 40)], as: UTF8.self)
            Issue.record("\(name) holds the secret: …\(shown)…")
        }
    }
}
