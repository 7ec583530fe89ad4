package import ServiceLevels

/// Which cases are asked for; what is `nil` does not matter.
package struct CaseQuery: Hashable, Sendable {
    package var tenant: String?
    package var batch: Int64?
    /// The product's name, in any letter case.
    package var product: String?
    /// The service's name or its definition's id, in any letter case.
    package var service: String?
    package var statuses: Set<CaseStatus>?
    /// Due before this moment.
    package var dueBefore: Instant?
    /// A part of the words that say whom or what the case is about, in any letter case.
    package var person: String?

    package init() {}

    var groups: GroupFilter {
        var filter = GroupFilter()
        filter.tenant = tenant
        filter.batch = batch
        filter.product = product
        filter.service = service
        filter.statuses = statuses
        filter.dueBefore = dueBefore
        return filter
    }
}

/// A case with what its group says of it.
package struct CaseRecord: Hashable, Sendable {
    package var number: CaseNumber
    /// The 60 bits that the case id is written from.
    package var caseBits: UInt64
    package var outcome: CaseOutcome
    package var group: CaseGroup
    package var tenant: String
    package var batch: Int64?
    /// The input's name; empty for a case that no import made.
    package var file: String
    /// The record in that file, from 1; 0 for a case that no import made.
    package var record: Int
    package var effectiveDate: CalendarDate?
    /// Whom or what it is about; `nil` once that is forgotten.
    package var who: String?
    /// The earlier case that this one replaced, cancelled or escalates.
    package var target: CaseReference?
    package var isCancellation: Bool

    /// A technical support case that was made for another case.
    package var isEscalation: Bool { group.kind == CaseGroup.supportKind }
}

extension CaseGroup {
    /// The kind of a technical support case; the others are MACD kinds.
    package static let supportKind = "support"
}

/// Something that happened to a case.
package struct CaseEvent: Hashable, Sendable {
    package var at: Instant
    package var actor: String
    /// What was done, such as `case.closed`.
    package var action: String
    /// The other case concerned.
    package var other: CaseReference?
    /// More of it.
    package var note: String
}
