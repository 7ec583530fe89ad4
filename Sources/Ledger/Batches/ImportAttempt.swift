package import ServiceLevels

/// An import as it starts: what is known before the first row is read.
package struct ImportAttempt: Sendable {
    package var tenant: String
    /// The input's name, without folders.
    package var file: String
    /// The input's size in bytes; 0 when it is not known.
    package var inputBytes: Int
    /// Of all definitions and options that decide what becomes of a row.
    package var definitionsHash: String
    package var started: Instant
    /// About how many rows will come; decides how much the ledger reads in advance. 0 when it is not known.
    package var expectedRows: Int

    package init(
        tenant: String, file: String, inputBytes: Int, definitionsHash: String, started: Instant, expectedRows: Int = 0
    ) {
        self.tenant = tenant
        self.file = file
        self.inputBytes = inputBytes
        self.definitionsHash = definitionsHash
        self.started = started
        self.expectedRows = expectedRows
    }
}

/// An import as it ends: what is known when the last row is judged and all result files are on the disk.
package struct ImportCompletion: Sendable {
    /// SHA-256 of the input's bytes, in hexadecimal.
    package var inputHash: String
    package var ended: Instant
    /// The counts, as JSON.
    package var counts: String
    /// How the file was read, as JSON.
    package var dialect: String
    /// The definitions in force with their hashes, as JSON.
    package var definitions: String
    /// The results, complete and synced, which still have to get their place; `nil` when the run makes none.
    package var results: PendingResults?
    /// The export that the input is one of, and how that is read now, as JSON.
    package var shape: (source: String, json: String)?

    package init(
        inputHash: String, ended: Instant, counts: String, dialect: String, definitions: String,
        results: PendingResults?, shape: (source: String, json: String)? = nil
    ) {
        self.inputHash = inputHash
        self.ended = ended
        self.counts = counts
        self.dialect = dialect
        self.definitions = definitions
        self.results = results
        self.shape = shape
    }
}

/// Results that are complete in a hidden folder and get their place by a rename.
package struct PendingResults: Hashable, Sendable {
    /// The hidden folder, an absolute path.
    package var staging: String
    /// The folder of results in which it gets its name, an absolute path.
    package var output: String
    /// The name it should get there.
    package var name: String
    /// SHA-256 of the input: an earlier result of the same input is replaced.
    package var inputHash: String

    package init(staging: String, output: String, name: String, inputHash: String) {
        self.staging = staging
        self.output = output
        self.name = name
        self.inputHash = inputHash
    }
}
