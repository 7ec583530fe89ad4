@testable import Batch
import Foundation
import Glibc
import Logging
import Records
import ServiceCatalog
import Sinks
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// Files of every kind through an inbox: each has one outcome, and nothing goes away.
@Suite struct DrainTests {
    private let folder: TemporaryFolder
    private var settings: InboxSettings
    private let log = LogLines()

    init() throws {
        folder = try TemporaryFolder()
        settings = InboxSettings(name: "hr", folder: folder.path("in"))
        settings.region = "US"
        settings.settle = .milliseconds(80)
        settings.poll = .milliseconds(50)
        settings.emptyWait = .milliseconds(150)
        settings.lease = .milliseconds(800)
        settings.retries.wait = .milliseconds(50)
        settings.guards = .off
        try InboxFolders(FilePath(settings.folder)).make()
    }

    private static let importer = Result { () throws(DefinitionProblems) in
        var settings = InboxSettings(name: "hr", folder: "/")
        settings.region = "US"
        settings.guards = .off
        return try InboxImporter(settings: settings, jobs: 1)
    }

    private func drain(_ importer: InboxImporter? = nil, wait: Duration = .seconds(300)) async throws
        -> Batch.ExitStatus
    {
        let log = log
        let run = FileRun(
            settings: settings, importer: try importer ?? Self.importer.get(),
            heartbeat: Heartbeat(interval: settings.lease / 8)
        ) { log.add($0) }
        return try await InboxRunner(run, mode: .drain(wait: wait), logger: log.logger).run()
    }

    private static func hires(_ rows: Int, from first: Int = 0) -> String {
        var text = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"
        for row in first..<(first + rows) {
            text += "E\(row),Robin,Sample,robin.\(row)@example.com,robin.\(row),London,8x8 Work,New User Set-Up\n"
        }
        return text
    }

    private func names(_ place: String) -> [String] { Files.names(in: folder.path("in/\(place)")) }

    private func results() -> [String] {
        names("results").flatMap { day in names("results/\(day)").map { "\(day)/\($0)" } }
    }

    @discardableResult
    private func drop(_ name: String, _ text: String) throws -> String {
        try folder.write(text, to: "in/inbox/\(name)")
    }

    private func why(_ name: String) throws -> String { try folder.text(of: "in/failed/\(name).why.txt") }

    // MARK: What becomes of a file

    @Test func `a file that was imported before is told of as that, and counted once`() async throws {
        let text = Self.hires(5) + "E9,Robin,Sample,robin,robin.9,London,8x8 Work,New User Set-Up\n"
        try drop("hires.csv", text)
        #expect(try await drain() == .someRejected)
        try drop("again.csv", text)
        #expect(try await drain() == .success)
        let events = log.events
        #expect(events.map(\.isImportedBefore) == [false, true])
        #expect(events.map { Notifier.kind(of: $0) } == [.rejected, .finished])
        let told = Notifier.environment(events[1], .finished)
        #expect(told["MUSTER_ACCEPTED"] == "0" && told["MUSTER_REJECTED"] == "0")
        var settings = NotificationSettings()
        settings.mailTo = ["hr@example.com"]
        let mail = MailText(events[1], .finished, settings).text
        #expect(mail.contains("Subject: Muster: again.csv: imported before, nothing was filed\n"))
        #expect(!mail.contains("accepted"))
        var totals = InboxTotals()
        for event in events { totals.count(event, now: 0) }
        #expect(totals.rows == ["accepted": 5, "rejected": 1, "already_imported": 5])
        #expect(totals.batches == ["rejected": 1, "accepted": 1])
        #expect(totals.reasons.values.reduce(0, +) == 1)
    }

    @Test func `a file is imported and archived as it was`() async throws {
        let text = Self.hires(5)
        try drop("hires.csv", text)
        #expect(try await drain() == .success)
        #expect(try folder.text(of: "in/archive/hires.csv") == text)
        #expect(names("inbox").isEmpty && names("working").isEmpty && names("failed").isEmpty)
        let result = try #require(results().first)
        #expect(result.wholeMatch(of: /20\d\d-\d\d-\d\d\/hires-[0-9a-z]{8}/) != nil)
        #expect(names("results/\(result)").contains("report.html"))
    }

