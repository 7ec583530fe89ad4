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
    package private(set) var requests: [CaseRequest] = []
    /// Whom and what the requests are about, in words (UTF-8): personal data, which the ledger can forget.
    package private(set) var text: [UInt8] = []

    package init() {}

    package mutating func removeAll() {
        requests.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
    }

    /// - Parameters:
    ///   - request: its `who` is set here.
    ///   - who: appends the words for whom and what it is about; more than 1,000 bytes are cut.
    @inline(__always)
    package mutating func append(_ request: CaseRequest, who: (inout [UInt8]) -> Void) {
        let start = text.count
        who(&text)
        if text.count &- start > Self.longestWho { cut(from: start) }
        var request = request
        request.who = start..<text.count
        requests.append(request)
    }

    /// The most that is kept of the words for one case, in bytes.
    package static let longestWho = 1_000

    /// Cuts the last words, not through a character.
    private mutating func cut(from start: Int) {
        var end = start + Self.longestWho
        while end > start, text[end] & 0xC0 == 0x80 { end -= 1 }
        text.removeSubrange(end...)
    }
}
