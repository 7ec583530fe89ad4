@testable import Batch
import Foundation
import Glibc
import ServiceLevels
import SystemPackage
import TestSupport
import Testing

/// Whose a file is, and when nobody's.
@Suite struct LeaseTests {
    private let folder: TemporaryFolder
    private let folders: InboxFolders
    private let received: Instant

    init() throws {
        folder = try TemporaryFolder()
        folders = InboxFolders(FilePath(folder.path("in")))
        try folders.make()
        received = try Instant("2026-12-14T10:30:00Z")
    }

    private func drop(_ name: String = "hires.csv", _ text: String = "a,b\n") throws -> FilePath {
        FilePath(try folder.write(text, to: "in/inbox/\(name)"))
    }

    private func take(_ path: FilePath) throws -> Claim? {
        try Claim.take(
            path, named: FileName(path.lastComponent?.string ?? ""), received: received, in: folders)
    }

    @Test func `of many that want a file one gets it`() async throws {
        for round in 0..<20 {
            let path = try drop("hires-\(round).csv")
            let claims = await withTaskGroup(of: Claim?.self) { group in
                for _ in 0..<8 { group.addTask { try? take(path) } }
                return await group.reduce(into: [Claim]()) { if let claim = $1 { $0.append(claim) } }
            }
            #expect(claims.count == 1)
            #expect(try claims.first.map { try Files.text(of: $0.path.string) } == "a,b\n")
        }
        #expect(Files.names(in: folders.working.string).count == 20)
    }

    @Test func `a process that has ended is dead, though nobody has asked how it ended`() throws {
        var pid: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("sleep"), strdup("600"), nil]
        defer { arguments.forEach { free($0) } }
        try #require(posix_spawn(&pid, "/bin/sleep", nil, nil, &arguments, nil) == 0)
        let stat = try Files.text(of: "/proc/\(pid)/stat")
        var identity = ProcessIdentity.own
        identity.pid = pid
        // Its name has no spaces, so the 22nd field is the 22nd word.
        identity.started = String(try #require(stat.split(separator: " ").dropFirst(21).first))
        #expect(identity.life == .alive)
        kill(pid, SIGKILL)
        var status = siginfo_t()
        // Waits for the end and leaves it to be asked for.
        waitid(P_PID, id_t(pid), &status, WEXITED | WNOWAIT)
        #expect(identity.life == .dead)
        var ending: Int32 = 0
        waitpid(pid, &ending, 0)
        #expect(identity.life == .dead)
    }

    @Test func `of many that want to take a file over one gets it`() async throws {
        let claim = try #require(try take(try drop()))
        let folders = folders
        let received = received
        let takers = await withTaskGroup(of: Claim?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try? Claim.takeOver(
                        claim.path, named: FileName("hires.csv"), lease: claim.lease, now: received, in: folders)
                }
            }
            return await group.reduce(into: [Claim]()) { if let claim = $1 { $0.append(claim) } }
        }
        #expect(takers.count == 1)
        #expect(takers.first?.lease.id == claim.lease.id)
        #expect(takers.first?.lease.received == "2026-12-14T10:30:00Z")
    }

    @Test func `a lease says whose the file is and outlives the process`() throws {
        var claim = try #require(try take(try drop()))
        try claim.beginAttempt()
        let lease = try #require(Lease.read(in: claim.folder))
        #expect(lease == claim.lease)
        #expect(lease.attempts == 1)
        #expect(lease.owner == .own)
        #expect(lease.owner.life == .alive)
    }

    @Test func `giving back never replaces a file that was dropped meanwhile`() throws {
        let claim = try #require(try take(try drop("hires.csv", "first\n")))
        _ = try drop("hires.csv", "second\n")
        try claim.giveBack(folders)
        #expect(Files.names(in: folders.inbox.string) == ["hires-2.csv", "hires.csv"])
        #expect(try folder.text(of: "in/inbox/hires.csv") == "second\n")
        #expect(try folder.text(of: "in/inbox/hires-2.csv") == "first\n")
        #expect(Files.names(in: folders.working.string).isEmpty)
    }

    // MARK: Who is alive

    @Test func `the kernel knows the processes of this machine`() throws {
        #expect(ProcessIdentity.own.life == .alive)
        var other = ProcessIdentity.own
        other.started = "1"
        #expect(other.life == .dead, "the number is used again by a process that started later")
        let program = try Program.shell.start(["-c", "exit 0"])
        _ = program.wait()
        other.pid = 0x7FFF_FFF0
        #expect(other.life == .dead)
    }

    @Test func `of a process elsewhere only its heartbeat tells`() {
        var other = ProcessIdentity.own
        other.boot = "another start of the machine"
        #expect(other.life == .unknown)
        other = .own
        other.namespace = "pid:[1]"
        #expect(other.life == .unknown)
    }

    @Test func `a lease that stands still is given up after a while of our own`() {
        var watch = LeaseWatch(time: .seconds(60))
        let claim = FileName("x")
        func observe(_ modified: Int64?, _ now: Int) -> LeaseWatch.Verdict {
            watch.observe(
                claim, pulse: modified.map { Lease.Pulse(inode: 1, modified: $0) }, life: .unknown, now: .seconds(now))
        }
        #expect(observe(5, 0) == .undecided(until: .seconds(60)))
        #expect(observe(5, 59) == .undecided(until: .seconds(60)))
        #expect(observe(6, 60) == .alive)
        #expect(observe(6, 119) == .undecided(until: .seconds(120)))
        #expect(observe(6, 120) == .abandoned)
        // A clock that is set back moves it as well.
        #expect(observe(1, 121) == .alive)
        // One that has no lease at all is given up in the same way.
        watch.keep(only: [])
        #expect(observe(nil, 200) == .undecided(until: .seconds(260)))
        #expect(observe(nil, 260) == .abandoned)
    }

    @Test func `a heartbeat moves the lease and needs no room`() throws {
        let claim = try #require(try take(try drop()))
        let before = try #require(Lease.pulse(in: claim.folder))
        let heartbeat = Heartbeat(interval: .milliseconds(50))
        heartbeat.add(claim.folder)
        var moved = false
        for _ in 0..<100 where !moved {
            Thread.sleep(forTimeInterval: 0.02)
            moved = Lease.pulse(in: claim.folder) != before
        }
        #expect(moved)
    }

    @Test func `one drain at a time, and the other is told who`() throws {
        let lock = try DrainLock(folders)
        let error = #expect(throws: InboxError.self) { _ = try DrainLock(folders) }
        #expect(error?.code == .busy)
        #expect(error?.message.contains("process \(ProcessIdentity.own.pid) on \(ProcessIdentity.own.host)") == true)
        withExtendedLifetime(lock) {}
    }
}
