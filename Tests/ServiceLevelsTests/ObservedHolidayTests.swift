import ServiceLevels
import Testing

@Suite struct ObservedHolidayTests {
    /// All closed dates of a year, in order.
    @Test(arguments: [
        ("US", 2021, "01-01 07-05 11-25 11-26 12-24 12-31"),
        ("US", 2022, "07-04 11-24 11-25 12-26"),
        ("US", 2023, "01-02 07-04 11-23 11-24 12-25"),
        ("US", 2026, "01-01 07-03 11-26 11-27 12-25"),
        ("US", 2027, "01-01 07-05 11-25 11-26 12-24 12-31"),
        ("US", 2028, "07-04 11-23 11-24 12-25"),
        ("US", 2032, "01-01 07-05 11-25 11-26 12-24 12-31"),
        ("US", 2033, "07-04 11-24 11-25 12-26"),
        ("Europe", 2020, "01-01 04-13 05-08 05-25 08-31 12-25 12-28"),
        ("Europe", 2021, "01-01 04-05 05-03 05-31 08-30 12-27 12-28"),
        ("Europe", 2022, "01-03 04-18 05-02 06-02 08-29 12-26 12-27"),
        ("Europe", 2023, "01-02 04-10 05-01 05-29 08-28 12-25 12-26"),
        ("Europe", 2026, "01-01 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("Europe", 2027, "01-01 03-29 05-03 05-31 08-30 12-27 12-28"),
        ("APAC", 2011, "01-03 04-22 04-25 04-25 12-26 12-27"),
        ("APAC", 2026, "01-01 04-03 04-06 04-27 12-25 12-28"),
        ("APAC", 2027, "01-01 03-26 03-29 04-26 12-27 12-28"),
        ("APAC", 2028, "01-03 04-14 04-17 04-25 12-25 12-26"),
        // ANZAC Day is Easter Sunday and Easter Monday is taken, so Tuesday is its substitute.
        ("APAC", 2038, "01-01 04-23 04-26 04-27 12-27 12-28"),
        ("APAC", 2095, "01-03 04-22 04-25 04-25 12-26 12-27"),
    ])
    func `the closed dates of a year are these`(_ region: String, _ year: Int, _ dates: String) throws {
        let calendar = try TestRegions.calendar(region)
        let observed = calendar.holidays(in: year).map(\.observed)
        #expect(observed.map { String($0.description.dropFirst(5)) }.joined(separator: " ") == dates)
        for date in observed { #expect(!calendar.isBusinessDay(date)) }
    }

    @Test func `a holiday keeps its own date beside the observed one`() {
        #expect(
            TestRegions.us.observedHolidays(in: 2027...2027).last
                == ObservedHoliday(date: date("2028-01-01"), name: "New Year's Day", observed: date("2027-12-31")))
    }

    @Test func `the usual Monday of a moved holiday is a business day`() throws {
        let calendar = try TestRegions.calendar("Europe")
        #expect(calendar.isBusinessDay(date("2020-05-04")))
        #expect(!calendar.isBusinessDay(date("2020-05-08")))
        #expect(calendar.isBusinessDay(date("2022-05-30")))
    }

    @Test(arguments: [("US", "2026-05-25"), ("US", "2026-09-07"), ("Europe", "2027-03-26"), ("APAC", "2027-08-09")])
    func `days that are not in the list are business days`(_ region: String, _ day: String) throws {
        #expect(try TestRegions.calendar(region).isBusinessDay(date(day)))
    }

    @Test func `years outside the prepared table follow the same rules`() throws {
        let calendar = try TestRegions.calendar("US")
        #expect(!calendar.isBusinessDay(date("1968-07-04")))
        #expect(calendar.isBusinessDay(date("1968-07-05")))
        // 4 July 2201 is a Saturday.
        #expect(date("2201-07-04").weekday == .saturday)
        #expect(!calendar.isBusinessDay(date("2201-07-03")))
        #expect(calendar.isBusinessDay(date("2201-07-02")))
    }

    @Test(arguments: [
        "1818-03-22", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "2000-04-23", "2008-03-23", "2011-04-24",
        "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
    ])
    func `Easter Sunday falls on its date`(_ sunday: String) {
        #expect(HolidayRule.easter(days: 0).date(in: date(sunday).year) == date(sunday))
    }

    @Test func `rules give no date where a year has none`() {
        #expect(HolidayRule.fixed(month: 2, day: 29).date(in: 2027) == nil)
        #expect(HolidayRule.fixed(month: 2, day: 29).date(in: 2028) == date("2028-02-29"))
        #expect(HolidayRule.nth(5, .monday, month: 2).date(in: 2027) == nil)
        #expect(HolidayRule.nth(9, .monday, month: 99).date(in: 2027) == nil)
        #expect(HolidayRule.last(.monday, month: 0).date(in: 2027) == nil)
        #expect(HolidayRule.fixed(month: 1, day: 1).date(in: 0) == nil)
    }

    @Test func `overrides add and drop`() throws {
        var region = TestRegions.europe
        region.overrides = [
            .add(name: "Coronation", on: date("2023-05-08")), .drop(name: "May Day", year: 2023),
        ]
        let calendar = try TestRegions.calendar(region)
        #expect(!calendar.isBusinessDay(date("2023-05-08")))
        #expect(calendar.isBusinessDay(date("2023-05-01")))
        #expect(!calendar.isBusinessDay(date("2024-05-06")))
    }

    @Test func `a weekend of Friday and Saturday moves holidays to the nearest day of its week`() {
        let region = TestRegions.region(
            "X", "Africa/Cairo", "09:00", "17:00", weekdays: [.sunday, .monday, .tuesday, .wednesday, .thursday],
            observance: .nearestWeekday, holidays: [Holiday(name: "Day", rule: .fixed(month: 1, day: 1))])
        // 1 January 2021 is a Friday, 2022 a Saturday.
        #expect(region.observedHolidays(in: 2021...2021).isEmpty)
        #expect(region.observedHolidays(in: 2020...2020).map(\.observed) == [date("2020-01-01"), date("2020-12-31")])
        #expect(region.observedHolidays(in: 2022...2022).map(\.observed) == [date("2022-01-02")])
    }
}
