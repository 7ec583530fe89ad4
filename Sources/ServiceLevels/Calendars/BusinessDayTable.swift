/// One bit a date: whether it is a business day, for the years that batches of work are about.
///
/// Worked out once a region, so that asking costs a nanosecond; other years are asked of the rules each time.
struct BusinessDayTable: Sendable {
    private static let years = 1_970...2_199
    /// 1970-01-01 is day 0.
    private let words: [UInt64]
    private let dayCount: Int

    init(region: Region, skippedDays: Set<Int>) {
        let dayCount = CivilArithmetic.dayNumber(year: BusinessDayTable.years.upperBound + 1, month: 1, day: 1)
        let isWorkday = Weekday.allCases.map { region.weekdays.contains($0) }
        // Seven words are 64 weeks, after which they come again.
        var weeks = [UInt64](repeating: 0, count: 7)
        for day in 0..<7 * 64 where isWorkday[(day + 3) % 7] { weeks[day >> 6] |= 1 << UInt64(day & 63) }
        var words = (0..<(dayCount + 63) / 64).map { weeks[$0 % 7] }
        for holiday in region.unsortedHolidays(in: BusinessDayTable.years) {
            let day = holiday.observed.dayNumber
            words[day >> 6] &= ~(1 << UInt64(day & 63))
        }
        for day in skippedDays where day >= 0 && day < dayCount {
            words[day >> 6] &= ~(1 << UInt64(day & 63))
        }
        self.words = words
        self.dayCount = dayCount
    }

    /// `nil` for a day outside the table.
    @inline(__always)
    func isBusinessDay(_ day: Int) -> Bool? {
        guard day >= 0, day < dayCount else { return nil }
        return words[day >> 6] >> UInt64(day & 63) & 1 == 1
    }
}
