@testable import Batch
import Foundation
import Logging
import ServiceLevels
import Sinks
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// What monitors, logs and people are told: numbers, names of files and codes, never a value.
@Suite struct InboxReportingTests {
    private let folder: TemporaryFolder
    private let settings: InboxSettings
    private var folders: InboxFolders { InboxFolders(FilePath(settings.folder)) }

    init() throws {
        folder = try TemporaryFolder()
        settings = InboxSettings(name: "hr \"x\"", folder: folder.path("in"))
        try InboxFolders(FilePath(settings.folder)).make()
    }

    private func event(_ kind: InboxEvent.Kind, rejected: Int = 0, held: Int = 0) -> InboxEvent {
        var event = InboxEvent(kind, inbox: settings.name, file: "hires\n; rm -rf.csv", id: "abcd1234")
        let run = BatchReport.Run(
            outcome: .finished, exitStatus: 0, started: "", finished: "", durationSeconds: 1, rowsPerSecond: 1)
        event.report = BatchReport(
            program: BatchReport.Program(name: "muster", version: "1"), run: run,
            input: BatchReport.Input(
                fileName: "hires.csv", bytes: 1, sha256: "ab", plan: "standard", receivedAt: "2026-12-14T10:30:00Z"),
            counts: BatchReport.Counts(read: 10, accepted: 10 - rejected - held, rejected: rejected, held: held),
            reasons: rejected == 0
                ? []
                : [
                    BatchReport.ReasonCount(
                        code: "email.syntax", title: "No e-mail address", grade: .error, count: rejected,
                        firstRecord: 1,
                        firstLine: 2, fields: ["email"], example: "“secret@value” is no e-mail address")
                ])
        event.results = folder.path("in/results/x")
        event.batch = "123456789abc"
        event.reason = "because"
        event.seconds = 1.5
        return event
    }

    // MARK: Metrics

