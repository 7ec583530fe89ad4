package import ServiceLevels

/// What is open at a moment, and what a month has used.
package struct LedgerStatus: Hashable, Sendable {
    /// Figures of one region.
    package struct Region: Hashable, Sendable {
        package var region: String
        package var open = 0
        /// Open, and due within the next 24 hours.
        package var dueSoon = 0
        /// Open, and due before now.
        package var overdue = 0
        /// The next moment at which an open case falls due; `nil` where none does.
        package var nextDue: Instant?

        package init(
            region: String, open: Int = 0, dueSoon: Int = 0, overdue: Int = 0, nextDue: Instant? = nil
        ) {
            self.region = region
            self.nextDue = nextDue
            self.open = open
            self.dueSoon = dueSoon
            self.overdue = overdue
        }
    }

    /// Cases used by a tenant in the month at hand.
    package struct Use: Hashable, Sendable {
        package var tenant: String
        package var region: String
        package var month: AllowanceMonth
        package var cases: Int

        package init(
            tenant: String, region: String, month: AllowanceMonth, cases: Int
        ) {
            self.tenant = tenant
            self.region = region
            self.month = month
            self.cases = cases
        }
    }

    package var regions: [Region]
    package var uses: [Use]

    package init(regions: [Region], uses: [Use]) {
        self.regions = regions
        self.uses = uses
    }

    package var open: Int { regions.reduce(0) { $0 &+ $1.open } }
    package var dueSoon: Int { regions.reduce(0) { $0 &+ $1.dueSoon } }
    package var overdue: Int { regions.reduce(0) { $0 &+ $1.overdue } }
}

extension Ledger {
    /// What is open now. Reads counts only, so it takes the same time for ten cases and ten million.
    ///
    /// - Parameters:
    ///   - tenant: one tenant's; `nil` for all.
    ///   - month: the month that it is now in a region.
    package func status(
        at now: Instant, tenant: String? = nil, month: (_ region: String) -> AllowanceMonth?
    ) throws(LedgerError) -> LedgerStatus {
        try mapped {
            var filter = GroupFilter()
            filter.tenant = tenant
            filter.statuses = [.open]
            let soon = Instant(secondsSince1970: now.secondsSince1970 + 86_400) ?? .latest
            var regions: [String: LedgerStatus.Region] = [:]
            for stored in try store.groups(filter) {
                let (id, due, open) = (stored.group.region, stored.group.due, stored.counts.open)
                var region = regions[id] ?? LedgerStatus.Region(region: id)
                region.open &+= open
                if due < now {
                    region.overdue &+= open
                } else {
                    if due <= soon { region.dueSoon &+= open }
                    region.nextDue = min(region.nextDue ?? due, due)
                }
                regions[id] = region
            }
            let uses = try store.uses().filter { use in
                (tenant.map { $0 == use.tenant } ?? true) && use.month == month(use.region)
            }
            return LedgerStatus(regions: regions.values.sorted { $0.region < $1.region }, uses: uses)
        }
    }
}
