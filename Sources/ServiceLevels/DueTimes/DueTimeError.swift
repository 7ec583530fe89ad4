/// Why there is no due time.
package enum DueTimeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A target of nothing, less than nothing, or more than ten years.
    case targetOutOfBounds
    /// A running clock counts hours and minutes.
    case daysOnRunningClock(Clock)
    /// Business days are counted whole.
    case hoursInBusinessDays
    /// Nothing counts for ten years after the date.
    case noBusinessDay(region: String, after: CalendarDate)
    /// The due time lies after the year 9999.
    case outOfRange

    package var description: String {
        switch self {
        case .targetOutOfBounds:
            "The target must be more than nothing and at most \(Target.maximumDays) days."
        case .daysOnRunningClock(let clock):
            "The clock \(clock) counts hours and minutes: write the target as 24h or 30m, or use the clock "
                + "businessDays."
        case .hoursInBusinessDays:
            "The clock businessDays counts whole days: write the target as 1d, or use the clock businessDay for hours."
        case .noBusinessDay(let region, let date):
            "The calendar of \(region) has no business day in the ten years after \(date): check its weekdays and "
                + "closed dates."
        case .outOfRange:
            "The due time lies after the year 9999."
        }
    }
}
