import GRDB
import ServiceLevels

/// Batches and executions.
extension SQLiteStore {
    func addExecution(_ attempt: ImportAttempt, process: String) throws -> Int64 {
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO executions (tenant, file, definitions_hash, process, started_at, outcome)
                    VALUES (?, ?, ?, ?, ?, 'running')
                    """,
                arguments: [
                    attempt.tenant, attempt.file, attempt.definitionsHash, process, attempt.started.secondsSince1970,
                ])
            return db.lastInsertedRowID
        }
    }

    func endExecution(_ id: Int64, _ outcome: Execution.Outcome, at: Instant, message: String?) throws {
        try access { db in
            try db.execute(
                sql: "UPDATE executions SET outcome = ?, ended_at = ?, message = ? WHERE id = ?",
                arguments: [outcome.rawValue, at.secondsSince1970, message, id])
        }
    }

    func addBatch(_ attempt: ImportAttempt, _ completion: ImportCompletion, execution: Int64) throws -> Int64 {
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO batches
                        (tenant, input_hash, definitions_hash, file, input_bytes, committed_at, last_execution)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (tenant, input_hash, definitions_hash)
                        DO UPDATE SET last_execution = excluded.last_execution, committed_at = excluded.committed_at
                    """,
                arguments: [
                    attempt.tenant, completion.inputHash, attempt.definitionsHash, attempt.file, attempt.inputBytes,
                    completion.ended.secondsSince1970, execution,
                ])
            let batch = try Int64.fetchOne(
                db, sql: "SELECT id FROM batches WHERE tenant = ? AND input_hash = ? AND definitions_hash = ?",
                arguments: [attempt.tenant, completion.inputHash, attempt.definitionsHash])
            guard let batch else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
            let results = completion.results
            try db.execute(
                sql: """
                    UPDATE executions SET batch = ?, counts = ?, dialect = ?, definitions = ?, pending_staging = ?,
                        pending_output = ?, pending_name = ?, pending_hash = ? WHERE id = ?
                    """,
                arguments: [
                    batch, completion.counts, completion.dialect, completion.definitions, results?.staging,
                    results?.output, results?.name, results?.inputHash, execution,
                ])
            return batch
        }
    }

    private static let batchQuery = """
        SELECT batches.*, executions.counts, executions.results,
            (SELECT coalesce(sum(open + closed + replaced + cancelled), 0) FROM case_groups
                WHERE execution IN (SELECT id FROM executions AS e WHERE e.batch = batches.id)) AS cases,
            (SELECT coalesce(sum(open), 0) FROM case_groups
                WHERE execution IN (SELECT id FROM executions AS e WHERE e.batch = batches.id)) AS open_cases
        FROM batches LEFT JOIN executions ON executions.id = batches.last_execution

        """

    private func batch(_ row: Row) throws -> Batch {
        try Batch(
            id: row.get("id"), tenant: row.get("tenant"), file: row.get("file"), inputHash: row.get("input_hash"),
            inputBytes: row.get("input_bytes"), definitionsHash: row.get("definitions_hash"), cases: row.get("cases"),
            openCases: row.get("open_cases"), committed: row.instant("committed_at"), results: row.get("results"),
            counts: row.get("counts") ?? "{}")
    }

    func batch(tenant: String, inputHash: String, definitionsHash: String) throws -> Batch? {
        try access { db in
            try Row.fetchOne(
                db,
                sql: Self.batchQuery
                    + "WHERE batches.tenant = ? AND batches.input_hash = ? AND batches.definitions_hash = ?",
                arguments: [tenant, inputHash, definitionsHash]
            ).map(batch)
        }
    }

    func hasBatch(ofSize bytes: Int) throws -> Bool {
        try access { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM batches WHERE input_bytes = ?)", arguments: [bytes]) ?? false
        }
    }

    func batches(limit: Int) throws -> [Batch] {
        try access { db in
            try Row.fetchAll(db, sql: Self.batchQuery + "ORDER BY batches.id DESC LIMIT ?", arguments: [limit])
                .map(batch)
        }
    }

    func batch(_ id: Int64) throws -> Batch? {
        try access { db in
            try Row.fetchOne(db, sql: Self.batchQuery + "WHERE batches.id = ?", arguments: [id]).map(batch)
        }
    }

    func executions(batch: Int64?, limit: Int) throws -> [Execution] {
        try access { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM executions WHERE ?1 IS NULL OR batch = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [batch, limit]
            ).map { row in
                try Execution(
                    id: row.get("id"), batch: row.get("batch"), file: row.get("file"),
                    started: row.instant("started_at"),
                    ended: row.optionalInstant("ended_at"),
                    outcome: Execution.Outcome(rawValue: row.get("outcome")) ?? .interrupted,
                    message: row.get("message"))
            }
        }
    }

    func runningExecutions() throws -> [Int64] {
        try access { db in
            try Int64.fetchAll(db, sql: "SELECT id FROM executions WHERE outcome = 'running' ORDER BY id")
        }
    }

    func pendingResults() throws -> [(execution: Int64, results: PendingResults)] {
        try access { db in
            try Row.fetchAll(db, sql: "SELECT * FROM executions WHERE pending_staging IS NOT NULL ORDER BY id").map {
                row in
                (
                    try row.get("id"),
                    try PendingResults(
                        staging: row.get("pending_staging"), output: row.get("pending_output") ?? "",
                        name: row.get("pending_name") ?? "", inputHash: row.get("pending_hash") ?? "")
                )
            }
        }
    }

    func setResults(_ folder: String?, execution: Int64) throws {
        try access { db in
            try db.execute(
                sql: "UPDATE executions SET results = ?, pending_staging = NULL WHERE id = ?",
                arguments: [folder, execution])
        }
    }
}