    @Test func `the same name again gets a number in the archive, the results their own folder`() async throws {
        for round in 0..<3 {
            try drop("hires.csv", Self.hires(2, from: 10 * round))
            #expect(try await drain() == .success)
        }
        #expect(names("archive") == ["hires-2.csv", "hires-3.csv", "hires.csv"])
        #expect(results().count == 3)
        #expect(try folder.text(of: "in/archive/hires-2.csv") == Self.hires(2, from: 10))
    }

    @Test func `a file that cannot be read goes to failed with the reason and stops nobody`() async throws {
        try drop("good.csv", Self.hires(1))
        try drop("noise.csv", "\0\u{1}\u{2}\0\0")
        #expect(try await drain() == .unreadableData)
        #expect(names("archive") == ["good.csv"])
        #expect(names("failed") == ["noise.csv", "noise.csv.why.txt"])
        #expect(try why("noise.csv").contains("noise.csv was not imported"))
        #expect(try why("noise.csv").contains("not text"))
    }

    @Test func `an empty file is waited for, then fails with a reason`() async throws {
        try drop("empty.csv", "")
        #expect(try await drain() == .unreadableData)
        #expect(try why("empty.csv").contains("The file is empty"))
    }

    @Test func `links are not followed, pipes are not opened`() async throws {
        let secret = try folder.write(Self.hires(1), to: "outside.csv")
        #expect(symlink(secret, folder.path("in/inbox/link.csv")) == 0)
        #expect(symlink("/nowhere", folder.path("in/inbox/dangling.csv")) == 0)
        #expect(mkfifo(folder.path("in/inbox/pipe.csv"), 0o644) == 0)
        #expect(try await drain() == .unreadableData)
        #expect(results().isEmpty)
        #expect(Files.exists(secret))
        for name in ["link.csv", "dangling.csv"] { #expect(try why(name).contains("link")) }
        #expect(try why("pipe.csv").contains("pipe"))
    }

    @Test func `names of any bytes go their way`() async throws {
        let folders = InboxFolders(FilePath(settings.folder))
        let odd: [[UInt8]] = [
            [0x68, 0xFF, 0x20, 0x2E, 0x63, 0x73, 0x76], Array("a b\n.csv".utf8), Array("-rf.csv".utf8),
            Array("\u{E9}.csv".utf8), Array("e\u{301}.csv".utf8), Array(String(repeating: "ü", count: 127).utf8),
            Array((String(repeating: "x", count: 251) + ".csv").utf8), Array("'; rm -rf $HOME;.csv".utf8),
        ]
        for (index, bytes) in odd.enumerated() {
            let path = FileName(bytes: bytes).path(in: folders.inbox)
            let file = try FileDescriptor.open(path, .writeOnly, options: .create, permissions: .ownerReadWrite)
            try file.closeAfter { _ = try file.writeAll(Self.hires(1, from: index).utf8) }
        }
        #expect(try await drain() == .success)
        #expect(try FolderListing.entries(of: folders.inbox).isEmpty)
        #expect(names("archive").count == odd.count)
        #expect(results().count == odd.count)
        #expect(names("archive").contains("h%FF .csv") && names("archive").contains("a b%0A.csv"))
    }

    @Test func `a folder is taken one level deep, in the order of its names`() async throws {
        for (index, name) in ["10-b.csv", "2-a.csv", "1-c.csv"].enumerated() {
            try drop("december/\(name)", Self.hires(1, from: index))
        }
        try drop("december/deeper/x.csv", Self.hires(1))
        try drop("december/.DS_Store", "x")
        #expect(try await drain() == .unreadableData)
        #expect(log.files(.finished) == ["1-c.csv", "10-b.csv", "2-a.csv"])
        #expect(names("archive/december") == [".DS_Store", "1-c.csv", "10-b.csv", "2-a.csv"])
        #expect(names("failed/december") == ["deeper", "deeper.why.txt"])
        #expect(names("inbox").isEmpty && names("working").isEmpty)
        #expect(results().count == 3)
    }

    @Test(arguments: [nil, "none"] as [String?])
    func `files of the same bytes are archived each, and are cases once where a ledger knows them`(
        ledger: String?
    ) async throws {
        var settings = settings
        settings.ledger = ledger
        try drop("same.csv", Self.hires(2))
        try drop("folder/same.csv", Self.hires(2))
        try drop("folder/same.txt", Self.hires(2))
        #expect(try await drain(InboxImporter(settings: settings, jobs: 1)) == .success)
        #expect(results().count == 3)
        let cases = results().filter { names("results/\($0)").contains("cases.csv") }
        #expect(cases.count == (ledger == nil ? 1 : 3))
        #expect(names("archive") == ["folder", "same.csv"] && names("archive/folder") == ["same.csv", "same.txt"])
    }

    @Test func `what is under way is left alone, and does not keep a drain`() async throws {
        for name in ["a.csv.part", "~$b.xlsx", ".c.csv", "d.crdownload"] { try drop(name, "x") }
        #expect(try await drain() == .success)
        #expect(names("inbox").count == 4)
    }

    @Test func `an empty folder, and one with a copy under way, wait for somebody and keep no drain`() async throws {
        try drop("folder/hires.csv", Self.hires(1))
        try drop("folder/more.csv.part", "x")
        try FileManager.default.createDirectory(
            atPath: folder.path("in/inbox/empty"), withIntermediateDirectories: true)
        #expect(try await drain() == .success)
        #expect(names("inbox") == ["empty", "folder"])
    }

    @Test func `a full disk keeps files in the inbox, and they go on when there is room`() async throws {
        try drop("hires.csv", Self.hires(1))
        // No room for a lease is the same as no folder for it.
        let working = folder.path("in/working")
        try FileManager.default.removeItem(atPath: working)
        async let status = drain()
        try await Task.sleep(for: .milliseconds(400))
        #expect(names("inbox") == ["hires.csv"])
        try FileManager.default.createDirectory(atPath: working, withIntermediateDirectories: true)
        #expect(try await status == .success)
        #expect(names("archive") == ["hires.csv"])
    }

    @Test func `a file with its done marker is taken at once, and the marker is kept`() async throws {
        var slow = self
        slow.settings.settle = .seconds(3600)
        try drop("hires.csv", Self.hires(1))
        try drop("hires.csv.done", "")
        #expect(try await slow.drain() == .success)
        #expect(names("archive") == ["hires.csv", "hires.csv.done"])
    }

    @Test func `a read-only file is imported like any other`() async throws {
        let path = try drop("hires.csv", Self.hires(1))
        #expect(chmod(path, 0o444) == 0)
        #expect(try await drain() == .success)
        #expect(names("archive") == ["hires.csv"])
    }

    @Test func `a file that is still open for writing is left to its writer`() async throws {
        let path = try drop("hires.csv", Self.hires(1))
        let writer = try FileDescriptor.open(FilePath(path), .writeOnly, options: .append)
        #expect(try await drain(wait: .milliseconds(500)) == .success)
        #expect(names("inbox") == ["hires.csv"])
        try writer.close()
        #expect(try await drain() == .success)
        #expect(names("archive") == ["hires.csv"])
    }

    // MARK: Causes that pass

    @Test func `results that cannot be written are waited for`() async throws {
        try drop("hires.csv", Self.hires(3))
        // A file where the folder of results should be.
        let blocked = folder.path("in/results")
        try FileManager.default.removeItem(atPath: blocked)
        try folder.write("", to: "in/results")
        let log = log
        async let status = drain()
        while log.files(.waiting(seconds: 1)).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(names("inbox").isEmpty)
        try FileManager.default.removeItem(atPath: blocked)
        #expect(try await status == .success)
        #expect(names("archive") == ["hires.csv"])
        #expect(results().count == 1)
    }

    @Test func `a drain that cannot wait longer gives the file back`() async throws {
        try drop("hires.csv", Self.hires(3))
        try FileManager.default.removeItem(atPath: folder.path("in/results"))
        try folder.write("", to: "in/results")
        try drop("hires.csv.done", "")
        #expect(try await drain(wait: .milliseconds(600)) == .inputOutput)
        #expect(names("inbox") == ["hires.csv"])
        #expect(names("working").isEmpty)
    }

    @Test func `a file that cannot be read to its end is tried a few times`() async throws {
        try drop("hires.csv", Self.hires(1))
        let attempts = Counter()
        let importer = InboxImporter { _ in
            attempts.add()
            throw RecordError(.unreadable, "hires.csv cannot be read: input/output error.")
        }
        #expect(try await drain(importer) == .unreadableData)
        #expect(attempts.count == settings.retries.attempts)
        #expect(try why("hires.csv").contains("has tried 5 times"))
    }

    @Test func `a file that ends its process is not tried for ever`() async throws {
        try drop("hires.csv", Self.hires(1))
        let folders = InboxFolders(FilePath(settings.folder))
        var claim = try #require(
            try Claim.take(
                folders.inbox.appending("hires.csv"), named: FileName("hires.csv"), received: RunClock.now.instant,
                in: folders))
        claim.lease.owner.started = "1"
        claim.lease.attempts = settings.retries.attempts
        try claim.lease.write(in: claim.folder)
        #expect(try await drain() == .unreadableData)
        #expect(try why("hires.csv").contains("begun 5 times"))
        #expect(names("working").isEmpty)
    }

