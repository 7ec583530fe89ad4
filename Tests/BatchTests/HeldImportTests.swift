@testable import Batch
import Foundation
import Intake
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// Imports that wait for a person: nothing is filed, and the results say what would happen and what to do.
@Suite struct HeldImportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let catalog = Result { try ServiceCatalog.load(customDirectory: nil) }
    private static let calendars = Result { try CalendarCatalog.load(custom: []) }
    private static let header = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"

    private func row(_ number: Int) -> String {
        "E\(number),Robin,Sample,robin.\(number)@example.com,robin.\(number),London,8x8 Work,New Hire\n"
    }

    private func run(
        _ name: String, _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportResult {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        var options = ImportOptions(
            output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"))
        change(&options)
        let job = ImportJob(catalog: try Self.catalog.get(), calendars: try Self.calendars.get(), options: options)
        return try await job.run(file: folder.path(name))
    }

    private func files(_ result: ImportResult) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: try #require(result.folder)).sorted()
    }

    @Test func `a file that a guard holds files nothing, and shows what would happen`() async throws {
        let rows = (0..<20).map(row).joined()
        let held = try await run("hires.csv", Self.header + rows) { $0.guards.joiners.rows = 10 }
        #expect(held.status == .held)
        #expect(held.report.run.exitStatus == 3)
        #expect(held.report.counts.held == 20)
        #expect(held.report.counts.accepted == 0)
        #expect(held.report.counts.balanced)
        #expect(held.report.run.explanation == "20 of 20 rows are new users; the limit is 10 rows.")
        #expect(held.report.run.batch == String(held.report.input.sha256.prefix(12)))
        #expect(try files(held) == ["held-cases.csv", "rejected.csv", "report.html", "report.json"])

        let approved = try await run("hires.csv", Self.header + rows) {
            $0.guards.joiners.rows = 10
            $0.isApproved = true
        }
        #expect(approved.status == .success)
        #expect(approved.folder == held.folder)
        #expect(try files(approved).contains("cases.csv"))
    }

    @Test func `a file cut in its last record is held where guards are on`() async throws {
        let cut = Self.header + row(1) + row(2) + "E3,Robin,Sam"
        let held = try await run("hires.csv", cut) { $0.guards = .unattended }
        #expect(held.status == .held)
        #expect(held.report.run.explanation == "The file breaks off within its last record, which begins in line 4.")
        let whole = try await run("hires.csv", cut + "\n") { $0.guards = .unattended }
        #expect(whole.status == .someRejected)
    }

    @Test func `a file that has lost most of its rows since the last one is held`() async throws {
        let rows = (0..<40).map(row)
        _ = try await run("hires-2026-11-22.csv", Self.header + rows.joined()) { $0.guards = .unattended }
        let held = try await run("hires-2026-11-23.csv", Self.header + rows.prefix(10).joined()) {
            $0.guards = .unattended
        }
        #expect(held.status == .held)
        let empty = try await run("hires-2026-11-24.csv", Self.header) { $0.guards = .unattended }
        #expect(empty.report.run.explanation?.hasPrefix("The file has 0 rows; at least 1 are expected.") == true)
    }

    @Test func `a renamed column stops the export before any row is judged`() async throws {
        _ = try await run("hires-2026-11-22.csv", Self.header + row(1))
        let renamed = Self.header.replacing("Email", with: "Mail address (new)") + row(2)
        let held = try await run("hires-2026-11-23.csv", renamed)
        #expect(held.status == .held)
        #expect(held.report.counts.read == 0)
        let explanation = try #require(held.report.run.explanation)
        #expect(explanation.contains("“Email” seems to be called “Mail address (new)” now."))
        #expect(explanation.contains("(also:) of the field email"))
        #expect(held.report.run.release == "muster import hires-2026-11-23.csv --accept-new-shape")
        #expect(try files(held) == ["report.html", "report.json"])

        let accepted = try await run("hires-2026-11-23.csv", renamed) { $0.acceptsNewShape = true }
        #expect(accepted.status == .someRejected)
        let next = try await run("hires-2026-11-24.csv", renamed)
        #expect(next.status == .someRejected, "the new shape is the known one now")
    }

    private func report(_ numbers: Range<Int>, email: String = "Email", extra: (Int) -> String = { _ in "" }) -> String
    {
        let entries = numbers.map { number in
            """
            <Entry><Employee_ID>E\(number)</Employee_ID><First_Name>Robin</First_Name><Last_Name>Sample</Last_Name>\
            <\(email)>robin.\(number)@example.com</\(email)><Username>robin.\(number)</Username><Site>London</Site>\
            <Product>8x8 Work</Product><Service>New Hire</Service>\(extra(number))</Entry>
            """
        }
        return "<Report>\(entries.joined())</Report>"
    }

    @Test(arguments: [false, true])
    func `a renamed field of XML stops the export before any record is judged`(hasLedger: Bool) async throws {
        let choose = { (options: inout ImportOptions) in if hasLedger { options.ledger = .besideResults } }
        _ = try await run("hires-2026-11-22.xml", report(1..<11), choose)
        let renamed = report(11..<21, email: "Business_Mail")
        for isDryRun in [true, false] {
            let held = try await run("hires-2026-11-23.xml", renamed) {
                choose(&$0)
                $0.isDryRun = isDryRun
            }
            #expect(held.status == .held)
            #expect(held.report.counts.read == 0)
            let explanation = try #require(held.report.run.explanation)
            #expect(explanation.contains("The fields are not those of hires-2026-11-22.xml"))
            #expect(explanation.contains("“Email” seems to be called “Business_Mail” now."))
            #expect(explanation.contains("add “Business_Mail” to the spellings (also:) of the field email"))
            #expect(held.report.run.release == "muster import hires-2026-11-23.xml --accept-new-shape")
        }
        let accepted = try await run("hires-2026-11-23.xml", renamed) {
            choose(&$0)
            $0.acceptsNewShape = true
        }
        #expect(accepted.status == .someRejected)
        let next = try await run("hires-2026-11-24.xml", report(21..<31, email: "Business_Mail"), choose)
        #expect(next.status == .someRejected, "the new shape is the known one now")
    }

    @Test func `fields that XML leaves out where they have no value hold nothing`() async throws {
        _ = try await run("hires-2026-11-22.xml", report(1..<11) { $0 == 5 ? "" : "<Department>Sales</Department>" })
        let without = try await run("hires-2026-11-23.xml", report(11..<21))
        #expect(without.status == .success)
        _ = try await run("hires-2026-11-24.xml", report(21..<31) { _ in "<Desk>1</Desk>" })
        let more = try await run("hires-2026-11-25.xml", report(31..<41))
        #expect(more.status == .success, "a field that nothing uses may go")
    }

    @Test func `the ledger remembers the exports, and takes over what the file beside the results says`() async throws {
        let memory = folder.path("out/.muster/exports.json")
        _ = try await run("hires-2026-11-22.csv", Self.header + row(1))
        let before = try Data(contentsOf: URL(fileURLWithPath: memory))
        let renamed = Self.header.replacing("Email", with: "Mail address (new)")
        for isDryRun in [true, false] {
            let held = try await run("hires-2026-11-23.csv", renamed + row(2)) {
                $0.ledger = .besideResults
                $0.isDryRun = isDryRun
            }
            #expect(held.status == .held)
        }
        _ = try await run("hires-2026-11-23.csv", renamed + row(2)) {
            $0.ledger = .besideResults
            $0.acceptsNewShape = true
        }
        let next = try await run("hires-2026-11-24.csv", renamed + row(3)) { $0.ledger = .besideResults }
        #expect(next.status == .someRejected, "the ledger knows the new shape")
        #expect(try Data(contentsOf: URL(fileURLWithPath: memory)) == before)
    }

    @Test(arguments: [false, true])
    func `a header that is not understood any more is held against the one before`(hasLedger: Bool) async throws {
        let choose = { (options: inout ImportOptions) in if hasLedger { options.ledger = .besideResults } }
        _ = try await run("hires-2026-11-22.csv", Self.header + row(1), choose)
        let error = try await #require(throws: IntakeError.self) {
            try await run(
                "hires-2026-11-23.csv", Self.header.replacing("Service", with: "What to do") + row(2), choose)
        }
        #expect(
            error.message.hasPrefix(
                "hires-2026-11-23.csv: the columns are not those of hires-2026-11-22.csv (2026-"))
        #expect(error.message.contains("“Service” seems to be called “What to do” now."))

        let sample = try Files.text(of: Repository.path("Samples/profile-bamboohr-csv/bamboohr-report.csv"))
        _ = try await run("report-1.csv", sample) {
            choose(&$0)
            $0.source = "bamboo"
        }
        let other = try await #require(throws: IntakeError.self) {
            try await run("report-2.csv", sample.replacing("First Name", with: "Called")) {
                choose(&$0)
                $0.source = "bamboo"
            }
        }
        #expect(other.message.contains("was read by the profile bamboohr-csv, and this one lacks “First Name”"))
    }

    @Test func `a dry run remembers nothing`() async throws {
        _ = try await run("hires.csv", Self.header + row(1)) { $0.isDryRun = true }
        #expect(!FileManager.default.fileExists(atPath: folder.path("out")))
    }

    @Test func `a rejection file is no export of its own`() async throws {
        _ = try await run(
            "hires.csv", Self.header + row(1) + "E2,Robin,Sample,robin,robin.2,London,8x8 Work,New Hire\n")
        let rejected = try String(contentsOfFile: folder.path("out/hires/rejected.csv"), encoding: .utf8)
        let again = try await run("rejected.csv", rejected)
        #expect(again.status == .someRejected)
    }
}
