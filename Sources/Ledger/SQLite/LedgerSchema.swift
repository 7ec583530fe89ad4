import GRDB

/// The tables of a ledger file, by named migrations: each is run once, in this order, and never changed afterwards.
enum LedgerSchema {
    /// `Must` in ASCII: tells a ledger from other SQLite files.
    static let applicationID = 0x4D75_7374

    /// What pages of the file are cut into; buckets and pages of cases are laid out for it.
    static let pageSize = 8_192

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("batches, cases and short keys") { db in
            try db.execute(sql: batches + cases + keys)
        }
        migrator.registerMigration("audit trail, shapes and held batches") { db in
            try db.execute(sql: history)
        }
        return migrator
    }()

    /// Instants are seconds since 1970, UTC.
    private static let batches = """
        CREATE TABLE batches (
            id INTEGER PRIMARY KEY,
            tenant TEXT NOT NULL, input_hash TEXT NOT NULL, definitions_hash TEXT NOT NULL,
            file TEXT NOT NULL, input_bytes INTEGER NOT NULL,
            committed_at INTEGER NOT NULL, last_execution INTEGER NOT NULL,
            UNIQUE (tenant, input_hash, definitions_hash)
        );
        CREATE INDEX batches_by_size ON batches (input_bytes);
        CREATE TABLE executions (
            id INTEGER PRIMARY KEY,
            batch INTEGER REFERENCES batches (id),
            tenant TEXT NOT NULL, file TEXT NOT NULL, definitions_hash TEXT NOT NULL,
            process TEXT NOT NULL, started_at INTEGER NOT NULL, ended_at INTEGER,
            outcome TEXT NOT NULL, message TEXT,
            counts TEXT, dialect TEXT, definitions TEXT,
            -- Complete results that have not got their place yet, and the place once they have it.
            pending_staging TEXT, pending_output TEXT, pending_name TEXT, pending_hash TEXT, results TEXT
        );
        CREATE INDEX executions_by_batch ON executions (batch);
        CREATE INDEX executions_unfinished ON executions (id) WHERE outcome = 'running' OR pending_staging IS NOT NULL;

        """

    private static let cases = """
        CREATE TABLE case_groups (
            id INTEGER PRIMARY KEY,
            execution INTEGER REFERENCES executions (id),
            tenant TEXT NOT NULL, product TEXT NOT NULL, service_id TEXT NOT NULL, service TEXT NOT NULL,
            kind TEXT NOT NULL, region TEXT NOT NULL, plan TEXT NOT NULL, service_level TEXT NOT NULL,
            received_at INTEGER NOT NULL, due_at INTEGER NOT NULL, month TEXT,
            open INTEGER NOT NULL DEFAULT 0, closed INTEGER NOT NULL DEFAULT 0,
            replaced INTEGER NOT NULL DEFAULT 0, cancelled INTEGER NOT NULL DEFAULT 0
        );
        CREATE INDEX case_groups_by_execution ON case_groups (execution);
        CREATE INDEX case_groups_open ON case_groups (due_at) WHERE open > 0;
        CREATE INDEX case_groups_by_month ON case_groups (tenant, month);
        -- Up to 256 cases a page, in the order of recording; see CasePage.
        CREATE TABLE case_pages (
            id INTEGER PRIMARY KEY, execution INTEGER, cases INTEGER NOT NULL, facts BLOB NOT NULL, targets BLOB
        );
        CREATE INDEX case_pages_by_execution ON case_pages (execution);
        -- Whom and what the cases of a page are about: personal data, apart so that it can go.
        CREATE TABLE case_people (page INTEGER PRIMARY KEY, words BLOB NOT NULL);
        -- How the cases of a page ended; no row: all are open.
        CREATE TABLE case_outcomes (page INTEGER PRIMARY KEY, outcomes BLOB NOT NULL);

        """

    private static let keys = """
        -- A run is a sorted list of keys, cut into buckets by the keys' first bits; see KeyRun.
        CREATE TABLE key_runs (
            id INTEGER PRIMARY KEY, key_index INTEGER NOT NULL, entries INTEGER NOT NULL, bits INTEGER NOT NULL,
            filter_words INTEGER NOT NULL
        );
        CREATE TABLE key_buckets (id INTEGER PRIMARY KEY, entries BLOB NOT NULL);
        CREATE TABLE key_filters (id INTEGER PRIMARY KEY, words BLOB NOT NULL);

        """

    private static let history = """
        CREATE TABLE audit_trail (
            sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
            case_number INTEGER NOT NULL, execution INTEGER, details TEXT NOT NULL, seal BLOB NOT NULL
        );
        CREATE INDEX audit_trail_by_case ON audit_trail (case_number) WHERE case_number > 0;
        CREATE TRIGGER audit_trail_is_append_only_1 BEFORE UPDATE ON audit_trail
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        CREATE TRIGGER audit_trail_is_append_only_2 BEFORE DELETE ON audit_trail
            BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
        -- The last seal, so that entries cannot be taken from the trail's end either.
        CREATE TABLE audit_end (only INTEGER PRIMARY KEY CHECK (only = 1), sequence INTEGER NOT NULL, seal BLOB NOT NULL);
        CREATE TABLE shapes (source TEXT PRIMARY KEY, shape TEXT NOT NULL, remembered_at INTEGER NOT NULL);
        CREATE TABLE held_batches (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, file TEXT NOT NULL, input_hash TEXT NOT NULL,
            reasons TEXT NOT NULL, state TEXT NOT NULL, held_at INTEGER NOT NULL, decided_at INTEGER
        );
        """
}