    // MARK: Taking back

    @Test(arguments: [true, false])
    func `a claim of a dead process is taken back`(isOfThisMachine: Bool) async throws {
        try drop("hires.csv", Self.hires(2))
        let folders = InboxFolders(FilePath(settings.folder))
        var claim = try #require(
            try Claim.take(
                folders.inbox.appending("hires.csv"), named: FileName("hires.csv"), received: RunClock.now.instant,
                in: folders))
        if isOfThisMachine { claim.lease.owner.started = "1" } else { claim.lease.owner.boot = "elsewhere" }
        try claim.lease.write(in: claim.folder)
        #expect(try await drain() == .success)
        #expect(names("archive") == ["hires.csv"] && names("working").isEmpty)
        #expect(results().count == 1 && results().first?.hasSuffix(claim.lease.id) == true)
    }

    @Test func `a claim of a live process is left alone`() async throws {
        try drop("hires.csv", Self.hires(2))
        let folders = InboxFolders(FilePath(settings.folder))
        let claim = try #require(
            try Claim.take(
                folders.inbox.appending("hires.csv"), named: FileName("hires.csv"), received: RunClock.now.instant,
                in: folders))
        #expect(try await drain() == .success)
        #expect(Files.exists(claim.path.string))
        #expect(results().isEmpty)
    }

    @Test func `a file that was filed and never archived keeps its results`() async throws {
        try drop("hires.csv", Self.hires(2))
        #expect(try await drain() == .success)
        let before = try Files.contents(of: folder.path("in/results"))
        let folders = InboxFolders(FilePath(settings.folder))
        let place = try #require(results().first)
        var claim = try #require(
            try Claim.take(
                folders.archive.appending("hires.csv"), named: FileName("hires.csv"), received: RunClock.now.instant,
                in: folders))
        claim.lease.id = try #require(log.events.first?.id)
        claim.lease.owner.started = "1"
        // Another name than the report's, so that only the ledger knows the file.
        claim.lease.file = "hires.csv"
        try claim.lease.write(in: claim.folder)
        let report = folder.path("in/results/\(place)/report.json")
        let text = try Files.text(of: report)
        try text.replacing("\"file_name\": \"hires.csv\"", with: "\"file_name\": \"other.csv\"")
            .write(toFile: report, atomically: true, encoding: .utf8)
        #expect(try await drain() == .success)
        #expect(results() == [place])
        #expect(names("results/\(place)").contains("cases.csv"))
        #expect(before.keys.count == (try Files.contents(of: folder.path("in/results"))).keys.count)
        #expect(names("archive") == ["hires.csv"])
    }

    @Test func `results that are there already are not made again`() async throws {
        try drop("hires.csv", Self.hires(2))
        #expect(try await drain() == .success)
        let before = try Files.contents(of: folder.path("in/results"))
        // As if the process had ended between the two steps: results made, file not archived.
        let folders = InboxFolders(FilePath(settings.folder))
        let id = try #require(log.events.first?.id)
        var claim = try #require(
            try Claim.take(
                folders.archive.appending("hires.csv"), named: FileName("hires.csv"), received: RunClock.now.instant,
                in: folders))
        claim.lease.id = id
        claim.lease.owner.started = "1"
        try claim.lease.write(in: claim.folder)
        #expect(try await drain() == .success)
        #expect(log.files(.recovered) == ["hires.csv"])
        #expect(try Files.contents(of: folder.path("in/results")) == before)
        #expect(names("archive") == ["hires.csv"])
    }

    // MARK: Held batches

    /// Holds every file that nobody has approved.
    private func holding() throws -> InboxImporter {
        let real = try Self.importer.get()
        return InboxImporter { request in
            let result = try await real.run(request)
            guard !request.isApproved else { return result }
            let report = result.report
            let run = BatchReport.Run(
                outcome: .held, exitStatus: 3, batch: String(report.input.sha256.prefix(12)),
                explanation: "The file has 2 rows; at least 100 are expected.", started: report.run.started,
                finished: report.run.finished, durationSeconds: 0, rowsPerSecond: 0)
            let held = BatchReport(program: report.program, run: run, input: report.input, counts: report.counts)
            return ImportResult(report: held, folder: result.folder)
        }
    }

    @Test func `a held file waits outside every process and blocks nobody`() async throws {
        try drop("hires.csv", Self.hires(2))
        #expect(try await drain(holding()) == .held)
        let batches = HeldBatches(InboxFolders(FilePath(settings.folder)))
        let held = try #require(try batches.all().first)
        #expect(held.file == "hires.csv")
        #expect(names("working").isEmpty && names("inbox").isEmpty && names("archive").isEmpty)
        let note = try folder.text(of: "in/held/\(held.batch)/hires.csv.why.txt")
        #expect(note.contains("at least 100 are expected") && note.contains("muster approve \(held.batch)"))
        let result = try #require(results().first)
        #expect(note.contains("open report.html in results/\(result)\n"))
        #expect(try await drain(holding()) == .success)
        #expect(try batches.all().count == 1)
    }

    @Test func `an approve file releases it, with its guards off`() async throws {
        try drop("hires.csv", Self.hires(2))
        _ = try await drain(holding())
        try drop("hires.csv.approve", "")
        #expect(try await drain(holding()) == .success)
        #expect(names("archive") == ["hires.csv", "hires.csv.approve"])
        #expect(names("held").isEmpty && names("inbox").isEmpty)
        #expect(results().count == 1)
    }

    @Test func `a reject file ends it`() async throws {
        try drop("hires.csv", Self.hires(2))
        _ = try await drain(holding())
        try drop("hires.csv.reject", "")
        #expect(try await drain(holding()) == .success)
        #expect(names("failed") == ["hires.csv", "hires.csv.why.txt"])
        #expect(try why("hires.csv").contains("somebody has rejected it"))
        #expect(names("held").isEmpty)
    }

    @Test func `an answer to nothing is put away with a note`() async throws {
        try drop("nobody.csv.approve", "")
        #expect(try await drain() == .success)
        #expect(names("failed") == ["nobody.csv.approve", "nobody.csv.approve.why.txt"])
        #expect(try why("nobody.csv.approve").contains("There is no held file of this name"))
        #expect(try !why("nobody.csv.approve").contains("was not imported"))
    }

    @Test func `two held files of the same bytes are two`() async throws {
        try drop("hires.csv", Self.hires(2))
        _ = try await drain(holding())
        try drop("copy.csv", Self.hires(2))
        _ = try await drain(holding())
        #expect(names("held").count == 2)
        try drop("copy.csv.approve", "")
        #expect(try await drain(holding()) == .success)
        #expect(names("archive") == ["copy.csv", "copy.csv.approve"])
        #expect(names("held").count == 1)
    }
}

/// Collects what is told of files.
final class LogLines: Sendable {
    private let state = Mutex<[InboxEvent]>([])

    var logger: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }

    func add(_ event: InboxEvent) { state.withLock { $0.append(event) } }

    var events: [InboxEvent] { state.withLock { $0 } }

    /// The files of all events of one kind, in their order; of waiting ones whatever the time.
    func files(_ kind: InboxEvent.Kind) -> [String] {
        events.filter { event in
            if case .waiting = event.kind, case .waiting = kind { return true }
            return event.kind == kind
        }.map(\.file)
    }
}

final class Counter: Sendable {
    private let state = Mutex(0)

    func add() { state.withLock { $0 += 1 } }

    var count: Int { state.withLock { $0 } }
}
