import GRDB
import ServiceLevels

extension Row {
    /// An instant from its seconds.
    func instant(_ column: String) -> Instant {
        (self[column] as Int64?).flatMap { Instant(secondsSince1970: $0) } ?? .earliest
    }

    func optionalInstant(_ column: String) -> Instant? {
        (self[column] as Int64?).flatMap { Instant(secondsSince1970: $0) }
    }
}

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

    private func batch(_ row: Row) -> Batch {
        Batch(
            id: row["id"], tenant: row["tenant"], file: row["file"], inputHash: row["input_hash"],
            inputBytes: row["input_bytes"], definitionsHash: row["definitions_hash"], cases: row["cases"],
            openCases: row["open_cases"], committed: row.instant("committed_at"), results: row["results"],
            counts: row["counts"] ?? "{}")
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
                Execution(
                    id: row["id"], batch: row["batch"], file: row["file"], started: row.instant("started_at"),
                    ended: row.optionalInstant("ended_at"),
                    outcome: Execution.Outcome(rawValue: row["outcome"]) ?? .interrupted, message: row["message"])
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
                    row["id"],
                    PendingResults(
                        staging: row["pending_staging"], output: row["pending_output"] ?? "",
                        name: row["pending_name"] ?? "", inputHash: row["pending_hash"] ?? "")
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
