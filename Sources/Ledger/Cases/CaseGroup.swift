package import ServiceLevels

/// What the cases of one import have in common that ask for the same thing in the same region.
///
/// The ledger keeps a count by status for each group, so that what is open, due or overdue is known without looking at
/// a single case.
package struct CaseGroup: Hashable, Sendable {
    package var product: String
    /// The definition's id, such as `work-new-user`.
    package var serviceID: String
    /// The service's name, such as `New User Set-Up`.
    package var service: String
    /// `modification`, `addition`, `change`, `deletion`; `support` for a technical support case.
    package var kind: String
    /// The region's id, such as `US`.
    package var region: String
    /// The support plan in force.
    package var plan: String
    /// The service level's id, such as `user-administration`.
    package var serviceLevel: String
    package var received: Instant
    package var due: Instant
    /// The month the cases count to, in the region's zone; `nil` for cases that use no allowance.
    package var month: AllowanceMonth?

    package init(
        product: String, serviceID: String, service: String, kind: String, region: String, plan: String,
        serviceLevel: String, received: Instant, due: Instant, month: AllowanceMonth?
    ) {
        self.product = product
        self.serviceID = serviceID
        self.service = service
        self.kind = kind
        self.region = region
        self.plan = plan
        self.serviceLevel = serviceLevel
        self.received = received
        self.due = due
        self.month = month
    }
}

/// A group's number in the ledger.
package struct CaseGroupNumber: Hashable, Sendable, RawRepresentable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }
}

/// A calendar month, in which cases count towards what a tenant has bought.
package struct AllowanceMonth: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// 1...9999.
    package let year: Int
    /// 1...12.
    package let month: Int

    /// The month that a date lies in; the date is one of the region's zone.
    package init(of date: CalendarDate) {
        year = date.year
        month = date.month
    }

    /// Reads `2026-11`.
    package init?(_ text: some StringProtocol) {
        guard let date = CalendarDate(String(text) + "-01") else { return nil }
        self.init(of: date)
    }

    /// `2026-11`.
    package var description: String {
        String(String(CalendarDate(year: year, month: month, day: 1)?.description.prefix(7) ?? "?"))
    }

    package static func < (left: AllowanceMonth, right: AllowanceMonth) -> Bool {
        (left.year, left.month) < (right.year, right.month)
    }
}
