import Foundation
import TestSupport
import Testing

/// The commands that ask and change the ledger. A ledger is made by the tests' helper, as an import makes one.
@Suite struct LedgerCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A ledger with 24 open cases, where the commands look for it.
    private func makeLedger() throws {
        let path = folder.path("muster-results/.muster/ledger.sqlite")
        let outcome = try Program.helper("LedgerTrial").run([path, "--rows", "24"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    private func run(_ words: String..., expecting status: Int32 = 0) throws -> Outcome {
        let outcome = try Command.run(words, in: folder)
        #expect(outcome.status == status, "\(words): \(outcome.outputText)\(outcome.errorText)")
        return outcome
    }

    private func ids(_ words: String...) throws -> [String] {
        let outcome = try Command.run(["cases", "--format", "csv"] + words, in: folder)
        return ReferenceCSV(outcome.outputText).column("case_id")
    }

    @Test(arguments: [
        ["cases"], ["cases", "show", "0000-0000-0000-0"], ["batches"], ["status"], ["close", "0000-0000-0000-0"],
        ["escalate", "0000-0000-0000-0", "--severity", "S1"], ["ledger", "check"], ["ledger", "backup", "copies"],
        ["ledger", "compact"], ["ledger", "forget", "--older-than", "90d"],
    ])
    func `without a ledger there is one plain sentence, and none is made`(words: [String]) throws {
        let outcome = try Command.run(words, in: folder)
        #expect(outcome.status == 66)
        #expect(outcome.errorText.hasPrefix("muster: There is no ledger muster-results/.muster/ledger.sqlite. "))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(folder.listing().isEmpty)
    }

    @Test func `cases come as a table, as CSV and as JSON`() throws {
        try makeLedger()
        let table = try run("cases", "--limit", "3").outputText.split(separator: "\n")
        #expect(table.count == 5)
        #expect(table.last == "… and more; --limit takes a larger number.")
        let csv = ReferenceCSV(try run("cases", "--format", "csv").outputText)
        #expect(csv.records.count == 24)
        #expect(csv.column("record") == (1...24).map { "\($0)" })
        let json = try json(try run("cases", "--format", "json").output) as? [[String: Any]]
        #expect(json?.compactMap { $0["case_id"] as? String } == csv.column("case_id"))
        #expect(try run("cases", "--format", "json", "--tenant", "nobody").outputText == "[]\n")
        #expect(try run("cases", "--tenant", "nobody").outputText == "No such cases.\n")
    }

    @Test func `cases are chosen by due time, person, service and status`() throws {
        try makeLedger()
        #expect(try ids("--overdue", "--at", "2026-11-18T12:00:00Z").isEmpty)
        #expect(try ids("--overdue", "--at", "2027-01-01T00:00:00Z").count == 24)
        #expect(try ids("--due-before", "2027-01-01T00:00:00Z").count == 24)
        #expect(try ids("--person", "ROBIN.7@").count == 1)
        #expect(try ids("--service", "service 3").count == 2)
        #expect(try ids("--status", "closed").isEmpty)
        #expect(try ids("--batch", "2").isEmpty)
        #expect(try run("cases", "--status", "lost", expecting: 64).errorText.contains("open"))
    }

    @Test func `a case is closed once, and shows it`() throws {
        try makeLedger()
        let id = try #require(try ids().first)
        #expect(try run("close", id, id.lowercased(), "--note", "by phone").outputText == "1 case closed\n")
        let shown = try run("cases", "show", id).outputText
        #expect(shown.contains("  status     closed "))
        #expect(shown.contains("closed: by phone by "))
        let other = try #require(try ids("--status", "open").first)
        let refused = try run("close", other, id, expecting: 64)
        #expect(refused.errorText == "muster: \(id) is closed already; only an open case can change.\n")
        #expect(try ids("--status", "open").count == 23)
        #expect(try run("ledger", "check").outputText == "muster-results/.muster/ledger.sqlite: whole\n")
    }

    @Test func `an escalation has its severity's target and both cases name each other`() throws {
        try makeLedger()
        let id = try #require(try ids().first)
        let outcome = try run(
            "escalate", id, "--severity", "s1", "--plan", "premium", "--received-at", "2026-11-18T12:00:00Z")
        #expect(outcome.outputText.contains("S1, plan premium: 30 minutes to first response, round the clock"))
        #expect(outcome.outputText.contains("due Wed 18 Nov 2026 04:30 PST"))
        let raised = try #require(outcome.outputText.split(separator: " ").dropFirst(2).first.map(String.init))
        #expect(try run("cases", "show", raised).outputText.contains("  raised for \(id)\n"))
        let history = try json(try run("cases", "show", id, "--json").output) as? [String: Any]
        let events = history?["history"] as? [[String: Any]]
        #expect(events?.compactMap { $0["other"] as? String } == [raised])
    }

    @Test func `status counts what is open, soon due and overdue`() throws {
        try makeLedger()
        let text = try run("status", "--at", "2026-11-18T12:00:00Z").outputText
        #expect(text.hasPrefix("24 open, 24 due in the next 24 hours, 0 overdue\n"))
        let late = try json(try run("status", "--at", "2026-11-20T12:00:00Z", "--json").output) as? [String: Any]
        #expect(late?["overdue"] as? Int == 24)
        #expect((late?["used"] as? [[String: Any]])?.first?["cases"] as? Int == 24)
        #expect((late?["used"] as? [[String: Any]])?.first?["month"] as? String == "2026-11")
    }

    @Test func `batches and attempts are listed`() throws {
        try makeLedger()
        #expect(try run("batches").outputText.contains("trial-1.csv"))
        let attempts = try json(try run("batches", "--attempts", "--json").output) as? [[String: Any]]
        #expect(attempts?.first?["outcome"] as? String == "finished")
    }

    @Test func `a ledger is backed up, compacted and forgets`() throws {
        try makeLedger()
        let backup = try run("ledger", "backup", "copies").outputText.dropLast()
        #expect(try run("ledger", "check", "--ledger", String(backup)).outputText == "\(backup): whole\n")
        #expect(try run("ledger", "compact").outputText.contains(" bytes before, "))
        let forgotten = try run("ledger", "forget", "--older-than", "90d", "--at", "2027-06-01T00:00:00Z").outputText
        #expect(forgotten.hasPrefix("24 cases of imports before 2027-03-03T00:00:00Z forgotten"))
        #expect(try run("cases", "--limit", "1").outputText.contains("(forgotten)"))
        #expect(try run("ledger", "forget", "--older-than", "soon", expecting: 64).error.isEmpty == false)
    }

    @Test func `a file that is no ledger is said to be none`() throws {
        let path = try folder.write(Command.hires(50), to: "hires.csv")
        let outcome = try run("status", "--ledger", path, expecting: 65)
        #expect(
            outcome.errorText
                == "muster: \(path) is not a ledger. Name another file with --ledger, or move this one away.\n")
    }
}
