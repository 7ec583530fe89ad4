package import ServiceLevels

/// An input with the definitions that judged it: imported once, whatever the number of attempts.
package struct Batch: Hashable, Sendable, Identifiable {
    package var id: Int64
    package var tenant: String
    /// The input's name, without folders.
    package var file: String
    /// SHA-256 of the input, in hexadecimal.
    package var inputHash: String
    package var inputBytes: Int
    package var definitionsHash: String
    /// Cases recorded for it.
    package var cases: Int
    /// Of these, open ones.
    package var openCases: Int
    package var committed: Instant
    /// Where its results are; `nil` where they are not in their place (yet).
    package var results: String?
    /// The counts of the last finished execution, as JSON.
    package var counts: String

    package init(
        id: Int64, tenant: String, file: String, inputHash: String, inputBytes: Int, definitionsHash: String,
        cases: Int, openCases: Int, committed: Instant, results: String?, counts: String
    ) {
        self.id = id
        self.tenant = tenant
        self.file = file
        self.inputHash = inputHash
        self.inputBytes = inputBytes
        self.definitionsHash = definitionsHash
        self.cases = cases
        self.openCases = openCases
        self.committed = committed
        self.results = results
        self.counts = counts
    }
}

/// One attempt at importing a batch.
package struct Execution: Hashable, Sendable, Identifiable {
    package enum Outcome: String, Sendable {
        /// Under way, if its process still holds the ledger.
        case running
        case finished
        /// It gave up by itself, with a message.
        case failed
        /// It was killed, or the machine stopped.
        case interrupted
    }

    package var id: Int64
    /// `nil` until it has finished: before, the input's hash is not known.
    package var batch: Int64?
    package var file: String
    package var started: Instant
    package var ended: Instant?
    package var outcome: Outcome
    /// Why it failed.
    package var message: String?

    package init(
        id: Int64, batch: Int64?, file: String, started: Instant, ended: Instant?, outcome: Outcome, message: String?
    ) {
        self.id = id
        self.batch = batch
        self.file = file
        self.started = started
        self.ended = ended
        self.outcome = outcome
        self.message = message
    }
}
