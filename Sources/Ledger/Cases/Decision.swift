/// What the ledger makes of a request.
package enum Decision: Hashable, Sendable {
    /// Nothing like it was asked for before: a case.
    case new
    /// Word for word the same request is a case already, whatever became of it since. Nothing is recorded.
    case alreadyImported(CaseReference)
    /// The same subject has an open case with other content: a case that takes the place of that one.
    case amends(CaseReference)
    /// A cancellation of an open case: a case of its own, that one is cancelled.
    case cancels(CaseReference)
    /// A cancellation, and the subject has no open case. Nothing is recorded.
    case nothingToCancel

    /// Whether the request became a case.
    package var isRecorded: Bool {
        switch self {
        case .new, .amends, .cancels: true
        case .alreadyImported, .nothingToCancel: false
        }
    }
}

/// A case that an earlier request has made.
package struct CaseReference: Hashable, Sendable {
    package var number: CaseNumber
    /// The 60 bits that the case id is written from.
    package var caseBits: UInt64

    package init(number: CaseNumber, caseBits: UInt64) {
        self.number = number
        self.caseBits = caseBits
    }
}

/// Where a case came from.
package struct CaseOrigin: Hashable, Sendable {
    /// The 60 bits that the case id is written from.
    package var caseBits: UInt64
    /// The batch's number; `nil` for a case of the import that is under way, and for cases not made by an import.
    package var batch: Int64?
    /// The file's name.
    package var file: String
    /// The record in that file, from 1.
    package var record: Int
    /// How the case stands; of a replaced or cancelled one with the id bits of the case that did it.
    package var status: CaseStatus
    package var endedBy: UInt64?

    package init(
        caseBits: UInt64, batch: Int64?, file: String, record: Int, status: CaseStatus = .open, endedBy: UInt64? = nil
    ) {
        self.caseBits = caseBits
        self.batch = batch
        self.file = file
        self.record = record
        self.status = status
        self.endedBy = endedBy
    }
}
