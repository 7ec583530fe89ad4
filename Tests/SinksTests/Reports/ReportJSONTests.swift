import Foundation
import Testing

@testable import Sinks

@Suite struct ReportJSONTests {
    @Test(arguments: ReportSamples.all.map(\.name))
    func `a report read back is the report that was written`(name: String) throws {
        let report = try #require(ReportSamples.all.first { $0.name == name }).report
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        #expect(try decoder.decode(BatchReport.self, from: Data(ReportJSON.bytes(of: report))) == report)
    }

    @Test func `the same report always gives the same bytes`() throws {
        #expect(try ReportJSON.bytes(of: ReportSamples.typical) == ReportJSON.bytes(of: ReportSamples.typical))
    }

    @Test func `keys are in snake case and in the order of the type, and what is not known is null`() throws {
        let text = String(decoding: try ReportJSON.bytes(of: ReportSamples.failed), as: UTF8.self)
        let expected = """
            {
              "format": "muster-report/1",
              "program": {
                "name": "muster",
                "version": "1.0.0"
              },
              "run": {
                "outcome": "failed",
                "exit_status": 65,
                "dry_run": false,
                "batch": "B-0042",
                "explanation": "The file is not text: it begins as an Excel workbook does. Save it as CSV UTF-8 first.",
                "release": null,
                "started": "2026-11-25T16:30:02Z",
                "finished": "2026-11-25T16:30:02Z",
                "duration_seconds": 0.042,
                "rows_per_second": 7428
              },
              "summary": "This file could not be imported. Nothing was filed.",

            """
        #expect(text.hasPrefix(expected))
        #expect(text.contains("\n  \"rejected_rows\": [],\n  \"rejected_rows_left_out\": 0,\n"))
        #expect(text.hasSuffix("\n}\n"))
        let trial = String(decoding: try ReportJSON.bytes(of: ReportSamples.dryRun), as: UTF8.self)
        #expect(trial.contains("\"batch\": null,"))
        #expect(trial.contains("\"rows\": null,"))
    }

    @Test(arguments: [
        ("\"\\", "\"\\\"\\\\\""), ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\\u007f\""), ("a\r\n\tb", "\"a\\r\\n\\tb\""),
        ("\u{2028}\u{2029}", "\"\\u2028\\u2029\""), ("Zoë 社", "\"Zoë 社\""), ("</script>", "\"</script>\""),
    ])
    func `strings are escaped as JSON asks`(string: String, expected: String) {
        var text = JSONText()
        text.write(.string(string))
        #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
    }

    @Test func `short lists of plain values stay on one line, long ones do not`() {
        var short = JSONText()
        short.write(.array([.string("a"), .int(1), .null, .bool(true)]))
        #expect(String(decoding: short.bytes, as: UTF8.self) == "[\"a\", 1, null, true]")
        var long = JSONText()
        long.write(.array([.string(String(repeating: "x", count: 90))]))
        #expect(String(decoding: long.bytes, as: UTF8.self).hasPrefix("[\n  \"x"))
    }

    @Test func `lists of rows are cut, and what was cut is counted`() {
        let rows = (0..<80).map { ReportSamples.row($0) }
        let report = ReportSamples.report(
            counts: .init(read: 200, accepted: 100, rejected: 100, withWarnings: 25), rejectedRows: rows,
            warnedRows: rows)
        #expect(report.rejectedRows.count == 50)
        #expect(report.rejectedRowsLeftOut == 50)
        #expect(report.warnedRows.count == 20)
        #expect(report.warnedRowsLeftOut == 5)
        #expect(report.unmatchedColumns == ["T-Shirt Size"])
    }

    @Test func `reasons stand by how often they were given, and in their own order where that is equal`() {
        let kinds = ReportSamples.reasonKinds
        let report = ReportSamples.report(
            counts: .init(read: 9, accepted: 0, rejected: 9),
            reasons: [kinds[0].counted(2, line: 2), kinds[1].counted(5, line: 3), kinds[2].counted(2, line: 4)])
        #expect(report.reasons.map(\.code) == ["field.required", "email.syntax", "phone.damaged"])
    }

    @Test func `counts say whether every row was counted once`() {
        let good = BatchReport.Counts(read: 10, accepted: 4, rejected: 3, held: 1, unchanged: 1, alreadyImported: 1)
        #expect(good.balanced)
        #expect(good.invariant == "10 read = 4 accepted + 3 rejected + 1 held + 1 unchanged + 1 already imported")
        #expect(!BatchReport.Counts(read: 10, accepted: 4, rejected: 5).balanced)
    }

    @Test func `a duration that no clock can have measured is nothing`() {
        for seconds in [Double.nan, .infinity, -1] {
            let run = BatchReport.Run(
                outcome: .finished, exitStatus: 0, started: "", finished: "", durationSeconds: seconds, rowsPerSecond: 0
            )
            #expect(run.durationSeconds == 0)
        }
    }
}
