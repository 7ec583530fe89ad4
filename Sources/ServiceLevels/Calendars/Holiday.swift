/// A holiday of a region: its name and when it falls.
package struct Holiday: Hashable, Sendable {
    package var name: String
    package var rule: HolidayRule

    package init(name: String, rule: HolidayRule) {
        self.name = name
        self.rule = rule
    }
}

/// What happens to a holiday that falls on a weekend: a day that is not in the region's week.
package enum Observance: String, Hashable, Sendable, CaseIterable {
    /// United States federal practice: Saturday moves to the Friday before, Sunday to the Monday after.
    case nearestWeekday = "nearest-weekday"
    /// Weekend holidays, in order of date, each move to the next weekday that is not a holiday already.
    case substituteDay = "substitute-day"
    /// The holiday stays where it falls and closes no other day.
    case asIs = "as-is"
}

/// A change to the list of holidays for one year, by proclamation.
package enum HolidayOverride: Hashable, Sendable {
    /// The holiday of that name and year closes another date instead, exactly that one.
    case move(name: String, year: Int, to: CalendarDate)
    /// A date is closed once, exactly that one.
    case add(name: String, on: CalendarDate)
    /// The holiday of that name is not kept in that year.
    case drop(name: String, year: Int)
}

/// A holiday of one year with the date on which it closes the offices.
package struct ObservedHoliday: Hashable, Sendable {
    /// The holiday's own date.
    package var date: CalendarDate
    package var name: String
    /// The closed date.
    package var observed: CalendarDate

    package init(date: CalendarDate, name: String, observed: CalendarDate) {
        self.date = date
        self.name = name
        self.observed = observed
    }
}
