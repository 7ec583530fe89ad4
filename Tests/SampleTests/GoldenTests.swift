import Foundation
import TestSupport
import Testing

/// What each sample gives, byte for byte.
///
/// `RECORD_SAMPLES=1 swift test --filter GoldenTests` writes `expected/` anew; look the changes over before they are kept.
@Suite struct GoldenTests {
    @Test(arguments: Sample.all)
    func `a sample gives what it gave before`(sample: Sample) throws {
        var actual = try sample.result().files
        // The page for people is made from the report, and tested where it is made.
        actual["report.html"] = nil
        actual["report.json"] = Self.steady(try #require(actual["report.json"]))
        if ProcessInfo.processInfo.environment["RECORD_SAMPLES"] == "1" {
            try record(actual, of: sample)
            return
        }
        let expected = try Files.contents(of: sample.expected)
        #expect(actual.keys.sorted() == expected.keys.sorted(), "\(sample.name): other files than before")
        for (name, bytes) in expected.sorted(by: { $0.key < $1.key }) {
            guard let now = actual[name] else { continue }
            let difference = Difference.firstLine(expected: bytes, actual: now)
            #expect(difference == nil, "\(sample.name)/expected/\(name), \(difference ?? "")")
        }
    }

    @Test func `there is a sample for every story`() {
        let stories = [
            "all-accepted", "call-center", "changes", "clean-hires", "dirty-hires", "german-excel", "leavers", "pipe",
            "sep-line", "tab-export",
        ]
        #expect(Set(stories).isSubset(of: Set(Sample.all.map(\.name))))
    }

    @Test func `the samples show every reason that a file can be given`() throws {
        var seen: Set<String> = []
        for sample in Sample.all {
            let report = try JSONDecoder().decode(
                SampleReport.self, from: Data(try Files.bytes(of: "\(sample.expected)/report.json")))
            seen.formUnion(report.reasons.map(\.code))
        }
        let wanted: Set<String> = [
            "row.fields", "row.quote", "row.encoding", "product.unknown", "service.unknown", "field.required",
            "field.same", "who.missing", "duplicate.in-file", "length.short", "length.long", "value.unknown",
            "name.characters", "number.range", "username.syntax", "email.syntax", "extension.syntax",
            "extension.damaged", "extension.reserved", "phone.syntax", "phone.country", "phone.damaged", "mac.syntax",
            "date.syntax", "date.calendar", "date.year", "date.order", "date.empty", "date.serial",
            "date.short-notice", "locale.unknown", "license.change", "site.change",
        ]
        #expect(wanted.subtracting(seen).isEmpty)
    }

    @Test func `the demo shows every service, and a few bad rows of many kinds`() throws {
        let outcome = try Program.muster.run(
            [
                "import", "hires-2026-12.csv", "--dry-run", "--json", "--region", "US", "--default-country", "US",
                "--received-at", "2026-11-30T09:30:00-08:00",
            ], in: Repository.path("Samples/demo"))
        #expect(outcome.status == 2)
        let report = try JSONDecoder().decode(SampleReport.self, from: Data(outcome.output))
        #expect(report.counts.read == 298)
        #expect(report.counts.rejected == 18)
        #expect(report.definitions.count { $0.rows > 0 } == 7)
        #expect(Set(report.reasons.filter { $0.grade == "error" }.map(\.code)).count >= 12)
    }

    private func record(_ files: [String: [UInt8]], of sample: Sample) throws {
        try? FileManager.default.removeItem(atPath: sample.expected)
        for (name, bytes) in files {
            let path = "\(sample.expected)/\(name)"
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
        }
    }

    /// The report without what is another one in each run, and without what changes with every edit of a built-in file.
    static func steady(_ report: [UInt8]) -> [UInt8] {
        let volatile = ["started", "finished", "duration_seconds", "rows_per_second", "modified", "version"]
        var isBuiltIn = false
        let lines = String(decoding: report, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let steady = lines.map { line -> String in
            let key = String(line.drop { $0 == " " }.dropFirst().prefix { $0 != "\"" })
            if key == "origin" { isBuiltIn = line.contains("built-in") }
            guard volatile.contains(key) || key == "sha256" && isBuiltIn, let colon = line.firstIndex(of: ":") else {
                return String(line)
            }
            return "\(line[...colon]) \"\"\(line.hasSuffix(",") ? "," : "")"
        }
        return Array(steady.joined(separator: "\n").utf8)
    }
}
