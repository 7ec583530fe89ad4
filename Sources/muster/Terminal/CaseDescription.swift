import Intake
import Ledger
import ServiceLevels

/// One case in full, for people and programs.
struct CaseDescription {
    private let record: CaseRecord
    private let history: [CaseEvent]
    private let times: LocalTimes

    init(_ record: CaseRecord, history: [CaseEvent], times: LocalTimes) {
        self.record = record
        self.history = history
        self.times = times
    }

    func text(style: TextStyle) -> String {
        let group = record.group
        var lines: [(String, String)] = [
            ("status", status),
            ("about", record.who ?? "(forgotten)"),
            ("asks for", "\(group.product), \(group.service) (\(group.kind))"),
            ("received", times.text(group.received, region: group.region)),
            ("due", "\(times.text(group.due, region: group.region))   \(group.serviceLevel), plan \(group.plan)"),
        ]
        if let date = record.effectiveDate { lines.append(("effective", date.words)) }
        lines.append(("tenant", record.tenant))
        if record.batch != nil || !record.file.isEmpty {
            let batch = record.batch.map { "batch \($0), " } ?? ""
            lines.append(("from", "\(batch)\(record.file), record \(record.record)"))
        }
        if let target = record.target {
            let what = record.isEscalation ? "raised for" : record.isCancellation ? "cancels" : "replaces"
            lines.append((what, CaseID(bits: target.caseBits).description))
        }
        var text = style.bold("Case \(CaseID(bits: record.caseBits))") + "\n"
        text += lines.map { "  \($0.padded(to: 11))\($1)\n" }.joined()
        guard !history.isEmpty else { return text }
        text += style.bold("History") + "\n"
        text += history.map { event in
            let by = event.actor.isEmpty ? "" : " by \(event.actor)"
            return "  \(times.text(event.at, region: record.group.region))   \(words(event))\(by)\n"
        }.joined()
        return text
    }

    private var status: String {
        switch record.outcome {
        case .open: "open"
        case .closed(let at): "closed \(times.text(at, region: record.group.region))"
        case .replaced: "replaced"
        case .cancelled: "cancelled"
        }
    }

    private func words(_ event: CaseEvent) -> String {
        let other = event.other.map { " \(CaseID(bits: $0.caseBits))" } ?? ""
        let note = event.note.isEmpty ? "" : ": \(event.note)"
        switch event.action {
        case "case.closed": return "closed\(note)"
        case "case.replaced": return "replaced by\(other)"
        case "case.cancelled": return "cancelled by\(other)"
        case "case.escalated": return "escalated, support case\(other)"
        case "case.raised": return "raised for\(other)"
        default: return event.action + other + note
        }
    }

    // MARK: JSON

    private struct Full: Encodable {
        var `case`: CaseFacts
        var history: [Event]
    }

    private struct Event: Encodable {
        var at: String
        var action: String
        var actor: String?
        var other: String?
        var note: String?
    }

    var json: String {
        get throws {
            let events = history.map { event in
                Event(
                    at: event.at.description, action: event.action, actor: event.actor.isEmpty ? nil : event.actor,
                    other: event.other.map { CaseID(bits: $0.caseBits).description },
                    note: event.note.isEmpty ? nil : event.note)
            }
            return try JSONLine.text(of: Full(case: CaseFacts(record), history: events), isPretty: true) + "\n"
        }
    }
}
