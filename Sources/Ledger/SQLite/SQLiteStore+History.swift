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
                ($0["sequence"], Array($0["seal"] as Data))
            }
        }
    }

    func forEachAudit(_ body: (Int64, AuditEntry, [UInt8]) throws -> Void) throws {
        try access { db in
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit_trail ORDER BY sequence")
            while let row = try rows.next() {
                try body(row["sequence"], Self.entry(row), Array(row["seal"] as Data))
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

    private static func entry(_ row: Row) -> AuditEntry {
        AuditEntry(
            at: row.instant("at"), actor: row["actor"], action: row["action"],
            caseNumber: CaseNumber(rawValue: UInt64(bitPattern: row["case_number"] as Int64)),
            execution: row["execution"], details: row["details"])
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
                let reasons = try? JSONDecoder().decode([String].self, from: Data((row["reasons"] as String).utf8))
                return HeldBatch(
                    id: row["id"], tenant: row["tenant"], file: row["file"], inputHash: row["input_hash"],
                    reasons: reasons ?? [], state: HeldBatch.State(rawValue: row["state"]) ?? .held,
                    held: row.instant("held_at"), decided: row.optionalInstant("decided_at"))
            }
        }
    }
}
