/// A region's calendar: which dates are business days, and with that when work falls due.
///
/// A business day is a whole local date, from its first instant to the first instant of the next, whose weekday is in
/// the region's week and on which no holiday is observed. All counting is in absolute seconds; only what date and what
/// time of day it is, is asked in local time.
///
///     let calendar = BusinessCalendar(region: region, zone: try TimeZoneDatabase.system.rules(for: region.zone))
///     let due = try calendar.due(received: received, clock: .businessDay, target: .seconds(86_400))
///
/// Made once a region and kept: making one works out the business days of two centuries (well below a millisecond).
package struct BusinessCalendar: Sendable {
    package let region: Region
    package let zone: ZoneRules
    private let table: BusinessDayTable

    /// How many dates in a row may go by without anything counted before the search is given up: ten years.
    static let reach = 3_660

    /// The rules must be those of `region.zone`.
    package init(region: Region, zone: ZoneRules) {
        self.region = region
        self.zone = zone
        self.table = BusinessDayTable(region: region, skippedDays: zone.skippedDays)
    }

    /// The holidays whose closed date lies in a year, in order of that date; empty for a year outside 1...9999.
    package func holidays(in year: Int) -> [ObservedHoliday] {
        region.observedHolidays(in: year...year)
    }

    package func isBusinessDay(_ date: CalendarDate) -> Bool {
        isBusinessDay(date.dayNumber)
    }

    @inline(__always)
    func isBusinessDay(_ day: Int) -> Bool {
        table.isBusinessDay(day) ?? isBusinessDayByRule(day)
    }

    private func isBusinessDayByRule(_ day: Int) -> Bool {
        guard let date = CalendarDate(dayNumber: day) else { return false }
        return region.weekdays.contains(date.weekday) && !zone.skippedDays.contains(day)
            && !region.observedHolidays(in: date.year...date.year).contains { $0.observed == date }
    }

    /// The first business day after a date; throws when none follows within ten years.
    package func nextBusinessDay(after date: CalendarDate) throws(DueTimeError) -> CalendarDate {
        CalendarDate(unchecked: try businessDay(count: 1, after: date.dayNumber))
    }

    /// The `count`th business day after a day.
    func businessDay(count: Int, after start: Int) throws(DueTimeError) -> Int {
        var left = count
        var idle = 0
        var day = start
        while left > 0 {
            day += 1
            guard day <= CivilArithmetic.lastDay else { throw .outOfRange }
            if isBusinessDay(day) {
                left -= 1
                idle = 0
            } else {
                idle += 1
                guard idle <= BusinessCalendar.reach else { throw noBusinessDay(after: start) }
            }
        }
        return day
    }

    func noBusinessDay(after day: Int) -> DueTimeError {
        .noBusinessDay(region: region.id, after: CalendarDate(unchecked: day).adding(days: 0))
    }
}
