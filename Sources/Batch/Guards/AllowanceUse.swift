package import Ledger
package import ServiceCatalog
package import ServiceLevels
import SystemPackage

/// What a tenant has used of the cases that it has bought for a month.
package struct AllowanceUse: Sendable, Equatable {
    package var month: AllowanceMonth
    package var monthlyCases: Int
    package var used: Int

    package var left: Int { max(0, monthlyCases - used) }

    package init(month: AllowanceMonth, monthlyCases: Int, used: Int) {
        self.month = month
        self.monthlyCases = monthlyCases
        self.used = used
    }

    /// The month at hand of an inbox; `nil` where no number is agreed or no ledger counts.
    ///
    /// - Throws: `LedgerError` when the ledger cannot be read; none there yet means that nothing is used.
    package init?(of settings: InboxSettings, _ calendars: CalendarCatalog, at now: Instant) throws {
        guard let allowance = settings.allowance,
            let path = settings.ledgerChoice(in: settings.folder).path(forResultsIn: settings.folder),
            let month = try Self.month(settings.region, calendars, at: now)
        else { return nil }
        let isThere = FolderListing.exists(FilePath(path))
        let used = try isThere ? Ledger.open(path, mode: .readOnly).used(tenant: settings.tenant, month: month) : 0
        self.init(month: month, monthlyCases: allowance.monthlyCases, used: used)
    }

    /// `380 of 500 cases left in 2026-12`.
    package var words: String { "\(left) of \(monthlyCases) cases left in \(month)" }

    /// The month that allowances count in: that of the tenant's region, by its own calendar; where none is named, that of
    /// the first region known.
    ///
    /// - Returns: `nil` when there is no region at all.
    static func month(_ region: String?, _ calendars: CalendarCatalog, at now: Instant) throws -> AllowanceMonth? {
        guard let region = region.flatMap(calendars.region) ?? calendars.regions.first else { return nil }
        return AllowanceMonth(of: try calendars.calendar(for: region.id).localDate(of: now))
    }
}
