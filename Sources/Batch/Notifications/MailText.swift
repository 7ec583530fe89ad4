import Foundation
import Sinks

/// A plain message about one file: its head and its text, as `sendmail -t` takes it. It holds no value of any person.
struct MailText {
    let text: String

    init(_ event: InboxEvent, _ kind: NotificationSettings.Event, _ settings: NotificationSettings) {
        let subject = "Muster: \(event.file): \(Self.headline(event, kind))"
        var head = ["To: \(settings.mailTo.joined(separator: ", "))"]
        if let from = settings.mailFrom { head.insert("From: \(from)", at: 0) }
        head += [
            "Subject: \(Self.encoded(subject))", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit", "Auto-Submitted: auto-generated",
        ]
        text = head.joined(separator: "\n") + "\n\n" + Self.body(event, kind)
    }

    private static func headline(_ event: InboxEvent, _ kind: NotificationSettings.Event) -> String {
        switch kind {
        case .finished where event.isImportedBefore: "imported before, nothing was filed"
        case .finished: "imported"
        case .rejected: "\(Figures.counted(event.rejectedRows, "row needs", "rows need")) you"
        case .held where isInPart(event): "held in part"
        case .held: "held, nothing is filed yet"
        case .failed: "could not be imported"
        case .waiting: "waits, Muster tries again"
        }
    }

    /// Some rows are filed, the others wait.
    private static func isInPart(_ event: InboxEvent) -> Bool { event.report?.run.outcome == .finished }

    private static func body(_ event: InboxEvent, _ kind: NotificationSettings.Event) -> String {
        var lines = ["File:   \(event.file)", "Inbox:  \(event.inbox)"]
        if let batch = event.batch { lines.append("Batch:  \(batch)") }
        if event.isImportedBefore {
            lines.append("Rows:   imported before; nothing was filed")
        } else if let counts = event.report?.counts {
            let others = [
                (counts.held, "held"), (counts.unchanged, "unchanged"), (counts.alreadyImported, "cases already"),
            ]
            lines.append(
                "Rows:   \(counts.read) read, \(counts.accepted) accepted, \(counts.rejected) rejected"
                    + others.filter { $0.0 > 0 }.map { ", \($0.0) \($0.1)" }.joined())
        }
        if let results = event.results { lines.append("Report: \(results)/report.html") }
        if let reason = event.reason { lines += ["", reason] }
        if kind == .rejected, let report = event.report {
            lines += ["", "Reasons:"]
            for reason in report.reasons.filter({ $0.grade == .error }).prefix(20) {
                lines.append("  \(reason.count) × \(reason.title) (\(reason.code))")
            }
            lines += [
                "", "Correct the rows in rejected.csv beside the report, save it as CSV and drop it into the inbox.",
            ]
        }
        if kind == .failed {
            lines += [
                "", "The file is in the folder “failed”. When that is mended, drop it into the folder “inbox” again.",
            ]
        }
        if kind == .waiting {
            lines += ["", "Muster tries again by itself. Nothing is lost, and nothing is filed twice."]
        }
        if kind == .held, let batch = event.batch {
            lines += [
                "", "To have it imported, drop an empty file named “\(event.file).approve” into the folder “inbox”;",
                "to give it up, one named “\(event.file).reject”.",
                "An admin can do the same with: muster approve \(batch), or: muster reject \(batch)",
            ]
        }
        return lines.map(oneLine).joined(separator: "\n") + "\n"
    }

    /// No name of a file can add a line of its own.
    private static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    /// RFC 2047: what is not plain ASCII goes as encoded words of at most 75 characters.
    private static func encoded(_ subject: String) -> String {
        let subject = oneLine(subject)
        guard subject.utf8.contains(where: { $0 > 126 }) else { return subject }
        var words: [String] = []
        var piece = ""
        for scalar in subject.unicodeScalars {
            if piece.utf8.count + UTF8.width(scalar) > 42 {
                words.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
        }
        words.append(piece)
        return words.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\n ")
    }
}
