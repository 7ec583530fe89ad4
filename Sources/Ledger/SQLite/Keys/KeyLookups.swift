import GRDB

/// Looks keys up in the runs that were there before an import, on a connection of its own.
///
/// The import's connection writes pages of cases meanwhile and brings the log back, and whoever asks it comes after all of that.
/// What an earlier import has committed does not change until this one ends, as there is one writer at a time.
final class KeyLookups {
    private let queue: DatabaseQueue
    private var bucketQuery: RawStatement?

    init(path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = "ledger.lookups"
        configuration.busyMode = .timeout(5)
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    deinit {
        bucketQuery = nil
        try? queue.close()
    }

    /// Lends the connection, and the statement that reads a bucket (`KeyRun.find`).
    func read<Result>(_ body: (Database, RawStatement) throws -> Result) throws -> Result {
        try queue.read { db in
            let query = try bucketQuery ?? RawStatement(db, KeyRun.bucketQuery)
            bucketQuery = query
            return try body(db, query)
        }
    }
}
