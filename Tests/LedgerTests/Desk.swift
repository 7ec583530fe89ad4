import Ledger
import ServiceLevels
import TestSupport
import Testing

/// The stores that must do the same.
enum Engine: String, CaseIterable, Sendable {
    case memory, sqlite
}

/// A ledger with short ways of using it.
final class Desk {
    let folder: TemporaryFolder
    let ledger: Ledger
    /// So few that imports of a thousand cases write the log back on their way.
    static let pagesOfLog = 2
    static let november = Instant(secondsSince1970: 1_795_000_000) ?? .earliest

    init(_ engine: Engine) throws {
        folder = try TemporaryFolder()
        let path = folder.path("muster.ledger")
        switch engine {
        case .memory: ledger = Ledger(store: MemoryStore(), path: path, mode: .readWrite)
        case .sqlite: ledger = try Ledger.open(path, mode: .readWrite, pagesOfLog: Self.pagesOfLog)
        }
    }

    static func attempt(_ file: String = "hires.csv", tenant: String = "acme", rows: Int = 0) -> ImportAttempt {
        ImportAttempt(
            tenant: tenant, file: file, inputBytes: 1_000, definitionsHash: "definitions", started: november,
            expectedRows: rows)
    }

    static func completion(_ file: String, results: PendingResults? = nil) -> ImportCompletion {
        ImportCompletion(
            inputHash: "hash of \(file)", ended: november, counts: "{}", dialect: "{}", definitions: "{}",
            results: results)
    }

    static func group(
        service: String = "New User Set-Up", region: String = "US", due: Instant = Desk.november,
        month: String = "2026-11"
    ) -> CaseGroup {
        CaseGroup(
            product: "8x8 Work", serviceID: "work-new-user", service: service, kind: "addition", region: region,
            plan: "standard", serviceLevel: "user-administration", received: november, due: due,
            month: AllowanceMonth(month))
    }

    func begin(_ file: String = "hires.csv", tenant: String = "acme") throws -> ImportSession {
        try ledger.beginImport(Self.attempt(file, tenant: tenant), wait: .seconds(20)) { _ in nil }
    }

    /// Imports a file of requests to its end.
    @discardableResult
    func importFile(_ file: String, _ requests: [Ask], tenant: String = "acme") throws -> [Decision] {
        let session = try begin(file, tenant: tenant)
        let decisions = try session.record(requests.block(in: try session.group(Self.group())))
        try session.commit(Self.completion(file))
        try session.finished(results: "/results/\(file)")
        return decisions
    }
}

/// A request in short: whom it is about and what it says.
struct Ask: Hashable, Sendable {
    var subject: String?
    var content: String
    var isCancellation = false

    static func add(_ subject: String?, _ content: String) -> Ask { Ask(subject: subject, content: content) }
    static func cancel(_ subject: String?, _ content: String = "cancel") -> Ask {
        Ask(subject: subject, content: content, isCancellation: true)
    }

    var contentKey: CaseKey { Self.key("content \(subject ?? "-") \(content) \(isCancellation)") }
    var subjectKey: CaseKey? { subject.map { Self.key("subject \($0)") } }

    /// FNV, mixed: any two texts of a test get different keys.
    static func key(_ text: String) -> CaseKey {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var generator = SeededGenerator(seed: hash)
        return CaseKey(high: generator.next(), low: generator.next())
    }
}

extension [Ask] {
    func block(in group: CaseGroupNumber, firstRecord: Int = 1) -> RequestBlock {
        var block = RequestBlock()
        for (index, ask) in enumerated() {
            block.append(
                CaseRequest(
                    content: ask.contentKey, subject: ask.subjectKey, group: group, record: firstRecord + index,
                    effectiveDate: CalendarDate("2026-12-01"), isCancellation: ask.isCancellation),
                who: "\(ask.subject ?? "nobody") <\(ask.content)>")
        }
        return block
    }
}

extension Decision {
    /// The kind of decision, in a word.
    var word: String {
        switch self {
        case .new: "new"
        case .alreadyImported: "known"
        case .amends: "amends"
        case .cancels: "cancels"
        case .nothingToCancel: "nothing"
        }
    }

    var reference: CaseReference? {
        switch self {
        case .alreadyImported(let reference), .amends(let reference), .cancels(let reference): reference
        case .new, .nothingToCancel: nil
        }
    }
}
