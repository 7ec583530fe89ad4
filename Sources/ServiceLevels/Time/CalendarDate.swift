/// A date of the proleptic Gregorian calendar, years 1 to 9999, without a time and without a zone.
package struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01.
    package let dayNumber: Int

    /// The year 1...9999.
    package var year: Int { CivilArithmetic.civil(ofDay: dayNumber).year }
    /// The month 1...12.
    package var month: Int { CivilArithmetic.civil(ofDay: dayNumber).month }
    /// The day of the month, 1...31.
    package var day: Int { CivilArithmetic.civil(ofDay: dayNumber).day }

    package var weekday: Weekday { Weekday(dayNumber: dayNumber) }

    /// Fails for a day before year 1 or after year 9999.
    package init?(dayNumber: Int) {
        guard dayNumber >= CivilArithmetic.firstDay, dayNumber <= CivilArithmetic.lastDay else { return nil }
        self.dayNumber = dayNumber
    }

    /// Fails for a date that does not exist, such as 30 February, and for years outside 1...9999.
    package init?(year: Int, month: Int, day: Int) {
        guard year >= 1, year <= 9_999, month >= 1, month <= 12, day >= 1,
            day <= CivilArithmetic.days(inMonth: month, of: year)
        else { return nil }
        self.dayNumber = CivilArithmetic.dayNumber(year: year, month: month, day: day)
    }

    /// Reads exactly `YYYY-MM-DD`; anything else, and a date that does not exist, fails.
    package init?(iso bytes: borrowing Span<UInt8>) {
        guard bytes.count == 10 else { return nil }
        self.init(isoPrefixOf: bytes)
    }

    /// Reads exactly `YYYY-MM-DD`; anything else, and a date that does not exist, fails.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(iso: bytes.span)
    }

    /// Reads the date in the first ten bytes; what follows is the caller's.
    init?(isoPrefixOf bytes: borrowing Span<UInt8>) {
        guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = FixedDigits.read(bytes, at: 0, count: 4),
            let month = FixedDigits.read(bytes, at: 5, count: 2),
            let day = FixedDigits.read(bytes, at: 8, count: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The date so many days later, or earlier; stays at the first or last date when the count leads beyond it.
    package func adding(days: Int) -> CalendarDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        let end = days < 0 ? CivilArithmetic.firstDay : CivilArithmetic.lastDay
        return CalendarDate(
            unchecked: overflow ? end : min(max(sum, CivilArithmetic.firstDay), CivilArithmetic.lastDay))
    }

    /// For a day number that is known to lie in range.
    init(unchecked dayNumber: Int) {
        self.dayNumber = dayNumber
    }

    /// `YYYY-MM-DD`.
    package var description: String {
        let civil = CivilArithmetic.civil(ofDay: dayNumber)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10)
        FixedDigits.append(civil.year, count: 4, to: &bytes)
        bytes.append(0x2D)
        FixedDigits.append(civil.month, count: 2, to: &bytes)
        bytes.append(0x2D)
        FixedDigits.append(civil.day, count: 2, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// For people: `Mon 30 Nov 2026`.
    package var words: String {
        let civil = CivilArithmetic.civil(ofDay: dayNumber)
        return "\(weekday.shortName) \(civil.day) \(Month.shortName(civil.month)) \(civil.year)"
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.dayNumber < right.dayNumber }
}
