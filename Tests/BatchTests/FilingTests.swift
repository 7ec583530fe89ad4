@testable import Batch
import Foundation
import Ledger
import ServiceCatalog
import ServiceLevels
import Sinks
import TestSupport
import Testing

/// Imports that remember: no request is filed twice, and what takes the place of an earlier one says so.
@Suite struct FilingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let catalog = Result { try ServiceCatalog.load(customDirectory: nil) }
    private static let calendars = Result { try CalendarCatalog.load(custom: []) }
    private static let header =
        "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service,Effective Date\n"

    private func hire(_ number: Int, date: String = "2027-01-11") -> String {
        "E\(number),Robin,Sample,robin.\(number)@example.com,robin.\(number),London,8x8 Work,New Hire,\(date)\n"
    }

    private func leaver(_ number: Int) -> String {
        "E\(number),Robin,Sample,robin.\(number)@example.com,robin.\(number),London,8x8 Work,Offboard,2027-02-01\n"
    }

    private func run(
        _ name: String, _ rows: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) async throws -> ImportResult {
        try Data((Self.header + rows).utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        var options = ImportOptions(
            output: folder.path("out"), region: "US", receivedAt: try Instant("2026-12-14T10:30:00Z"))
        options.ledger = .besideResults
        change(&options)
        let job = ImportJob(catalog: try Self.catalog.get(), calendars: try Self.calendars.get(), options: options)
        return try await job.run(file: folder.path(name))
    }

    private func cases(_ result: ImportResult) throws -> ReferenceCSV {
        ReferenceCSV(try Files.text(of: try #require(result.folder) + "/cases.csv"))
    }

    /// The numbers of the records whose cases a file holds.
    private func records(_ path: String) throws -> [String] {
        ReferenceCSV(try Files.text(of: path)).rows.dropFirst().map { $0[1] }
    }

    @Test func `a file that is dropped again is answered with its earlier results`() async throws {
        let first = try await run("hires.csv", hire(1) + hire(2))
        let before = try Files.contents(of: try #require(first.folder))
        let second = try await run("hires.csv", hire(1) + hire(2))
        #expect(second.isEarlier)
        #expect(second.status == .success)
        #expect(second.folder == first.folder)
        #expect(second.report.run.outcome == .alreadyImported)
        #expect(
            second.report.summary == "This file was imported before. Nothing was filed. Its results stand as they were."
        )
        #expect(second.report.run.explanation?.hasPrefix("It came as hires.csv on ") == true)
        // HR has no terminal: what is to be done there is said of those who have one.
        #expect(second.report.nextSteps.first?.contains("whoever runs Muster") == true)
        #expect(try Files.contents(of: try #require(first.folder)) == before)
    }

    @Test func `a row of another file that is a case already is named with its case and its file`() async throws {
        let first = try await run("monday.csv", hire(1) + hire(2))
        let second = try await run("tuesday.csv", hire(3) + hire(2) + hire(4))
        #expect(second.status == .success)
        #expect(second.report.counts.accepted == 2)
        #expect(second.report.counts.alreadyImported == 1)
        #expect(second.report.counts.balanced)
        let id = try cases(first).rows[2][0]
        let row = try #require(second.report.otherRows.first)
        #expect(row.record == 2)
        #expect(
            row.reasons.first?.sentence
                == "This request is case \(id) (record 2 of monday.csv) already. Nothing was filed.")
        #expect(try cases(second).rows.dropFirst().map { $0[1] } == ["1", "3"])
        let page = try Files.text(of: try #require(second.folder) + "/report.html")
        #expect(page.contains("Rows that became no case"))
        #expect(page.contains("This request is case \(id) (record 2 of monday.csv) already."))
    }

    @Test func `a moved start date makes a case that names the one it takes the place of`() async throws {
        let first = try await run("monday.csv", hire(1))
        let second = try await run("tuesday.csv", hire(1, date: "2027-03-01"))
        #expect(second.report.counts.accepted == 1)
        let id = try cases(first).rows[1][0]
        let table = try cases(second)
        #expect(table.rows[1][0] != id)
        #expect(table.rows[1].last == "case.amends:\(id)")
        let reason = try #require(second.report.warnedRows.first?.reasons.first)
        #expect(reason.earlierCase == id)
        #expect(reason.field == nil)
        #expect(second.report.reasons.first { $0.code == "case.amends" }?.fields == [])
        // The first request once more: it is a case already, though another has taken its place since.
        let third = try await run("wednesday.csv", hire(1) + hire(9))
        #expect(third.report.counts.alreadyImported == 1)
        #expect(
            third.report.otherRows.first?.reasons.first?.sentence
                == "This request is case \(id) (record 1 of monday.csv) already, in whose place case \(table.rows[1][0]) "
                + "has come. Nothing was filed. If it is meant after all, ask User Administration and name these cases."
        )
    }

    private func cancel(_ number: Int, _ words: String) -> String {
        "E\(number),,,robin.\(number)@example.com,,,8x8 Work,\(words),\n"
    }

    @Test(arguments: ["Cancel New Hire", "New hire rescinded", "Withdraw New User Set-Up"])
    func `a hire that is rescinded is a case that takes the open one back`(words: String) async throws {
        let first = try await run("monday.csv", hire(1))
        let id = try cases(first).rows[1][0]
        let second = try await run("tuesday.csv", cancel(1, words))
        #expect(second.status == .success)
        let row = try cases(second).rows[1]
        #expect(row[3] == "cancellation")
        #expect(row[5] == "Cancel New User Set-Up")
        #expect(row.last == "case.cancels:\(id)")
        #expect(second.report.counts.withWarnings == 1)
        // It cannot be taken back twice, and a new request after it is a new case.
        let third = try await run("wednesday.csv", cancel(1, words) + cancel(2, words))
        #expect(third.report.counts.alreadyImported == 1)
        #expect(third.report.rejectedRows.map(\.record) == [2])
        #expect(third.report.rejectedRows.first?.reasons.first?.code == "case.nothing-to-cancel")
        let fourth = try await run("thursday.csv", hire(1, date: "2027-06-01"))
        let open = try cases(fourth).rows[1]
        #expect(open.last == "")
        // The first request, then its withdrawal once more: neither is filed, and what has happened since is said.
        let fifth = try await run("friday.csv", hire(1) + hire(7))
        #expect(
            fifth.report.otherRows.first?.reasons.first?.sentence.hasSuffix(
                "already, which case \(row[0]) has taken back, and case \(open[0]) is open for the same now. Nothing was "
                    + "filed. If it is meant after all, ask User Administration and name these cases.") == true)
        let sixth = try await run("saturday.csv", cancel(1, words) + hire(8))
        #expect(
            sixth.report.otherRows.first?.reasons.first?.sentence.contains(
                "already, and case \(open[0]) is open for the same now.") == true)
    }

    @Test func `a request and its withdrawal in one file are for a person to decide`() async throws {
        let result = try await run("both.csv", hire(1) + cancel(1, "Cancel New Hire"))
        #expect(result.report.counts.accepted == 1)
        #expect(result.report.rejectedRows.first?.reasons.map(\.code) == ["duplicate.in-file"])
    }

    @Test func `importing again makes the same results anew and files nothing`() async throws {
        let rows = hire(1) + hire(2) + "E3,Robin,Sample,robin,robin.3,London,8x8 Work,New Hire,\n"
        let first = try await run("hires.csv", rows)
        let before = try Files.bytes(of: try #require(first.folder) + "/cases.csv")
        let again = try await run("hires.csv", rows) { $0.importsAgain = true }
        #expect(again.status == .someRejected)
        #expect(again.report.counts.accepted == 2)
        #expect(try Files.bytes(of: try #require(again.folder) + "/cases.csv") == before)
        let other = try await run("other.csv", hire(1) + hire(2))
        #expect(other.report.counts.alreadyImported == 2)
    }

    @Test func `results that somebody deleted are made anew`() async throws {
        let first = try await run("hires.csv", hire(1))
        try FileManager.default.removeItem(atPath: try #require(first.folder))
        let second = try await run("hires.csv", hire(1))
        #expect(!second.isEarlier)
        #expect(second.report.counts.accepted == 1)
    }

    @Test func `other definitions judge the same file anew, and still file nothing twice`() async throws {
        _ = try await run("hires.csv", hire(1))
        let second = try await run("hires.csv", hire(1)) { $0.defaultCountry = "GB" }
        #expect(!second.isEarlier)
        #expect(second.report.counts.alreadyImported == 1)
    }

    @Test func `cases that an earlier import of the file made stay among its results`() async throws {
        let bad = "E3,Robin,Sample,robin,robin.3,London,8x8 Work,New Hire,\n"
        let first = try await run("hires.csv", hire(1) + hire(2) + bad)
        let place = try #require(first.folder)
        let cases = try Files.bytes(of: place + "/cases.csv")
        let pack = try Files.bytes(of: place + "/packs/8x8-work-new-user-set-up.csv")
        // Judged anew by other rules: the rows are cases already, so the new results do not hold them.
        let second = try await run("hires.csv", hire(1) + hire(2) + bad) { $0.defaultCountry = "GB" }
        #expect(second.folder == place)
        #expect(second.report.counts.alreadyImported == 2)
        #expect(try self.cases(second).rows.count == 1)
        #expect(try Files.bytes(of: place + "/earlier-1/cases.csv") == cases)
        #expect(try Files.bytes(of: place + "/earlier-1/packs/8x8-work-new-user-set-up.csv") == pack)
        let kept = second.report.files.filter { $0.name.hasPrefix("earlier-") }
        #expect(kept.map(\.name) == ["earlier-1/cases.csv", "earlier-1/packs/8x8-work-new-user-set-up.csv"])
        #expect(kept.map(\.rows) == [2, 2])
        #expect(kept.map(\.bytes) == [cases.count, pack.count])
        // And so on: what made no case leaves nothing behind, what was kept is kept.
        let third = try await run("hires.csv", hire(1) + hire(2) + bad) { $0.defaultCountry = "US" }
        #expect(third.folder == place)
        #expect(try Files.bytes(of: place + "/earlier-1/cases.csv") == cases)
        #expect(!Files.exists(place + "/earlier-2"))
        #expect(third.report.files.filter { $0.name.hasPrefix("earlier-") } == kept)
    }

    @Test func `results that repeat all cases keep none of earlier imports`() async throws {
        _ = try await run("hires.csv", hire(1)) { $0.ledger = .none }
        let second = try await run("hires.csv", hire(1)) { $0.ledger = .none }
        #expect(!Files.exists(try #require(second.folder) + "/earlier-1"))
        #expect(!second.report.files.contains { $0.name.hasPrefix("earlier-") })
    }

    @Test func `a held import keeps the cases of the one before it`() async throws {
        let first = try await run("hires.csv", hire(1) + hire(2))
        let cases = try Files.bytes(of: try #require(first.folder) + "/cases.csv")
        let held = try await run("hires.csv", hire(1) + hire(2)) {
            $0.defaultCountry = "GB"
            $0.importsAgain = true
            $0.guards.joiners.rows = 0
        }
        #expect(try Files.bytes(of: try #require(held.folder) + "/earlier-1/cases.csv") == cases)
    }

    @Test func `a note that a file was imported before keeps the cases of the results that it replaces`() async throws {
        func drop(_ change: (inout ImportOptions) -> Void) async throws -> ImportResult {
            try await run("hires.csv", hire(1)) {
                $0.isUnattended = true
                $0.resultName = "hires-k3f9"
                $0.ledger = .file(folder.path("ledger.sqlite"))
                change(&$0)
            }
        }
        let first = try await drop { _ in }
        let place = try #require(first.folder)
        let cases = try Files.bytes(of: place + "/cases.csv")
        // By other rules the file was imported in another place; where it is dropped with these, only a note is left.
        let elsewhere = try await drop {
            $0.defaultCountry = "GB"
            $0.resultName = "hires"
            $0.output = folder.path("elsewhere")
        }
        #expect(elsewhere.report.counts.alreadyImported == 1)
        let note = try await drop { $0.defaultCountry = "GB" }
        #expect(note.isEarlier && note.folder == place)
        #expect(try Files.bytes(of: place + "/earlier-1/cases.csv") == cases)
        let kept = ["earlier-1/cases.csv", "earlier-1/packs/8x8-work-new-user-set-up.csv"]
        #expect(note.report.files.map(\.name) == kept + ["report.html", "report.json"])
    }

    @Test func `another tenant's request is another case`() async throws {
        _ = try await run("hires.csv", hire(1))
        let other = try await run("hires.csv", hire(1)) { $0.tenant = "other" }
        #expect(other.report.counts.accepted == 1)
        #expect(other.report.files.contains { $0.name == "earlier-1/cases.csv" })
        // The first tenant's again: its own cases anew, and the other's kept.
        let again = try await run("hires.csv", hire(1)) { $0.importsAgain = true }
        #expect(again.report.counts.accepted == 1)
        #expect(
            again.report.files.map(\.name).filter { $0.hasSuffix("/cases.csv") }
                == ["earlier-1/cases.csv", "earlier-2/cases.csv"])
    }

    @Test func `a dry run asks no ledger and makes none`() async throws {
        let result = try await run("hires.csv", hire(1)) { $0.isDryRun = true }
        #expect(result.report.counts.accepted == 1)
        #expect(!Files.exists(folder.path("out")))
    }

    @Test func `a held batch files nothing, and is filed when it is approved`() async throws {
        let held = try await run("hires.csv", hire(1) + hire(2)) { $0.guards.joiners.rows = 1 }
        #expect(held.status == .held)
        let approved = try await run("hires.csv", hire(1) + hire(2)) {
            $0.guards.joiners.rows = 1
            $0.isApproved = true
        }
        #expect(approved.report.counts.accepted == 2)
    }

    // MARK: The monthly allowance

    @Test func `rows beyond the allowance are held, leavers and the soonest dates coming first`() async throws {
        let rows = hire(1, date: "2027-05-01") + hire(2, date: "2027-01-11") + leaver(3) + hire(4, date: "2027-04-01")
        let result = try await run("mixed.csv", rows) { $0.allowance = Allowance(monthlyCases: 2, policy: .hold) }
        #expect(result.report.counts.accepted == 2)
        #expect(result.report.counts.held == 2)
        #expect(result.report.counts.balanced)
        #expect(try cases(result).rows.dropFirst().map { $0[1] } == ["2", "3"])
        #expect(result.report.allowance?.beyond == 2)
        #expect(result.report.otherRows.map(\.record) == [1, 4])

        // More room: what was held is filed, what was filed is not filed again.
        let later = try await run("mixed.csv", rows) { $0.allowance = Allowance(monthlyCases: 4, policy: .hold) }
        #expect(later.report.counts.accepted == 2)
        #expect(later.report.counts.alreadyImported == 2)
        #expect(later.report.allowance?.usedBefore == 2)
        let place = try #require(later.folder)
        #expect(try records(place + "/earlier-1/cases.csv") == ["2", "3"])

        // Each import that made cases has a folder of its own, in their order.
        let last = try await run("mixed.csv", rows) {
            $0.allowance = Allowance(monthlyCases: 9, policy: .hold)
            $0.defaultCountry = "GB"
        }
        #expect(last.report.counts.alreadyImported == 4)
        #expect(
            last.report.files.map(\.name).filter { $0.hasSuffix("/cases.csv") }
                == ["earlier-1/cases.csv", "earlier-2/cases.csv"])
        #expect(try records(place + "/earlier-2/cases.csv") == ["1", "4"])
    }

    @Test func `where the policy is to warn, they are filed and flagged`() async throws {
        let result = try await run("hires.csv", hire(1) + hire(2) + hire(3)) {
            $0.allowance = Allowance(monthlyCases: 2, policy: .warn)
        }
        #expect(result.report.counts.accepted == 3)
        #expect(try cases(result).rows.dropFirst().map { $0.last } == ["", "", "allowance.over"])
    }

    // MARK: Kills

    @Test func `results that were committed and never got their place get it from the next import`() async throws {
        // What a run leaves that is killed between the commit and the rename.
        let first = try await run("hires.csv", hire(1))
        let place = try #require(first.folder)
        let staging = folder.path("out/.muster-hires-killed")
        try FileManager.default.moveItem(atPath: place, toPath: staging)
        try Data(folder.path("out/.muster/ledger.sqlite").utf8).write(to: URL(fileURLWithPath: staging + "/.filed"))

        // A run with another ledger, or with none, leaves it alone.
        _ = try await run("other.csv", hire(2)) { $0.ledger = .none }
        #expect(Files.exists(staging + "/cases.csv"))
    }

    @Test func `results that have their place lose the mark when the next import finds them`() async throws {
        let place = try #require(try await run("hires.csv", hire(1)).folder)
        let hash = try ReportJSON.report(from: Data(try Files.bytes(of: place + "/report.json"))).input.sha256
        try Data("the ledger".utf8).write(to: URL(fileURLWithPath: place + "/.filed"))
        let pending = PendingResults(
            staging: folder.path("out/.muster-gone"), output: folder.path("out"), name: "hires", inputHash: hash)
        #expect(try ResultFolder.place(pending) == place)
        #expect(!Files.exists(place + "/.filed"))
    }
}