    @Test func `metrics count files, rows and reasons over processes`() throws {
        let file = InboxTotalsFile(folders)
        file.update { $0.count(event(.finished), now: 100) }
        file.update { $0.count(event(.finished, rejected: 3), now: 200) }
        file.update { $0.count(event(.held), now: 300) }
        try folder.write("x", to: "in/inbox/waiting.csv")
        let path = folder.path("muster.prom")
        try MetricsFile(path: path).write([settings])
        let text = try Files.text(of: path)
        for line in [
            #"muster_batches_total{inbox="hr \"x\"",outcome="accepted"} 1"#,
            #"muster_batches_total{inbox="hr \"x\"",outcome="rejected"} 1"#,
            #"muster_batches_total{inbox="hr \"x\"",outcome="held"} 1"#,
            #"muster_rows_total{inbox="hr \"x\"",outcome="accepted"} 17"#,
            #"muster_reasons_total{inbox="hr \"x\"",code="email.syntax"} 3"#,
            #"muster_files_waiting{inbox="hr \"x\""} 1"#, #"muster_inbox_up{inbox="hr \"x\""} 1"#,
            #"muster_last_success_timestamp_seconds{inbox="hr \"x\""} 200"#,
            #"muster_import_seconds_total{inbox="hr \"x\""} 3.0"#,
        ] { #expect(text.contains(line + "\n"), "\(line)\n\(text)") }
        #expect(!text.contains("secret"))
        // A family's help and type stand once, before its samples.
        let types = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(Set(types).count == types.count)
        #expect(Files.names(in: folder.path) == ["in", "muster.prom"])
    }

    @Test func `processes that count at the same time lose nothing`() async throws {
        let file = InboxTotalsFile(folders)
        let event = event(.finished)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { file.update { $0.count(event, now: 1) } } }
        }
        #expect(file.read().batches == ["accepted": 50])
    }

    // MARK: Health

    @Test func `health is one line, and says who has to do what`() throws {
        let now = Int(Date().timeIntervalSince1970)
        func health(_ longestWait: Int = 900, later: Int = 0) -> InboxHealth {
            InboxHealth([settings], longestWait: longestWait, longestSilence: 300, now: now + later)
        }
        #expect(!health().isWell)
        #expect(health().line.contains("nobody has ever looked at it"))
        InboxTotalsFile(folders).update { $0.lastLook = Int64(now) }
        #expect(health().isWell)
        #expect(health().line == "OK: hr \"x\": 0 waiting, 0 in work")
        try folder.write("x", to: "in/inbox/waiting.csv")
        #expect(health().isWell)
        #expect(health(later: 200).isWell)
        #expect(health(60, later: 200).line.contains("1 waiting, the oldest for 3 minutes"))
        #expect(health(later: 400).line.contains("nobody has looked at it for 6 minutes"))
        try FileManager.default.removeItem(atPath: folder.path("in/inbox/waiting.csv"))
        // A file that has been taken, and is kept from its end by a full disk.
        let path = FilePath(try folder.write("x", to: "in/inbox/taken.csv"))
        let received = try #require(Instant(secondsSince1970: Int64(now)))
        let claim = try #require(
            try Claim.take(path, named: FileName("taken.csv"), received: received, in: folders))
        #expect(health(60, later: 30).isWell)
        #expect(health(60, later: 200).line.contains("1 in work, the oldest for 3 minutes"))
        try claim.giveBack(folders)
        try FileManager.default.removeItem(atPath: path.string)
        try folder.write("x", to: "in/failed/bad.csv")
        try folder.write("x", to: "in/failed/bad.csv.why.txt")
        #expect(health().line == "ATTENTION: hr \"x\": 1 failed within a day")
        try FileManager.default.removeItem(atPath: folder.path("in/archive"))
        #expect(health().line.contains("nothing can be written in"))
    }

    // MARK: Logs

    private func lines(_ format: LogSettings.Format, _ body: (Logger) -> Void) -> [String] {
        let taken = Mutex<[UInt8]>([])
        let box = Box(taken)
        var log = LogSettings()
        log.format = format
        body(Logger(label: "test") { _ in LineLog(log) { bytes in box.add(bytes) } })
        return String(decoding: box.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private final class Box: Sendable {
        private let state: Mutex<[UInt8]>

        init(_ state: consuming sending Mutex<[UInt8]>) { self.state = state }

        func add(_ bytes: [UInt8]) { state.withLock { $0 += bytes } }

        var bytes: [UInt8] { state.withLock { $0 } }
    }

    @Test func `a log line is one line and tells no value`() throws {
        for format in LogSettings.Format.allCases {
            let lines = lines(format) { InboxLog.record(event(.finished, rejected: 2), to: $0) }
            let line = try #require(lines.count == 1 ? lines.first : nil, "\(lines)")
            #expect(line.contains("email.syntax") && !line.contains("secret"))
        }
    }

    @Test func `a log of JSON lines keeps numbers as numbers`() throws {
        let line = try #require(lines(.json) { InboxLog.record(event(.finished, rejected: 2), to: $0) }.first)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["rejected"] as? Int == 2)
        #expect(object["file"] as? String == "hires\n; rm -rf.csv")
        #expect(object["level"] as? String == "info")
        #expect(object["reasons"] as? [String] == ["email.syntax"])
    }

    @Test func `the log of a file that was imported before tells no counts of then`() throws {
        var again = event(.finished, rejected: 2)
        again.report = again.report?.repeated(explanation: "It was imported before.")
        let line = try #require(lines(.text) { InboxLog.record(again, to: $0) }.first)
        #expect(line.contains("imported before: nothing was filed"))
        #expect(!line.contains("accepted") && !line.contains("rejected"))
    }

    @Test func `text lines quote what would not be one word`() throws {
        let line = try #require(
            lines(.text) { $0.info("imported", metadata: ["file": "a \"b\".csv", "rows": "3"]) }.first)
        #expect(line.hasSuffix(#"info    imported file="a \"b\".csv" rows=3"#))
    }

    @Test func `lines below the level are not written`() {
        #expect(lines(.text) { $0.debug("x") }.isEmpty)
    }

    // MARK: Messages

    private func notifier(_ settings: NotificationSettings) -> Notifier {
        Notifier(settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func script(_ text: String) throws -> String {
        let path = try folder.write("#!/bin/sh\n\(text)\n", to: "script")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test func `a command finds what it needs in its environment, whatever a file is called`() async throws {
        var notification = NotificationSettings()
        notification.command = [
            try script(
                "printf '%s|' \"$MUSTER_EVENT\" \"$MUSTER_FILE\" \"$MUSTER_REPORT\" \"$MUSTER_REJECTED\" \"$@\" > \"$0.out\""
            ),
            "$(touch /tmp/x)", "b c",
        ]
        await notifier(notification).tell(event(.finished, rejected: 3))
        #expect(
            try folder.text(of: "script.out")
                == "rejected|hires\n; rm -rf.csv|\(folder.path("in/results/x"))/report.html|3|$(touch /tmp/x)|b c|")
    }

    @Test func `only the events that were asked for are told`() async throws {
        var notification = NotificationSettings()
        notification.command = [try script("echo x >> \"$0.out\"")]
        notification.events = [.held]
        await notifier(notification).tell(event(.finished, rejected: 3))
        #expect(!Files.exists(folder.path("script.out")))
        await notifier(notification).tell(event(.held))
        #expect(try folder.text(of: "script.out") == "x\n")
    }

    @Test func `a command that hangs is ended, with what it has started`() async throws {
        var notification = NotificationSettings()
        notification.command = [try script("sleep 600 & echo $! > \"$0.pid\"; wait")]
        notification.timeout = .milliseconds(300)
        let clock = ContinuousClock()
        let time = await clock.measure { await notifier(notification).tell(event(.failed)) }
        #expect(time < .seconds(300))
        let pid = try #require(
            Int32(try folder.text(of: "script.pid").trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<100 where kill(pid, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
        let stat = FileManager.default.contents(atPath: "/proc/\(pid)/stat").map { String(decoding: $0, as: UTF8.self) }
        #expect(stat == nil || stat?.contains(") Z ") == true)
    }

    @Test func `a command that is not there, or fails, harms nobody`() async throws {
        var notification = NotificationSettings()
        notification.command = ["/no/such/program"]
        await notifier(notification).tell(event(.failed))
        notification.command = [try script("exit 3")]
        await notifier(notification).tell(event(.failed))
    }

    @Test func `a mail is plain text to the addresses, without a value and without room for tricks`() async throws {
        var notification = NotificationSettings()
        notification.sendmail = try script("echo \"$@\" > \"$0.args\"; cat > \"$0.mail\"")
        notification.mailTo = ["hr@example.com", "it@example.com"]
        notification.mailFrom = "muster@example.com"
        var event = event(.finished, rejected: 3)
        event.file = "Eintritte Dezember ä\r\nBcc: evil@example.com.csv"
        await notifier(notification).tell(event)
        #expect(try folder.text(of: "script.args") == "-t -i -f muster@example.com\n")
        let mail = try folder.text(of: "script.mail")
        let head = try #require(mail.components(separatedBy: "\n\n").first)
        #expect(head.contains("To: hr@example.com, it@example.com\n"))
        #expect(!mail.contains("\nBcc") && !mail.contains("\r") && !mail.contains("secret"))
        #expect(head.utf8.allSatisfy { $0 < 127 })
        #expect(head.contains("Subject: =?utf-8?B?"))
        #expect(mail.contains("10 read, 7 accepted, 3 rejected"))
        #expect(mail.contains("3 × No e-mail address (email.syntax)"))
        #expect(mail.contains("/results/x/report.html"))
        await notifier(notification).tell(self.event(.failed))
        #expect(try folder.text(of: "script.mail").contains("The file is in the folder “failed”."))
        await notifier(notification).tell(self.event(.held, rejected: 1, held: 2))
        let held = try folder.text(of: "script.mail")
        #expect(held.contains("Subject: Muster: hires ; rm -rf.csv: held in part\n"))
        #expect(held.contains("Rows:   10 read, 7 accepted, 1 rejected, 2 held\n"))
        #expect(held.contains("an empty file named “hires ; rm -rf.csv.approve” into the folder “inbox”"))
    }
}
