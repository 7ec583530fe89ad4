import ServiceLevels
import Testing

@Suite struct WorkingTests {
    private func lines(_ region: String, _ clock: Clock, _ target: Target, _ received: String) throws -> [String] {
        try TestRegions.calendar(region).working(received: Instant(received), clock: clock, target: target)
            .map(\.description)
    }

    @Test func `the working names what did not count`() throws {
        #expect(
            try lines("US", .businessDay, .seconds(86_400), "2026-11-25T14:15:00-08:00") == [
                "Wed 25 Nov 2026: 14:15–24:00 counted, 9 h 45 min",
                "Thu 26 Nov 2026: not counted, Thanksgiving Day",
                "Fri 27 Nov 2026: not counted, The Day After Thanksgiving",
                "Sat 28 Nov 2026: not counted, weekend",
                "Sun 29 Nov 2026: not counted, weekend",
                "Mon 30 Nov 2026: 00:00–14:15 counted, 14 h 15 min",
            ])
    }

    @Test func `a receipt after closing counts from the next opening`() throws {
        #expect(
            try lines("US", .supportHours, .seconds(14_400), "2026-08-14T18:00:00-07:00") == [
                "Fri 14 Aug 2026: not counted, outside support hours",
                "Sat 15 Aug 2026: not counted, weekend",
                "Sun 16 Aug 2026: not counted, weekend",
                "Mon 17 Aug 2026: 05:00–09:00 counted, 4 h",
            ])
    }

    @Test func `business days are numbered`() throws {
        #expect(
            try lines("APAC", .businessDays, .days(2), "2028-04-22T11:00:00+08:00") == [
                "Sat 22 Apr 2028: not counted, weekend",
                "Sun 23 Apr 2028: not counted, weekend",
                "Mon 24 Apr 2028: counting begins at 00:00",
                "Tue 25 Apr 2028: not counted, ANZAC Day",
                "Wed 26 Apr 2028: business day 1 of 2",
                "Thu 27 Apr 2028: business day 2 of 2",
            ])
    }

    @Test func `a day of 25 hours shows its length`() throws {
        #expect(
            try lines("X-Almaty", .businessDay, .seconds(90_000), "2024-02-29T00:00:00+06:00") == [
                "Thu 29 Feb 2024: 00:00–24:00 counted, 25 h"
            ])
    }

    @Test func `a date that does not exist is named`() throws {
        #expect(
            try lines("X-Apia", .businessDays, .days(1), "2011-12-29T10:00:00-10:00").contains(
                "Fri 30 Dec 2011: not counted, the date does not exist in this time zone"))
    }

    @Test func `a long working is cut`() throws {
        let steps = try lines("US", .supportHours, .seconds(3_600_000), "2026-08-14T18:00:00-07:00")
        #expect(steps.count == BusinessCalendar.maximumWorkingSteps)
        #expect(steps.last?.hasSuffix("and so on to the due time") == true)
    }
}
