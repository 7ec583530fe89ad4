import ServiceCatalog
package import ServiceLevels

/// A region as a run needs it: what is due when, for requests received now.
package struct RegionForm: Sendable {
    package let id: String
    package let calendar: BusinessCalendar
    /// For each service level of the run.
    package let dues: [Due]

    /// One due time, found once for all rows of a region and service level.
    package struct Due: Sendable {
        package let level: ServiceLevel
        package let instant: Instant
        /// The first date, as `YYYYMMDD`, whose start is not before the due time: earlier dates are short notice.
        package let firstDateInTime: Int
    }
}
