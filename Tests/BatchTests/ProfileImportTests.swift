import Batch
import Records
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// Files of HR systems through the whole spine, by profiles written for the test.
@Suite struct ProfileImportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let catalog = Result { try ServiceCatalog.load(customDirectory: nil) }
    private static let calendars = Result { try CalendarCatalog.load(custom: []) }

    private static let profile = """
        id: t
        name: T
        format: csv
        kind: delta
        fit: {headers: [Worker, Event]}
        shape: {primary: {column: Main, is: [Yes], person: [Worker]}}
        fields:
          employee_id: [Worker]
          first_name: {split: [Name], at: ",", part: 2}
          last_name: {split: [Name], at: ",", part: 1}
          email: [Mail]
          username: [Mail]
          site: [Place]
        dates: {columns: [Day]}
        requests:
          - {when: {Event: Hire}, service: work-new-user, set: {effective_date: [Day]}}
          - {when: {Event: Leave}, service: work-offboard, set: {effective_date: [Day]}}
          - {when: {Event: Stay}, unchanged: true}
          - {when: {Event: Odd}, unclear: "This is odd. Correct the event."}
        drop: [Secret, Salary]

        """

    private func run(
        _ path: String, order: DateOrder? = nil, profile: String = ProfileImportTests.profile, jobs: Int = 1
    ) async throws -> ImportResult {
        let catalog = try Self.catalog.get()
        let job = ImportJob(
            catalog: catalog, calendars: try Self.calendars.get(),
            options: ImportOptions(
                output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"),
                dateOrder: order,
                profile: .named(try ProfileCatalog.read(Array(profile.utf8), name: "t.yaml", services: catalog)),
                jobs: jobs))
        return try await job.run(file: path)
    }

    private static let header = "Worker,Secret,Name,Mail,Place,Event,Day,Main,Salary\n"

    private func row(_ number: Int, _ event: String, day: String = "2027-02-01", main: String = "Yes") -> String {
        "E\(number),s3cret-\(number),\"Sample, Robin\",robin.\(number)@example.com,London,\(event),\(day),\(main),99\(number)99\n"
    }

    @Test func `each row ends in one place, and what is dropped is in no file`() async throws {
        var random = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
        let events = ["Hire", "Leave", "Stay", "Odd", "???", ""]
        for round in 0..<8 {
            var text = Self.header
            var count = 0
            for number in 0..<Int.random(in: 0...120, using: &random) {
                let event = events[Int.random(in: 0..<events.count, using: &random)]
                switch Int.random(in: 0..<12, using: &random) {
                case 0: text += "E\(number),s3cret-\(number),extra,\(row(number, event))"
                case 1: text += "E\(number),s3cret-\(number)\n"
                case 2: text += "E\(number),s3cret-\(number),\"Sam\"ple,s3cret-\(number)\n"
                case 3:
                    text += ",,,,,,,,\n"
                    continue
                case 4: text += row(number, event, day: "31/31/2027", main: "No")
                default: text += row(number, event, main: number % 5 == 0 ? "" : "Yes")
                }
                count += 1
            }
            let name = "round-\(round)"
            let result = try await run(try folder.write(text, to: "\(name).csv"), jobs: 1 + round % 3)
            let counts = result.report.counts
            #expect(counts.read == count)
            #expect(counts.balanced, "\(counts.invariant)")
            for file in Files.names(in: folder.path("out/\(name)")) where file != "packs" {
                let text = try folder.text(of: "out/\(name)/\(file)")
                #expect(!text.contains("s3cret"), "\(file)")
                #expect(text.firstRange(of: /99\d+99/) == nil, "\(file)")
            }
            let cases = ReferenceCSV(try folder.text(of: "out/\(name)/cases.csv")).column("record")
            let rejected = ReferenceCSV(try folder.text(of: "out/\(name)/rejected.csv")).column("muster_record")
            #expect(cases.count == counts.accepted && rejected.count == counts.rejected)
        }
    }

    @Test func `the rejection file is read as the first file was, without its dropped columns`() async throws {
        let text = Self.header + row(1, "Hire") + row(2, "Odd") + "E3,s3cret,x\n" + row(4, "Hire", main: "")
        let first = try await run(try folder.write(text, to: "export.csv"))
        #expect(first.report.counts.accepted == 1 && first.report.counts.rejected == 3)
        let rejected = try folder.text(of: "out/export/rejected.csv")
        #expect(rejected.hasPrefix("\u{FEFF}Worker,Name,Mail,Place,Event,Day,Main,muster_record,"))

        let again = try await run(try folder.write(rejected, to: "again.csv"))
        #expect(again.report.counts.rejected == 3)
        #expect(again.report.reasons.map(\.code).sorted() == first.report.reasons.map(\.code).sorted())

        let corrected = rejected.split(separator: "\n").map { line in
            line.hasPrefix("E2,")
                ? line.replacing("Odd", with: "Leave", maxReplacements: 1)
                : line.replacing(",,4,5,", with: ",Yes,4,5,")
        }
        let third = try await run(try folder.write(corrected.joined(separator: "\n") + "\n", to: "third.csv"))
        #expect(third.report.counts.accepted == 2, "\(third.report.reasons.map(\.example))")
        #expect(third.report.counts.rejected == 1, "the row that could not be cut is not there to be judged")
    }

    @Test func `a row that cannot be cut is not repeated, and says why`() async throws {
        let result = try await run(try folder.write(Self.header + "E3,s3cret,x\n", to: "export.csv"))
        let reason = try #require(result.report.rejectedRows.first?.reasons.first)
        #expect(reason.sentence.hasPrefix("The row has 3 cells, the header has 9."))
        #expect(reason.sentence.contains("mend line 2 of the export"))
        #expect(ReferenceCSV(try folder.text(of: "out/export/rejected.csv")).column("Worker") == [""])
    }

    @Test func `what asks for nothing is counted and explained`() async throws {
        let text = Self.header + row(1, "Stay") + row(2, "Hire") + row(2, "Hire", main: "No")
        let report = try await run(try folder.write(text, to: "export.csv")).report
        #expect(report.counts.unchanged == 2 && report.counts.accepted == 1)
        #expect(
            report.dialect.notes == [
                "Unchanged, 1 row: asks for nothing.",
                "Unchanged, 1 row: a further position of somebody whose primary position is in the file.",
            ])
        #expect(report.input.profile == "T")
        #expect(report.dialect.settings.contains { $0.name == "profile" && $0.value == "t" && $0.known == .setByUser })
        #expect(report.unmatchedColumns == [])
    }

    // MARK: The order of day and month

    private static let plain = "Employee ID,First Name,Last Name,Email,Username,Site,Hire Date,Product,Service\n"

    private func hire(_ number: Int, _ day: String) -> String {
        "E\(number),Robin,Sample,robin.\(number)@example.com,robin.\(number),London,\(day),8x8 Work,New Hire\n"
    }

    private func runPlain(
        _ text: String, named name: String = "list", order: DateOrder? = nil
    ) async throws -> (days: [String], fact: String?) {
        let job = ImportJob(
            catalog: try Self.catalog.get(), calendars: try Self.calendars.get(),
            options: ImportOptions(
                output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"),
                dateOrder: order))
        let report = try await job.run(file: try folder.write(text, to: "\(name).csv")).report
        let cases = ReferenceCSV(try folder.text(of: "out/\(name)/cases.csv"))
        return (
            cases.column("effective_date"), report.dialect.settings.first { $0.name == "date order" }?.value
        )
    }

    @Test func `a day after the twelfth settles the order for the whole file`() async throws {
        let british = try await runPlain(Self.plain + hire(1, "02/03/2027") + hire(2, "13/03/2027"))
        #expect(british.days == ["2027-03-02", "2027-03-13"])
        #expect(british.fact == "day first (dmy)")
        let american = try await runPlain(
            Self.plain + hire(1, "02/03/2027") + hire(2, "") + hire(3, "03-13-2027"), named: "american")
        #expect(american.days == ["2027-02-03", "", "2027-03-13"])
        #expect(american.fact == "month first (mdy)")
    }

    @Test func `the proof may stand far behind the first rows`() async throws {
        let many = (1...6_000).map { hire($0, "02/03/2027") }.joined()
        let result = try await runPlain(Self.plain + many + hire(6_001, "2/28/2027"))
        #expect(result.days.count == 6_001)
        #expect(Set(result.days) == ["2027-02-03", "2027-02-28"])
    }

    @Test func `no proof and contradictions leave it open`() async throws {
        let open = try await runPlain(Self.plain + hire(1, "02/03/2027") + hire(2, "2027-03-05"))
        #expect(open.days == ["2027-03-05"])
        #expect(open.fact == "unclear: no date proves it")
        let mixed = try await runPlain(Self.plain + hire(1, "13/03/2027") + hire(2, "03/13/2027"), named: "mixed")
        #expect(mixed.days == [])
        #expect(mixed.fact == "unclear: dates contradict each other")
        #expect(try await runPlain(Self.plain + hire(1, "13/03/2027"), named: "set", order: .dayMonthYear).fact == nil)
        #expect(try await runPlain(Self.plain + hire(1, "2027-03-05"), named: "iso").fact == nil)
    }
}
