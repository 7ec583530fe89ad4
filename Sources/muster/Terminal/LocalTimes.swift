import Ledger
import ServiceCatalog
import ServiceLevels

/// Times as the people of a region read them.
struct LocalTimes {
    let calendars: CalendarCatalog

    /// `Mon 30 Nov 2026 14:15 PST`; in UTC where the calendars do not know the region.
    func text(_ instant: Instant, region: String) -> String {
        (try? calendars.calendar(for: region))?.localDescription(of: instant) ?? instant.description
    }

    /// The month it is in the region; in UTC where the calendars do not know the region.
    func month(_ instant: Instant, region: String) -> AllowanceMonth? {
        let local = (try? calendars.calendar(for: region))?.localDate(of: instant)
        let date = local ?? CalendarDate(dayNumber: Int(instant.secondsSince1970 / 86_400))
        return date.map { AllowanceMonth(of: $0) }
    }
}
