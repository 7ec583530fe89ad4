@testable import Batch
import Dispatch
import Foundation
import Glibc
import Logging
import ServiceLevels
import Sinks
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// What one round takes while others work on the same inbox, or something goes wrong in the middle.
@Suite struct InboxRoundTests {
    private let folder: TemporaryFolder
    private var settings: InboxSettings
    private let told = LogLines()
    private var folders: InboxFolders { InboxFolders(FilePath(settings.folder)) }

    init() throws {
        folder = try TemporaryFolder()
        settings = InboxSettings(name: "hr", folder: folder.path("in"))
        settings.settle = .milliseconds(100)
        settings.lease = .seconds(6)
        try InboxFolders(FilePath(settings.folder)).make()
    }

    private func names(_ place: String) -> [String] { Files.names(in: folder.path("in/\(place)")) }

    private func run(_ importer: @escaping InboxImporter.Run = { _ in throw CancellationError() }) -> FileRun {
        FileRun(
            settings: settings, importer: InboxImporter(run: importer), heartbeat: Heartbeat(interval: .seconds(1))
        ) { [told] in told.add($0) }
    }

    /// Does something in the moment in which a line is logged.
    private func logger(_ action: @escaping @Sendable (String) -> Void = { _ in }) -> Logger {
        Logger(label: "test") { _ in
            LineLog(LogSettings()) { action(String(decoding: $0, as: UTF8.self)) }
        }
    }

