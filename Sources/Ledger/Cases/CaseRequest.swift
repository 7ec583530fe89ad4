package import ServiceLevels

/// An accepted request, as the ledger is asked about it.
package struct CaseRequest: Sendable {
    /// Of tenant, service and every field: the case's identity.
    package var content: CaseKey
    /// Of tenant, product, service and whom or what the request is about (for a change also the field that changes).
    /// `nil` where the service has no such key: each content is then a case of its own.
    package var subject: CaseKey?
    /// What `ImportSession.group(_:)` gave for the case's group.
    package var group: CaseGroupNumber
    /// The record in the file, from 1.
    package var record: Int
    package var effectiveDate: CalendarDate?
    /// The request takes back an open one instead of asking for something.
    package var isCancellation: Bool
    /// Where the block's `text` says whom or what the case is about.
    package var who: Range<Int>

    package init(
        content: CaseKey, subject: CaseKey?, group: CaseGroupNumber, record: Int, effectiveDate: CalendarDate? = nil,
        isCancellation: Bool = false, who: Range<Int> = 0..<0
    ) {
        self.content = content
        self.subject = subject
        self.group = group
        self.record = record
        self.effectiveDate = effectiveDate
        self.isCancellation = isCancellation
        self.who = who
    }
}

/// The accepted requests of one block of a file, in file order. To be refilled again and again.
package struct RequestBlock: Sendable {
    package var requests: [CaseRequest] = []
    /// Whom and what the requests are about, in words (UTF-8): personal data, which the ledger can forget.
    package var text: [UInt8] = []

    package init() {}

    package mutating func removeAll() {
        requests.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }

    /// Adds a request with the words for whom and what it is about; its `who` is set here.
    package mutating func append(_ request: CaseRequest, who: String) {
        var request = request
        let start = text.count
        text.append(contentsOf: who.utf8)
        request.who = start..<text.count
        requests.append(request)
    }
}
