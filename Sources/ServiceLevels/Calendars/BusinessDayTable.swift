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
        var words = [UInt64](repeating: 0, count: (dayCount + 63) / 64)
        let isWorkday = Weekday.allCases.map { region.weekdays.contains($0) }
        for day in 0..<dayCount where isWorkday[(day + 3) % 7] {
            words[day >> 6] |= 1 << UInt64(day & 63)
        }
        for holiday in region.observedHolidays(in: BusinessDayTable.years) {
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
