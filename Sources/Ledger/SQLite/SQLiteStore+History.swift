import Foundation
import GRDB
import ServiceLevels

/// Audit trail, remembered shapes, held batches.
extension SQLiteStore {
    func addAudit(_ entry: AuditEntry, hash: [UInt8]) throws -> Int64 {
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO audit_trail (at, actor, action, case_number, execution, details, seal)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    entry.at.secondsSince1970, entry.actor, entry.action, Int64(entry.caseNumber.rawValue),
                    entry.execution, entry.details, Data(hash),
                ])
            let sequence = db.lastInsertedRowID
            try db.execute(
                sql: "INSERT OR REPLACE INTO audit_end (only, sequence, seal) VALUES (1, ?, ?)",
                arguments: [sequence, Data(hash)])
            return sequence
        }
    }

    func lastAudit() throws -> (sequence: Int64, hash: [UInt8])? {
        try access { db in
            try Row.fetchOne(db, sql: "SELECT sequence, seal FROM audit_end").map {
                (try $0.get("sequence"), Array(try $0.get("seal") as Data))
            }
        }
    }

    func forEachAudit(_ body: (Int64, AuditEntry, [UInt8]) throws -> Void) throws {
        try access { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit_trail ORDER BY sequence")
            while let row = try rows.next() {
                try body(row.get("sequence"), Self.entry(row), Array(row.get("seal") as Data))
            }
        }
    }

    func audit(of number: CaseNumber) throws -> [AuditEntry] {
        try access { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM audit_trail WHERE case_number = ? ORDER BY sequence",
                arguments: [Int64(number.rawValue)]
            ).map(Self.entry)
        }
    }

    private static func entry(_ row: Row) throws -> AuditEntry {
        try AuditEntry(
            at: row.instant("at"), actor: row.get("actor"), action: row.get("action"),
            caseNumber: CaseNumber(rawValue: UInt64(bitPattern: row.get("case_number") as Int64)),
            execution: row.get("execution"), details: row.get("details"))
    }

    // MARK: Shapes and held batches

    func shape(ofSource source: String) throws -> String? {
        try access { db in
            try String.fetchOne(db, sql: "SELECT shape FROM shapes WHERE source = ?", arguments: [source])
        }
    }

    func remember(shape: String, source: String, at: Instant) throws {
        try access { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO shapes (source, shape, remembered_at) VALUES (?, ?, ?)",
                arguments: [source, shape, at.secondsSince1970])
        }
    }

    func hold(_ batch: HeldBatch) throws {
        try access { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO held_batches
                        (id, tenant, file, input_hash, reasons, state, held_at, decided_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    batch.id, batch.tenant, batch.file, batch.inputHash, JSONWords.array(batch.reasons),
                    batch.state.rawValue, batch.held.secondsSince1970, batch.decided?.secondsSince1970,
                ])
        }
    }

    func heldBatches() throws -> [HeldBatch] {
        try access { db in
            try Row.fetchAll(db, sql: "SELECT * FROM held_batches ORDER BY held_at, id").map { row in
                let text: String = try row.get("reasons")
                let reasons = try? JSONDecoder().decode([String].self, from: Data(text.utf8))
                return try HeldBatch(
                    id: row.get("id"), tenant: row.get("tenant"), file: row.get("file"),
                    inputHash: row.get("input_hash"),
                    reasons: reasons ?? [], state: HeldBatch.State(rawValue: row.get("state")) ?? .held,
                    held: row.instant("held_at"), decided: row.optionalInstant("decided_at"))
            }
        }
    }
}
