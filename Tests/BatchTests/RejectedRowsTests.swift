@testable import Batch
import Intake
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// What becomes of rejected rows: their cells go back as they came, and their reasons are counted.
@Suite struct RejectedRowsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let cells = [
        "", "", "a", "Zoë", "42", "=1+1", "+1", "-", "@x", "'=1+1", "'a", "a,b", "a;b", "\"", "two\nlines", " x ", "|",
        "\u{9}tab", "金", String(repeating: "long ", count: 12),
    ]

    /// Cells are copied in runs where they can be; which ones depends on what stands beside them.
    @Test(arguments: [",", ";"] as [Character])
    func `cells of rejected rows come back as they came, guarded where a spreadsheet would run them`(
        delimiter: Character
    ) async throws {
        var random = SeededGenerator.announced()
        let header = ["A", "B", "C", "D", "E", "Product", "Service"]
        let rows = (0..<300).map { _ in
            (0..<5).map { _ in Self.cells.randomElement(using: &random) ?? "" } + ["8x8 Work", "Nothing"]
        }
        let text = ReferenceCSV(rows: [header] + rows).text(delimiter: delimiter)
        let job = ImportJob(
            catalog: try ServiceCatalog.load(customDirectory: nil), calendars: try CalendarCatalog.load(custom: []),
            options: ImportOptions(
                output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z")))
        let result = try await job.run(file: try folder.write(text, to: "in.csv"))
        #expect(result.report.counts.rejected == 300)
        let rejected = ReferenceCSV(try folder.text(of: "out/in/rejected.csv"), delimiter: delimiter)
        #expect(rejected.rows.dropFirst().map { Array($0.prefix(7)) } == rows.map { $0.map(Self.guarded) })
    }

    private static func guarded(_ cell: String) -> String {
        guard let first = cell.drop(while: { $0 == "'" }).first, "=+-@\t\r".contains(first) else { return cell }
        return "'" + cell
    }

    @Test func `the fields of a reason are a list that ends, however many rows name another`() {
        var counts = ReasonCounts()
        for record in 1...1_000 {
            _ = counts.count("case.amends", .warning, "case \(record)", record, record + 1)
        }
        #expect(counts.all.map(\.count) == [1_000])
        #expect(counts.all.map(\.fields) == [(1...ReasonCounts.mostFields).map { "case \($0)" }])
    }

    @Test func `a reason is counted by code and grade, with its fields and what was said first`() {
        var counts = ReasonCounts()
        var asked = 0
        func count(_ code: String, _ grade: Grade = .error, field: String?, check: Int, record: Int) {
            let said = RejectionWords.Said(code: code, grade: grade, field: field, check: check)
            guard let first = counts.count(said, record, record + 1) else { return }
            asked += 1
            counts.keep(example: "\(code) \(record)", at: first)
        }
        count("a", field: "x", check: 3, record: 1)
        count("a", field: "x", check: 3, record: 2)
        count("b", field: "x", check: 3, record: 3)
        count("a", field: "x", check: 3, record: 4)
        count("a", .warning, field: "x", check: 3, record: 5)
        count("a", field: "y", check: 0, record: 6)
        count("a", field: nil, check: -1, record: 7)
        counts.forgetChecks()
        count("a", field: "z", check: 0, record: 8)
        #expect(counts.all.map(\.code) == ["a", "b", "a"])
        #expect(counts.all.map(\.grade) == [.error, .error, .warning])
        #expect(counts.all.map(\.count) == [6, 1, 1])
        #expect(counts.all.map(\.fields) == [["x", "y", "z"], ["x"], ["x"]])
        #expect(counts.all.map(\.firstRecord) == [1, 3, 5])
        #expect(counts.all.map(\.firstLine) == [2, 4, 6])
        #expect(counts.all.map(\.example) == ["a 1", "b 3", "a 5"])
        #expect(asked == 3)
    }
}
