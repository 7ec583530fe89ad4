import TestSupport
import Testing

/// `muster due` and `muster calendar`.
@Suite struct ServiceLevelCommandTests {
    private static let fixtures = Repository.path("Tests/ServiceLevelsTests/Fixtures")

    @Test func `a table of due times comes out line by line`() throws {
        let table = ReferenceCSV(try Files.text(of: "\(Self.fixtures)/due-times.csv"))
        let rows = table.records
        try #require(rows.count == 152)
        let input = rows.reduce(into: "target,region,received_at,clock\n") { text, row in
            text += "\(row["target"] ?? ""),\(row["region"] ?? ""),\(row["received"] ?? ""),\(row["clock"] ?? "")\n"
        }
        let outcome = try Command.run("due", "--calendars", "\(Self.fixtures)/regions.json", input: input)
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let lines = outcome.outputText.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == 152)
        for (row, line) in zip(rows, lines) { #expect(line == row["due"] ?? "", "\(row)") }
    }

    @Test func `a line that will not do is an empty line, and the others come out`() throws {
        let outcome = try Command.run(
            "due",
            input: """
                region,clock,target,received_at
                US,businessDay,24h,2026-11-25T14:15:00-08:00
                Atlantis,businessDay,24h,2026-11-25T14:15:00-08:00
                US,businessDay,24h,yesterday
                Europe,elapsed,1h,2026-12-24T23:30:00Z

                """)
        #expect(outcome.status == 65)
        // Thanksgiving and the day after stop the clock, and so does the weekend.
        #expect(outcome.outputText == "2026-11-30T22:15:00Z\n\n\n2026-12-25T00:30:00Z\n")
        #expect(outcome.errorText.contains("Atlantis") && outcome.errorText.contains("yesterday"))
        #expect(outcome.errorText.contains("3") && outcome.errorText.contains("4"), "the lines are named")
    }

    @Test func `one due time, and why`() throws {
        let words = ["due", "--region", "US", "--clock", "businessDay", "--target", "24h"]
        let plain = try Command.run(words + ["--received", "2026-11-25T14:15:00-08:00"])
        #expect(plain.outputText == "2026-11-30T22:15:00Z\n")
        #expect(plain.error.isEmpty)
        let explained = try Command.run(words + ["--received", "2026-11-25T14:15:00-08:00", "--explain"])
        #expect(explained.outputText.hasPrefix(plain.outputText))
        #expect(explained.outputText.contains("Thanksgiving"))
    }

    @Test func `the holidays of a year`() throws {
        let outcome = try Command.run("calendar", "--region", "US", "--year", "2027")
        #expect(outcome.status == 0)
        let table = ReferenceCSV(outcome.outputText)
        #expect(table.header == ["date", "name", "observed"])
        #expect(table.records.contains { $0["date"] == "2027-07-04" && $0["observed"] == "2027-07-05" })
        #expect(table.column("observed") == table.column("observed").sorted())
        // Christmas Day 2027 is a Saturday, and New Year's Day 2028 too.
        #expect(table.rows.suffix(2).map { $0.last } == ["2027-12-24", "2027-12-31"])
    }
}
