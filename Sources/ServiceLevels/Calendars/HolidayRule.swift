/// When in a year a holiday falls, before any substitute day.
package indirect enum HolidayRule: Hashable, Sendable {
    /// The same date every year. 29 February falls in leap years only.
    case fixed(month: Int, day: Int)
    /// The first (1) to fifth (5) weekday of a month; a fifth that a year does not have falls out.
    case nth(Int, Weekday, month: Int)
    case last(Weekday, month: Int)
    /// Days from Easter Sunday of the Western churches: −2 is Good Friday, 1 Easter Monday.
    case easter(days: Int)
    /// Days from another rule's date: the day after Thanksgiving.
    case days(Int, from: HolidayRule)
    /// One date of one year.
    case once(CalendarDate)

    /// The date in a year 1...9999; `nil` where the rule has none.
    package func date(in year: Int) -> CalendarDate? {
        guard let first = CalendarDate(year: year, month: 1, day: 1) else { return nil }
        switch self {
        case .fixed(let month, let day):
            return CalendarDate(year: year, month: month, day: day)
        case .nth(let count, let weekday, let month):
            guard (1...5).contains(count), let start = CalendarDate(year: first.year, month: month, day: 1) else {
                return nil
            }
            let day = 1 + (weekday.rawValue - start.weekday.rawValue + 7) % 7 + (count - 1) * 7
            return CalendarDate(year: year, month: month, day: day)
        case .last(let weekday, let month):
            guard (1...12).contains(month) else { return nil }
            let length = CivilArithmetic.days(inMonth: month, of: year)
            guard let end = CalendarDate(year: year, month: month, day: length) else { return nil }
            return end.adding(days: -((end.weekday.rawValue - weekday.rawValue + 7) % 7))
        case .easter(let days):
            return HolidayRule.easterSunday(of: year)?.adding(days: days)
        case .days(let days, let rule):
            return rule.date(in: year)?.adding(days: days)
        case .once(let date):
            return date.year == year ? date : nil
        }
    }

    /// Easter Sunday of the Gregorian calendar, counted from the paschal full moon.
    ///
    /// Source: the canons of the Gregorian reform (golden number, epact with its solar and lunar corrections).
    static func easterSunday(of year: Int) -> CalendarDate? {
        let golden = year % 19 + 1
        let century = year / 100 + 1
        let droppedLeapDays = 3 * century / 4 - 12
        let moonCorrection = (8 * century + 5) / 25 - 5
        var epact = (11 * golden + 20 + moonCorrection - droppedLeapDays) % 30
        if epact < 0 { epact += 30 }
        if epact == 24 || (epact == 25 && golden > 11) { epact += 1 }
        // The full moon as a day of March, 21 March or later.
        var fullMoon = 44 - epact
        if fullMoon < 21 { fullMoon += 30 }
        let march = CivilArithmetic.dayNumber(year: year, month: 3, day: 1) - 1
        guard let moonDate = CalendarDate(dayNumber: march + fullMoon) else { return nil }
        return moonDate.adding(days: 7 - moonDate.weekday.rawValue % 7)
    }
}
