import Crypto
import Foundation
import ServiceLevels

/// The append-only trail of what was done: each entry is sealed with the hash of the one before.
///
/// Changing, dropping or adding an entry anywhere but at the end breaks the chain; its last seal is kept apart with the
/// ledger's counts, and in every backup.
enum AuditTrail {
    /// SHA-256 over the seal before and the entry's own words, each with its length in front.
    static func seal(_ entry: AuditEntry, after previous: [UInt8]) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: previous)
        for text in [
            entry.at.description, entry.actor, entry.action, "\(entry.caseNumber.rawValue)",
            entry.execution.map { "\($0)" } ?? "", entry.details,
        ] {
            hash.update(data: Array("\(text.utf8.count):\(text)".utf8))
        }
        return Array(hash.finalize())
    }
}

extension Ledger {
    /// Adds an entry within the transaction that is under way.
    func audit(
        _ action: String, case number: CaseNumber = .none, execution: Int64? = nil,
        details: [(name: String, value: String)] = []
    ) throws {
        let entry = AuditEntry(
            at: SystemClock.now, actor: actor, action: action, caseNumber: number, execution: execution,
            details: JSONWords.object(details))
        let seal = AuditTrail.seal(entry, after: try store.lastAudit()?.hash ?? [])
        _ = try store.addAudit(entry, hash: seal)
    }
}

/// JSON of plain texts.
enum JSONWords {
    static func object(_ pairs: [(name: String, value: String)]) -> String {
        "{" + pairs.map { "\(text($0.name)):\(text($0.value))" }.joined(separator: ",") + "}"
    }

    static func array(_ items: [String]) -> String {
        "[" + items.map(text).joined(separator: ",") + "]"
    }

    /// The pairs of an object of plain texts; empty for anything else.
    static func pairs(_ json: String) -> [String: String] {
        (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
    }

    /// A text with its quotation marks.
    static func text(_ value: String) -> String {
        var result = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension [UInt8] {
    /// Two digits a byte.
    var hexadecimal: String {
        var text = ""
        text.reserveCapacity(count * 2)
        for byte in self {
            text += byte < 16 ? "0" : ""
            text += String(byte, radix: 16)
        }
        return text
    }
}
