package import Sinks

/// What has become of a file, or of an inbox as a whole: what logs, metrics and messages are made from.
package struct InboxEvent: Sendable {
    package enum Kind: Sendable, Equatable {
        /// The import is through; some rows may be rejected.
        case finished
        /// A guard has stopped it.
        case held
        /// It cannot be imported and is in `failed`.
        case failed
        /// It waits for another attempt, for this many seconds.
        case waiting(seconds: Int)
        /// The results of an import that nobody could finish were there already.
        case recovered
        /// Taken over from a process that is gone.
        case takenBack
        /// Put back into the inbox.
        case givenBack
    }

    package var kind: Kind
    package var inbox: String
    /// The file's name, never a path.
    package var file: String
    package var id: String
    package var report: BatchReport?
    /// The folder of results.
    package var results: String?
    /// Where the file is now.
    package var place: String?
    /// Why it is held, waits or has failed.
    package var reason: String?
    package var batch: String?
    /// The same was told before: it still waits.
    package var isRepeated = false
    /// From the claim to the end, in seconds.
    package var seconds: Double = 0

    /// The file had been imported before: its report says what came of it then, and nothing was filed now.
    package var isImportedBefore: Bool { report?.run.outcome == .alreadyImported }

    /// What has become of the file's rows now: of those that were imported before, nothing else.
    package var counts: BatchReport.Counts? {
        guard let counts = report?.counts, isImportedBefore else { return report?.counts }
        return BatchReport.Counts(
            read: counts.read, accepted: 0, rejected: 0, held: counts.held,
            alreadyImported: counts.accepted + counts.alreadyImported)
    }

    /// Rows that have been rejected now, and need somebody.
    package var rejectedRows: Int { counts?.rejected ?? 0 }

    package init(_ kind: Kind, inbox: String, file: String, id: String) {
        self.kind = kind
        self.inbox = inbox
        self.file = file
        self.id = id
    }
}
