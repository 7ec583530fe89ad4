import Foundation
import TestSupport
import Testing

/// A full disk, results that nobody may write, a ledger that another program has: what is dropped waits and goes on by
/// itself when the cause has passed; nothing is lost, nothing is filed twice.
@Suite struct ObstacleTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            inboxes:
              hr: {folder: in, region: US, settle: 100ms, poll: 200ms, guards: off, retries: {wait: 300ms}}
            """, to: "muster.yaml")
    }

    private func names(_ place: String) -> [String] { Files.names(in: folder.path(place)) }

    /// Of the watcher that was started last; nothing as long as it has written none.
    private var log: String { (try? folder.text(of: "log")) ?? "" }

    private func drain(wait: String = "60s") throws -> Outcome {
        try Command.run("drain", "--config", "muster.yaml", "--wait", wait, in: folder)
    }

    /// Waits until something is so; `false` when it does not come in a minute.
    private func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<1200 {
            if try condition() { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }

    /// Every row of the file is a case, in the results and in the ledger, once.
    private func expectFiled(_ rows: Int) throws {
        #expect(names("in/archive") == ["hires.csv"] && names("in/inbox").isEmpty && names("in/working").isEmpty)
        let cases = Files.listing(of: folder.path("in/results")).filter { $0.hasSuffix("/cases.csv") }
        let ids = try cases.flatMap { ReferenceCSV(try folder.text(of: "in/results/\($0)")).column("case_id") }
        #expect(ids.count == rows && Set(ids).count == rows)
        let ledger = folder.path("in/.muster/ledger.sqlite")
        #expect(try Command.run("ledger", "check", "--ledger", ledger).status == 0)
        let known = ReferenceCSV(try Command.run("cases", "--ledger", ledger, "--format", "csv").outputText)
        #expect(Set(known.column("case_id")) == Set(ids) && known.rows.count == rows + 1)
    }

    // MARK: A full disk

    /// No file may grow beyond some kilobytes, until somebody says otherwise: the same error as on a full disk.
    @Test(.enabled(if: Files.exists("/usr/bin/prlimit")))
    func `a watcher goes on by itself when a full disk has room again`() throws {
        _ = try drain()
        try folder.write(Command.hires(5000), to: "in/inbox/hires.csv")
        let watcher = try Program.shell.start(
            ["-c", "ulimit -S -f 200; exec \"$0\" watch --config muster.yaml 2> log", Program.muster.path],
            in: folder.path)
        #expect(eventually { log.contains("waits for another try") })
        #expect(names("in/inbox").isEmpty && names("in/archive").isEmpty)
        let more = Program(path: "/usr/bin/prlimit")
        #expect(try more.run(["--pid", "\(watcher.processID)", "--fsize=unlimited"]).status == 0)
        #expect(eventually { names("in/archive") == ["hires.csv"] })
        watcher.send(SIGTERM)
        #expect(watcher.wait(seconds: 30).status == 0)
        try expectFiled(5000)
    }

    /// Of a large file, when some of its results have gone past the system's cache.
    @Test(arguments: [(rows: 5000, kilobytes: 200), (rows: 60_000, kilobytes: 11_000)])
    func `an import on a full disk says so, and the next one files each row once`(rows: Int, kilobytes: Int) throws {
        try folder.write(Command.hires(rows), to: "hires.csv")
        let full = try Program.shell.run(
            [
                "-c", "ulimit -f \(kilobytes); exec \"$0\" import hires.csv --output out --region US --quiet",
                Program.muster.path,
            ],
            in: folder.path)
        #expect(full.status == 74, "\(full.errorText)")
        #expect(full.errorText.contains("Nothing was") || full.errorText.contains("nothing was"))
        #expect(!Files.exists(folder.path("out/hires")))
        #expect(try Command.run("import", "hires.csv", "--output", "out", "--region", "US", in: folder).status == 0)
        let known = try Command.run("cases", "--ledger", "out/.muster/ledger.sqlite", "--format", "csv", in: folder)
        #expect(known.outputText.utf8.count { $0 == UInt8(ascii: "\n") } == rows + 1)
    }

    // MARK: Results that nobody may write

    @Test func `a watcher goes on by itself when results can be written again`() throws {
        _ = try drain()
        try FileManager.default.removeItem(atPath: folder.path("in/results"))
        try folder.write("", to: "in/results")
        try folder.write(Command.hires(20), to: "in/inbox/hires.csv")
        let watcher = try Program.shell.start(
            ["-c", "exec \"$0\" watch --config muster.yaml 2> log", Program.muster.path], in: folder.path)
        #expect(eventually { log.contains("waits for another try") })
        try FileManager.default.removeItem(atPath: folder.path("in/results"))
        try FileManager.default.createDirectory(
            atPath: folder.path("in/results"), withIntermediateDirectories: false)
        #expect(eventually { names("in/archive") == ["hires.csv"] })
        watcher.send(SIGTERM)
        #expect(watcher.wait(seconds: 30).status == 0)
        try expectFiled(20)
    }

    /// Needs the right to mount; nobody but this test sees the disks.
    private static let canMount =
        (try? Program(path: "/usr/bin/unshare").run(["--mount", "mount", "-t", "tmpfs", "none", "/mnt"]).status) == 0

    private static let disk = #"""
        wait_for() { for i in $(seq 600); do if eval "$1"; then return; fi; sleep 0.1; done; exit 90; }
        mount -t tmpfs -o size=8m none "$2" || exit 91
        """#

    @Test(.enabled(if: canMount)) func `a disk that is made read-only, and writable again, is waited for`() throws {
        _ = try drain()
        try folder.write(Command.hires(20), to: "in/inbox/hires.csv")
        let script =
            Self.disk + #"""

                mount -o remount,ro in/results
                "$1" watch --config muster.yaml 2> log & watcher=$!
                wait_for 'grep -q "waits for another try.*[Rr]ead-only" log'
                "$1" status --health --config muster.yaml > health
                mount -o remount,rw in/results
                wait_for 'test -e in/archive/hires.csv'
                kill -TERM $watcher; wait $watcher || exit 92
                mkdir kept; cp -r in/results/2* kept
                """#
        try run(script, on: "in/results")
        #expect(try folder.text(of: "health").contains("nothing can be written in"))
        try FileManager.default.removeItem(atPath: folder.path("in/results"))
        try FileManager.default.moveItem(atPath: folder.path("kept"), toPath: folder.path("in/results"))
        try expectFiled(20)
    }

    @Test(.enabled(if: canMount)) func `a disk without room for a byte is waited for`() throws {
        try FileManager.default.createDirectory(atPath: folder.path("disk"), withIntermediateDirectories: false)
        try folder.write(Command.hires(3000), to: "hires.csv")
        let configuration = try folder.text(of: "muster.yaml")
        try folder.write(configuration.replacing("folder: in", with: "folder: disk/in"), to: "muster.yaml")
        let script =
            Self.disk + #"""

                "$1" drain --config muster.yaml || exit 93
                cp hires.csv disk/in/inbox
                cat /dev/zero > disk/filler 2> /dev/null
                "$1" drain --config muster.yaml --wait 1s 2> log; test $? = 74 || exit 94
                test -e disk/in/inbox/hires.csv || exit 95
                "$1" watch --config muster.yaml 2>> log & watcher=$!
                wait_for 'grep -q "No file can be taken" log'
                rm disk/filler
                wait_for 'test -e disk/in/archive/hires.csv'
                kill -TERM $watcher; wait $watcher || exit 92
                cp -r disk/in in
                """#
        try run(script, on: "disk")
        try expectFiled(3000)
    }

    private func run(_ script: String, on disk: String) throws {
        let outcome = try Program(path: "/usr/bin/unshare").run(
            ["--mount", "sh", "-c", script, "sh", Program.muster.path, disk], in: folder.path)
        #expect(outcome.status == 0, "\(outcome.errorText)\(log)")
    }

    // MARK: A ledger that another has

    @Test(.enabled(if: Files.exists("/usr/bin/flock")))
    func `an import that cannot wait longer for the ledger says so, and files nothing`() throws {
        try folder.write(Command.hires(20), to: "hires.csv")
        try folder.write(Command.hires(1).replacing("robin", with: "first"), to: "first.csv")
        let place = ["--output", "out", "--region", "US", "--wait", "1"]
        #expect(try Command.run(["import", "first.csv"] + place, in: folder).status == 0)
        let holder = try Program(path: "/usr/bin/flock").start(
            ["--no-fork", folder.path("out/.muster/ledger.sqlite.lock"), "sleep", "60"])
        defer { holder.send(SIGKILL) }
        #expect(eventually { holder.isRunning })
        Thread.sleep(forTimeInterval: 0.3)
        let waited = try Command.run(["import", "hires.csv"] + place, in: folder)
        #expect(waited.status == 75 && waited.errorText.contains("is in use by another process"))
        #expect(names("out") == ["first"])
        holder.send(SIGKILL)
        _ = holder.wait()
    }
}