    private func claim(_ name: String) throws -> Claim {
        try folder.write("Employee ID\nE1\n", to: "in/inbox/\(name)")
        let path = FileName(name).path(in: folders.inbox)
        return try #require(
            try Claim.take(path, named: FileName(name), received: RunClock.now.instant, in: folders))
    }

    private func hold(_ name: String) throws {
        try HeldBatches.put(
            claim(name), batch: "b-\(name.count)", explanation: "Few rows.", results: nil, isWhole: true, in: folders)
    }

    @Test func `what was released is worked on, though another watcher puts the approve file away`() throws {
        try hold("hires.csv")
        try folder.write("", to: "in/inbox/hires.csv.approve")
        let marker = folder.path("in/inbox/hires.csv.approve")
        let lines = LogTexts()
        var round = InboxRound(
            mode: .watch,
            logger: logger { line in
                lines.add(line)
                if line.contains("approved by a file") { unlink(marker) }
            })
        var state = InboxState(settings)
        let work = round.work(&state, run(), now: Uptime.now)
        #expect(work.map(\.claim.lease.file) == ["hires.csv"])
        #expect(state.isBusy)
        #expect(!lines.all.contains { $0.contains("error") }, "\(lines.all)")
    }

    @Test func `an approve file that cannot be put away keeps neither its batch nor others waiting`() throws {
        try hold("a.csv")
        try hold("other.csv")
        for name in ["a.csv", "other.csv"] { try folder.write("", to: "in/inbox/\(name).approve") }
        try FileManager.default.removeItem(atPath: folder.path("in/archive"))
        try folder.write("", to: "in/archive")
        var round = InboxRound(mode: .watch, logger: logger())
        var state = InboxState(settings)
        let work = round.work(&state, run(), now: Uptime.now)
        #expect(work.map(\.claim.lease.file) == ["a.csv", "other.csv"])
        #expect(round.finalStatus == .inputOutput)
    }

    @Test func `an answer that another watcher has just obeyed is not put away as one to nothing`() throws {
        try hold("hires.csv")
        try folder.write("", to: "in/inbox/hires.csv.reject")
        let batches = HeldBatches(folders)
        let held = try #require(try batches.all().first)
        #expect(try batches.reject(held, reason: "Somebody has rejected it."))
        // The other one has still to put the answer away.
        var round = InboxRound(mode: .watch, logger: logger())
        var state = InboxState(settings)
        let now = Uptime.now
        for step in 0..<10 { #expect(round.work(&state, run(), now: now + .milliseconds(10 * step)).isEmpty) }
        #expect(names("inbox") == ["hires.csv.reject"])
        _ = round.work(&state, run(), now: now + .seconds(1))
        #expect(names("failed").contains("hires.csv.reject.why.txt"))
    }

    @Test func `the rest of a file that was filed in part is given up in other words`() throws {
        try HeldBatches.put(
            claim("hires.csv"), batch: "b", explanation: "2 rows wait.", results: nil, isWhole: false, in: folders)
        let held = try #require(try HeldBatches(folders).all().first)
        #expect(try HeldBatches(folders).reject(held, reason: "Not wanted."))
        let note = try folder.text(of: "in/failed/hires.csv.why.txt")
        #expect(note.contains("What was filed before stays filed") && !note.contains("Nothing of it"))
    }

    @Test func `an approve file that comes in the moment in which its file is held is obeyed`() throws {
        var round = InboxRound(mode: .watch, logger: logger())
        let run = run()
        for number in 0..<40 {
            let name = "hires-\(number).csv"
            let claim = try claim(name)
            try folder.write("", to: "in/inbox/\(name).approve")
            let (folders, done) = (folders, DispatchSemaphore(value: 0))
            Thread.detachNewThread {
                try? HeldBatches.put(
                    claim, batch: "b", explanation: "Few rows.", results: nil, isWhole: true, in: folders)
                done.signal()
            }
            var state = InboxState(settings)
            while names("inbox").contains("\(name).approve") { _ = round.work(&state, run, now: Uptime.now) }
            done.wait()
            for left in names("working") {
                try FileManager.default.removeItem(atPath: folder.path("in/working/\(left)"))
            }
        }
        #expect(names("failed").isEmpty && names("held").isEmpty)
    }

    @Test(arguments: ["hires.csv", String(repeating: "ü", count: 124) + ".csv"])
    func `a process that ends while it holds a file leaves the file and no note of its own`(name: String) throws {
        var old = try claim(name)
        old.lease.owner.started = "1"
        try old.lease.write(in: old.folder)
        // What holding writes, up to its last step.
        let held = folders.held
        try FileManager.default.removeItem(atPath: held.string)
        #expect(throws: InboxError.self) {
            try HeldBatches.put(
                old, batch: "b", explanation: "Few rows.", results: nil, isWhole: true, in: folders)
        }
        try Placement.makeFolder(held)
        #expect(Files.names(in: old.folder.string).count == 4)
        var round = InboxRound(mode: .watch, logger: logger())
        var state = InboxState(settings)
        let work = round.work(&state, run(), now: Uptime.now)
        #expect(work.map(\.claim.lease.file) == [old.lease.file])
        #expect(work.map(\.claim.lease.id) == [old.lease.id])
        #expect(names("working").count == 1)
        let taken = try #require(work.first?.claim.folder.string)
        #expect(Files.names(in: taken).sorted() == [".lease.json", old.lease.file].sorted())
    }

    @Test func `a done marker that a process left goes with its file, and is not the next one's`() throws {
        var old = try claim("hires.csv")
        old.lease.owner.started = "1"
        try old.lease.write(in: old.folder)
        try folder.write("", to: "in/inbox/hires.csv.done")
        var round = InboxRound(mode: .watch, logger: logger())
        var state = InboxState(settings)
        #expect(round.work(&state, run(), now: Uptime.now).count == 1)
        #expect(names("inbox").isEmpty && names("archive") == ["hires.csv.done"])
    }

    @Test func `while there is no place nothing that needs one is looked for`() throws {
        var settings = settings
        settings.parallel = 1
        settings.poll = .seconds(5)
        var state = InboxState(settings)
        let now = Uptime.now
        state.begin(try claim("hires.csv"))
        _ = try state.look(now: now)
        #expect(try state.takeBack(now: now, wallClock: RunClock.now.instant) == nil)
        #expect(state.pause(now: now) == .seconds(5))
    }

    @Test func `a share that is gone is looked for now and then, not all the time`() throws {
        try FileManager.default.removeItem(atPath: settings.folder)
        var round = InboxRound(mode: .watch, logger: logger())
        var state = InboxState(settings)
        let now = Uptime.now
        #expect(round.work(&state, run(), now: now).isEmpty)
        #expect(state.pause(now: now) >= .milliseconds(500))
    }

    @Test func `an import whose file was taken over is told by whoever has it now`() async throws {
        let claim = try claim("hires.csv")
        let other = folder.path("elsewhere.csv")
        let report = try Self.report()
        let run = run { request in
            rename(request.file, other)
            return ImportResult(report: report, folder: request.results)
        }
        let ending = await run.run(claim)
        #expect(ending.pending.isEmpty && told.events.isEmpty)
        #expect(Files.exists(other) && names("working").isEmpty)
    }

    private static func report() throws -> BatchReport {
        BatchReport(
            program: BatchReport.Program(name: "muster", version: "1"),
            run: BatchReport.Run(
                outcome: .finished, exitStatus: 0, started: "", finished: "", durationSeconds: 1, rowsPerSecond: 1),
            input: BatchReport.Input(
                fileName: "hires.csv", bytes: 1, sha256: "ab", plan: "standard", receivedAt: "2026-12-14T10:30:00Z"),
            counts: BatchReport.Counts(read: 1, accepted: 1, rejected: 0))
    }
}

/// Collects lines of a log.
private final class LogTexts: Sendable {
    private let state = Mutex<[String]>([])

    func add(_ line: String) { state.withLock { $0.append(line) } }

    var all: [String] { state.withLock { $0 } }
}
