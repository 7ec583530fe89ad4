import GRDB
import ServiceLevels

/// Groups of cases and their counts.
extension SQLiteStore {
    func addGroup(_ group: CaseGroup, tenant: String, execution: Int64?) throws -> Int64 {
        try access { db in
            try db.execute(
                sql: """
                    INSERT INTO case_groups (execution, tenant, product, service_id, service, kind, region, plan,
                        service_level, received_at, due_at, month) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    execution, tenant, group.product, group.serviceID, group.service, group.kind, group.region,
                    group.plan, group.serviceLevel, group.received.secondsSince1970, group.due.secondsSince1970,
                    group.month?.description,
                ])
            return db.lastInsertedRowID
        }
    }

    func adjust(group: Int64, _ counts: StatusCounts) throws {
        try access { db in
            try db.execute(
                sql: """
                    UPDATE case_groups SET open = open + ?, closed = closed + ?, replaced = replaced + ?,
                        cancelled = cancelled + ? WHERE id = ?
                    """, arguments: [counts.open, counts.closed, counts.replaced, counts.cancelled, group])
        }
    }

    func groups(_ filter: GroupFilter) throws -> [StoredGroup] {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("case_groups.id = ?", filter.id)
        add("case_groups.tenant = ?", filter.tenant)
        add("executions.batch = ?", filter.batch)
        add("case_groups.due_at < ?", filter.dueBefore?.secondsSince1970)
        if let statuses = filter.statuses {
            let columns = statuses.map { "case_groups.\($0.description) > 0" }.sorted()
            conditions.append("(\(columns.isEmpty ? "0" : columns.joined(separator: " OR ")))")
        }
        let condition = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND ")) "
        let sql = """
            SELECT case_groups.*, executions.batch, executions.file FROM case_groups
            LEFT JOIN executions ON executions.id = case_groups.execution
            \(condition)ORDER BY case_groups.due_at, case_groups.id
            """
        return try access { db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).map(Self.group).filter { stored in
                // Letters' case does not matter to people.
                (filter.product.map { Self.same($0, stored.group.product) } ?? true)
                    && (filter.service.map {
                        Self.same($0, stored.group.service) || Self.same($0, stored.group.serviceID)
                    } ?? true)
            }
        }
    }

    private static func same(_ left: String, _ right: String) -> Bool { left.lowercased() == right.lowercased() }

    private static func group(_ row: Row) throws -> StoredGroup {
        try StoredGroup(
            id: row.get("id"),
            group: CaseGroup(
                product: row.get("product"), serviceID: row.get("service_id"), service: row.get("service"),
                kind: row.get("kind"),
                region: row.get("region"), plan: row.get("plan"), serviceLevel: row.get("service_level"),
                received: row.instant("received_at"), due: row.instant("due_at"),
                month: (row.get("month") as String?).flatMap { AllowanceMonth($0) }),
            tenant: row.get("tenant"), execution: row.get("execution"), batch: row.get("batch"),
            file: row.get("file") ?? "",
            counts: StatusCounts(
                open: row.get("open"), closed: row.get("closed"), replaced: row.get("replaced"),
                cancelled: row.get("cancelled")))
    }

    func uses() throws -> [LedgerStatus.Use] {
        try access { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT tenant, region, month, sum(open + closed + replaced + cancelled) AS cases FROM case_groups
                    WHERE month IS NOT NULL GROUP BY tenant, month, region ORDER BY tenant, month, region
                    """
            ).compactMap { row in
                try AllowanceMonth(row.get("month") as String).map {
                    try LedgerStatus.Use(
                        tenant: row.get("tenant"), region: row.get("region"), month: $0, cases: row.get("cases"))
                }
            }
        }
    }
}
