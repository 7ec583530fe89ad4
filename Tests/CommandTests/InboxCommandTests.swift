import Foundation
import TestSupport
import Testing

/// The inbox as people and service managers meet it: the built command, signals, exit statuses.
@Suite struct InboxCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// New users whom no other day has.
    private func people(_ count: Int, of day: String) -> String {
        Command.hires(count).replacing("robin.", with: "robin.\(day).").replacing("\nE", with: "\nE\(day)")
    }

    private func names(_ place: String) -> [String] { Files.names(in: folder.path(place)) }

    private func drain(_ more: String...) throws -> Outcome {
        try Command.run(["drain", "--inbox", "in", "--region", "US", "--settle", "100ms"] + more, in: folder)
    }

    /// Waits until something is so; `false` when it does not come in a minute.
    private func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<1200 {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    // MARK: Drain

    @Test func `a drain of a folder that is not there makes the layout and explains it`() throws {
        let outcome = try drain()
        #expect(outcome.status == 0)
        #expect(
            names("in") == ["README.txt", "archive", "failed", "held", "inbox", "results", "working"])
        #expect(try folder.text(of: "in/README.txt").contains("Drop your CSV or XML files here"))
        try folder.write("mine", to: "in/README.txt")
        _ = try drain()
        #expect(try folder.text(of: "in/README.txt") == "mine")
    }

    @Test func `a drain ends with the worst status of its files`() throws {
        try folder.write(Command.hires(3), to: "in/inbox/good.csv")
        #expect(try drain().status == 0)
        try folder.write(Command.hires(3, rejected: [2]), to: "in/inbox/some.csv")
        #expect(try drain().status == 2)
        try folder.write("\0\0\0\u{1}", to: "in/inbox/noise.csv")
        let outcome = try drain("--log-format", "json")
        #expect(outcome.status == 65)
        for line in outcome.errorText.split(separator: "\n") {
            #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
    }

    @Test func `a second drain is turned away by name`() throws {
        try folder.write("", to: "in/inbox/growing.csv")
        let first = try Program.muster.start(
            ["drain", "--inbox", "in", "--settle", "100ms", "--wait", "60s"], in: folder.path)
        #expect(eventually { Files.exists(folder.path("in/.muster/drain.lock")) })
        var second = try drain()
        // The lock is taken a moment after its file is made.
        if second.status != 75 { second = try drain() }
        #expect(second.status == 75)
        #expect(second.errorText.contains("Another muster drain is at work in"))
        #expect(second.errorText.contains("process "))
        // It hears of signals a moment after it has the lock.
        sleep(2)
        first.send(SIGTERM)
        #expect(first.wait(seconds: 30).status == 0)
        #expect(names("in/inbox") == ["growing.csv"])
    }

    @Test(arguments: [
        (["drain"], 64, "--config muster.yaml or --inbox DIR"),
        (["drain", "--inbox", "a", "--config", "b"], 64, "not both"),
        (["watch", "--config", "b", "--region", "US"], 64, "stands in the configuration alone"),
        (["watch", "--config", "nowhere.yaml"], 78, "nowhere.yaml:1:1: there is no such configuration"),
        (["drain", "--inbox", "a", "--region", "Eurpe"], 64, "did you mean “Europe”?"),
        (["drain", "--inbox", "a", "--services", "nowhere"], 78, "nowhere:1:1: there is no such folder"),
        (["drain", "--inbox", "/proc/nowhere"], 73, "cannot be made"),
        (["approve", "abc", "--inbox", "a"], 74, "cannot be read"),
        (["drain", "--inbox", "a", "--settle", "soon"], 64, "--settle"),
    ])
    func `what is wrong is said before anything starts`(arguments: [String], status: Int32, message: String) throws {
        let outcome = try Command.run(arguments, in: folder)
        #expect(outcome.status == status)
        #expect(outcome.errorText.contains(message), "\(outcome.errorText)")
    }

    // MARK: Watch

    @Test func `a watcher imports what is dropped, and ends when it is asked to`() throws {
        let watcher = try Program.muster.start(
            ["watch", "--inbox", "in", "--region", "US", "--settle", "100ms", "--metrics-file", "muster.prom"],
            in: folder.path)
        #expect(eventually { Files.exists(folder.path("in/inbox")) })
        try folder.write(Command.hires(3), to: "in/inbox/first.csv")
        #expect(eventually { names("in/archive") == ["first.csv"] })
        // One row is wrong, one is a case already.
        try folder.write(Command.hires(2, rejected: [1]), to: "in/inbox/second.csv")
        #expect(eventually { names("in/archive") == ["first.csv", "second.csv"] })
        #expect(
            eventually {
                (try? folder.text(of: "muster.prom"))?
                    .contains(#"muster_rows_total{inbox="in",outcome="already_imported"} 1"#)
                    == true
            })
        watcher.send(SIGTERM)
        let outcome = watcher.wait(seconds: 30)
        #expect(!outcome.isTimedOut && outcome.status == 0)
        #expect(names("in/working").isEmpty)
        #expect(outcome.errorText.contains("imported accepted=3"))
        #expect(!outcome.errorText.contains("example.com") && !outcome.errorText.contains("Robin"))
    }

    @Test func `a file that cannot be finished is given back when the watcher is stopped`() throws {
        try folder.write(Command.hires(3), to: "in/inbox/hires.csv")
        try folder.write("", to: "in/results")
        // Without a folder for results nothing can be imported.
        for name in ["working", "held", "archive", "failed", ".muster"] {
            try FileManager.default.createDirectory(
                atPath: folder.path("in/\(name)"), withIntermediateDirectories: true)
        }
        let watcher = try Program.muster.start(
            ["watch", "--inbox", "in", "--region", "US", "--settle", "100ms"], in: folder.path)
        #expect(eventually { names("in/inbox").isEmpty })
        watcher.send(SIGTERM)
        #expect(!watcher.wait(seconds: 30).isTimedOut)
        #expect(names("in/inbox") == ["hires.csv"])
        #expect(names("in/working").isEmpty)
    }

    @Test func `status says of each inbox what is open and what is left of the month`() throws {
        try folder.write(
            """
            defaults: {region: US, settle: 100ms}
            inboxes:
              full: {folder: full, tenant: acme, monthly-cases: 500}
              fresh: {folder: fresh, tenant: other, monthly-cases: 20}
              open: {folder: open}
            """, to: "muster.yaml")
        try folder.write(Command.hires(12), to: "full/inbox/hires.csv")
        #expect(try Command.run("drain", "--config", "muster.yaml", in: folder).status == 0)
        let text = try Command.run("status", "--config", "muster.yaml", in: folder)
        #expect(text.status == 0, "\(text.errorText)")
        #expect(text.outputText.contains("Inbox full: 12 open"))
        #expect(text.outputText.contains(#/acme +20\d\d-\d\d +12 +500 +488\n/#), "\(text.outputText)")
        #expect(text.outputText.contains(#/other +20\d\d-\d\d +0 +20 +20\n/#))
        #expect(text.outputText.contains("Inbox open: 0 open"))
        let health = try Command.run("status", "--health", "--config", "muster.yaml", in: folder)
        #expect(health.outputText.contains(#/full: 0 waiting, 0 in work, 488 of 500 cases left in 20\d\d-\d\d;/#))
        let ledger = ["status", "--ledger", "full/.muster/ledger.sqlite", "--monthly-cases", "10", "--json"]
        let facts = try json(try Command.run(ledger, in: folder).output) as? [String: Any]
        let use = try #require((facts?["used"] as? [[String: Any]])?.first)
        #expect(use["allowance"] as? Int == 10 && use["left"] as? Int == 0 && use["cases"] as? Int == 12)
        #expect(try Command.run(["status", "--config", "muster.yaml", "--tenant", "acme"], in: folder).status == 64)
    }

    @Test func `SIGHUP brings another inbox, and a wrong configuration changes nothing`() throws {
        let one = "inboxes:\n  a: {folder: a, region: US, settle: 100ms, poll: 200ms}\n"
        try folder.write(one, to: "muster.yaml")
        let watcher = try Program.muster.start(["watch", "--config", "muster.yaml"], in: folder.path)
        #expect(eventually { Files.exists(folder.path("a/inbox")) })
        try folder.write(Command.hires(2), to: "a/inbox/before.csv")
        #expect(eventually { names("a/archive") == ["before.csv"] })
        try folder.write("inboxes: {a: {folder: a, settel: 1s}}\n", to: "muster.yaml")
        watcher.send(SIGHUP)
        Thread.sleep(forTimeInterval: 0.5)
        try folder.write(Command.hires(1), to: "a/inbox/first.csv")
        #expect(eventually { names("a/archive") == ["before.csv", "first.csv"] })
        #expect(watcher.isRunning)
        try folder.write(one + "  b: {folder: b, region: US, settle: 100ms, poll: 200ms}\n", to: "muster.yaml")
        watcher.send(SIGHUP)
        #expect(eventually { Files.exists(folder.path("b/inbox")) })
        try folder.write(Command.hires(1), to: "b/inbox/second.csv")
        #expect(eventually { names("b/archive") == ["second.csv"] })
        watcher.send(SIGTERM)
        let outcome = watcher.wait(seconds: 30)
        #expect(outcome.status == 0)
        #expect(outcome.errorText.contains("muster.yaml:1:26: the inbox “a” has no key “settel”"))
        #expect(outcome.errorText.contains("the one before stays in force"))
    }

    @Test func `what a killed watcher had in hand is finished by the next`() throws {
        try folder.write(Command.hires(50_000), to: "in/inbox/hires.csv")
        try folder.write("", to: "in/inbox/hires.csv.done")
        let watcher = try Program.muster.start(["watch", "--inbox", "in", "--region", "US"], in: folder.path)
        #expect(eventually { names("in/inbox").isEmpty })
        watcher.send(SIGKILL)
        _ = watcher.wait()
        #expect(try drain().status == 0)
        #expect(names("in/archive").contains("hires.csv") && names("in/working").isEmpty)
        let day = try #require(names("in/results").first { $0.hasPrefix("20") })
        #expect(names("in/results/\(day)").count { !$0.hasPrefix(".") } == 1)
    }

    // MARK: Causes that pass

    @Test func `a disk that takes no more is waited for, and nothing is lost`() throws {
        try folder.write(Command.hires(20_000), to: "in/inbox/hires.csv")
        try folder.write("", to: "in/inbox/hires.csv.done")
        // No file may grow beyond some kilobytes: the same error as on a full disk or a used-up quota.
        let outcome = try Program.shell.run(
            ["-c", "ulimit -f 200; exec \"$0\" drain --inbox in --region US --wait 1s", Program.muster.path],
            in: folder.path)
        #expect(outcome.status == 74)
        #expect(outcome.errorText.contains("waits for another try"))
        #expect(
            names("in/inbox") == ["hires.csv"] && names("in/working").isEmpty
                && names("in/archive") == ["hires.csv.done"])
        #expect(try drain().status == 0)
        #expect(names("in/archive") == ["hires.csv", "hires.csv.done"])
    }

    @Test func `a ledger that another process writes to is waited for`() throws {
        _ = try drain()
        try folder.write(Command.hires(3), to: "in/inbox/first.csv")
        #expect(try drain().status == 0)
        try folder.write(Command.hires(3), to: "in/inbox/second.csv")
        let lock = try #require(names("in/.muster").isEmpty ? nil : folder.path("in/.muster/ledger.sqlite.lock"))
        let holder = try Program.shell.start(["-c", "exec flock \"$0\" sleep 2", lock])
        Thread.sleep(forTimeInterval: 0.5)
        #expect(try drain().status == 0)
        #expect(names("in/archive") == ["first.csv", "second.csv"])
        _ = holder.wait()
    }

    // MARK: Dropped again

    @Test func `rows that were filed before are filed no second time`() throws {
        try folder.write(Command.hires(5), to: "in/inbox/monday.csv")
        #expect(try drain().status == 0)
        // The same rows and two more, under another name; and the first file once more.
        try folder.write(Command.hires(7), to: "in/inbox/tuesday.csv")
        try folder.write(Command.hires(5), to: "in/inbox/monday.csv")
        #expect(try drain().status == 0)
        var ids: [String] = []
        for file in Files.listing(of: folder.path("in/results")) where file.hasSuffix("/cases.csv") {
            ids += ReferenceCSV(try folder.text(of: "in/results/\(file)")).column("case_id")
        }
        #expect(ids.count == 7 && Set(ids).count == 7)
        #expect(names("in/archive") == ["monday-2.csv", "monday.csv", "tuesday.csv"])
    }

    @Test func `rows beyond the month's allowance wait with their file`() throws {
        try folder.write(
            "inboxes: {hr: {folder: in, region: US, settle: 100ms, monthly-cases: 3, over-allowance: hold, guards: off}}",
            to: "muster.yaml")
        _ = try Command.run("drain", "--config", "muster.yaml", in: folder)
        try folder.write(Command.hires(5), to: "in/inbox/hires.csv")
        #expect(try Command.run("drain", "--config", "muster.yaml", in: folder).status == 3)
        let batch = try #require(names("in/held").first)
        #expect(try folder.text(of: "in/held/\(batch)/hires.csv.why.txt").contains("2 rows wait"))
        let approval = try Command.run("approve", batch, "--config", "muster.yaml", in: folder)
        #expect(approval.status == 0, "\(approval.errorText)")
        #expect(names("in/archive") == ["hires.csv"] && names("in/held").isEmpty)
        let cases = Files.listing(of: folder.path("in/results")).filter { $0.hasSuffix("/cases.csv") }
        let ids = try cases.flatMap { ReferenceCSV(try folder.text(of: "in/results/\($0)")).column("case_id") }
        #expect(Set(ids).count == 5 && ids.count == 5, "\(cases)")
    }

    // MARK: Held batches

    @Test func `a held batch is approved or rejected by command`() throws {
        try folder.write(Command.hires(10), to: "in/inbox/hires-2026-12-01.csv")
        #expect(try drain().status == 0)
        for (day, answer) in [("02", "approve"), ("03", "reject")] {
            let name = "hires-2026-12-\(day).csv"
            try folder.write(people(2, of: day), to: "in/inbox/\(name)")
            #expect(try drain().status == 3)
            #expect(try Command.run("status", "--health", "--inbox", "in", in: folder).status == 1)
            let batch = try #require(names("in/held").first)
            #expect(try Command.run(answer, "000000000000", "--inbox", "in", in: folder).status == 66)
            #expect(try Command.run(answer, batch, "--inbox", "in", in: folder).status == 0)
            #expect(try drain().status == 0)
            #expect(names("in/held").isEmpty && names("in/working").isEmpty)
            #expect(names(answer == "approve" ? "in/archive" : "in/failed").contains(name))
            // The guard compares with the last that was imported, which was small now.
            try folder.write(people(10, of: "1" + day), to: "in/inbox/hires-2026-12-1\(day.suffix(1)).csv")
            #expect(try drain().status == 0)
        }
        #expect(try folder.text(of: "in/failed/hires-2026-12-03.csv.why.txt").contains("somebody has rejected it"))
    }

    // MARK: Configuration

    @Test func `a configuration is begun, checked and shown`() throws {
        #expect(try Command.run("config", "init", in: folder).status == 0)
        #expect(try Command.run("config", "init", in: folder).status == 73)
        let check = try Command.run("config", "check", in: folder)
        #expect(check.status == 0 && check.outputText == "1 inbox, no problems\n")
        let show = try Command.run("config", "show", in: folder)
        #expect(show.outputText.contains("plan             standard"))
        #expect(show.outputText.contains("muster.yaml:14") && show.outputText.contains("default\n"))
        try folder.write("inboxes: {hr: {foldr: x}}", to: "wrong.yaml")
        let wrong = try Command.run("config", "check", "wrong.yaml", in: folder)
        #expect(wrong.status == 78)
        #expect(wrong.errorText.contains("wrong.yaml:1:16: the inbox “hr” has no key “foldr”; did you mean “folder”?"))
    }
}
