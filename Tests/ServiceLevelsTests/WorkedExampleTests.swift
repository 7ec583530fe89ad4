import ServiceLevels
import Testing

/// The examples that people check the rules by: local times in, local times out.
@Suite struct WorkedExampleTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var region: String
        var clock: Clock
        var target: String
        /// With the region's offset.
        var received: String
        var due: String
        var testDescription: String { "\(region) \(clock) \(target) \(received)" }

        init(_ region: String, _ clock: Clock, _ target: String, _ received: String, _ due: String) {
            self.region = region
            self.clock = clock
            self.target = target
            self.received = received
            self.due = due
        }
    }

    static let examples = [
        // Thanksgiving and the day after.
        Example("US", .businessDay, "24h", "2026-11-25T14:15-08:00", "Mon 30 Nov 2026 14:15 PST"),
        // 4 July is a Saturday: Friday is closed.
        Example("US", .businessDay, "24h", "2026-07-02T10:00-07:00", "Mon 6 Jul 2026 10:00 PDT"),
        // 1 January 2028 is a Saturday: Friday 31 December is closed.
        Example("US", .businessDay, "24h", "2027-12-30T09:00-08:00", "Mon 3 Jan 2028 09:00 PST"),
        // The clocks change on Sunday.
        Example("US", .businessDay, "24h", "2027-03-12T20:00-08:00", "Mon 15 Mar 2027 20:00 PDT"),
        // Ends with Friday, not at the start of Monday.
        Example("US", .businessDay, "24h", "2026-08-14T00:00-07:00", "Sat 15 Aug 2026 00:00 PDT"),
        // The whole of Monday.
        Example("US", .businessDay, "24h", "2026-08-15T11:00-07:00", "Tue 18 Aug 2026 00:00 PDT"),
        Example("US", .elapsed, "24h", "2027-03-13T12:00-08:00", "Sun 14 Mar 2027 13:00 PDT"),
        Example("US", .supportHours, "4h", "2026-08-14T16:30-07:00", "Mon 17 Aug 2026 07:30 PDT"),
        // Exactly at closing.
        Example("US", .supportHours, "4h", "2026-08-14T14:00-07:00", "Fri 14 Aug 2026 18:00 PDT"),
        // Closing is outside.
        Example("US", .supportHours, "4h", "2026-08-14T18:00-07:00", "Mon 17 Aug 2026 09:00 PDT"),
        Example("US", .businessDays, "1d", "2026-08-14T20:00-07:00", "Mon 17 Aug 2026 20:00 PDT"),
        Example("US", .businessDays, "1d", "2026-08-14T00:00-07:00", "Mon 17 Aug 2026 00:00 PDT"),
        Example("US", .businessDays, "1d", "2026-08-15T11:00-07:00", "Tue 18 Aug 2026 00:00 PDT"),
        Example("US", .businessDays, "2d", "2026-11-24T09:30-08:00", "Mon 30 Nov 2026 09:30 PST"),
        // Christmas on a Saturday: Monday and Tuesday are closed.
        Example("Europe", .businessDay, "24h", "2027-12-24T10:00Z", "Wed 29 Dec 2027 10:00 GMT"),
        // Good Friday is open in Europe.
        Example("Europe", .businessDay, "24h", "2027-03-25T15:00Z", "Fri 26 Mar 2027 15:00 GMT"),
        Example("Europe", .businessDay, "24h", "2027-03-26T15:00Z", "Tue 30 Mar 2027 15:00 BST"),
        Example("Europe", .supportHours, "4h", "2027-08-27T17:00+01:00", "Tue 31 Aug 2027 11:00 BST"),
        // The last Monday in May is the fifth.
        Example("Europe", .businessDays, "1d", "2027-05-28T12:00+01:00", "Tue 1 Jun 2027 12:00 BST"),
        Example("Europe", .businessDay, "24h", "2026-12-24T16:00Z", "Tue 29 Dec 2026 16:00 GMT"),
        // May Day was moved to Friday.
        Example("Europe", .businessDay, "24h", "2020-05-07T15:00+01:00", "Mon 11 May 2020 15:00 BST"),
        // ANZAC Day on a Saturday: Monday is closed.
        Example("APAC", .supportHours, "4h", "2026-04-24T17:00+08:00", "Tue 28 Apr 2026 12:00 +08"),
        // The end of Monday is the start of a holiday.
        Example("APAC", .businessDay, "24h", "2028-04-22T11:00+08:00", "Tue 25 Apr 2028 00:00 +08"),
        Example("APAC", .businessDays, "1d", "2028-04-22T11:00+08:00", "Wed 26 Apr 2028 00:00 +08"),
        // 9 August is no holiday here.
        Example("APAC", .businessDay, "24h", "2027-08-06T15:00+08:00", "Mon 9 Aug 2027 15:00 +08"),
        // Friday has no 00:00–01:00.
        Example("X-Cairo", .businessDay, "24h", "2026-04-23T10:00+02:00", "Fri 24 Apr 2026 11:00 EEST"),
        Example("X-Cairo", .businessDays, "1d", "2026-04-23T00:30+02:00", "Fri 24 Apr 2026 01:30 EEST"),
        // 23:30 occurs twice: the first.
        Example("X-Cairo", .businessDays, "1d", "2027-10-27T23:30+03:00", "Thu 28 Oct 2027 23:30 EEST"),
        // Thursday has 25 hours.
        Example("X-Almaty", .businessDay, "24h", "2024-02-29T12:00+06:00", "Fri 1 Mar 2024 11:00 +05"),
        // Friday 30 December 2011 does not exist in Samoa, so the next business day is Monday.
        Example("X-Apia", .businessDays, "1d", "2011-12-29T10:00-10:00", "Mon 2 Jan 2012 10:00 +14"),
        Example("X-Apia", .businessDay, "24h", "2011-12-29T10:00-10:00", "Mon 2 Jan 2012 10:00 +14"),
    ]

    @Test(arguments: examples)
    func `a worked example comes out as people reckon it`(_ example: Example) throws {
        let calendar = try TestRegions.calendar(example.region)
        let due = try calendar.due(
            received: Instant(example.received), clock: example.clock, target: Target(parsing: example.target))
        #expect(calendar.localDescription(of: due) == example.due)
    }

    @Test func `the seconds of a receipt are kept`() throws {
        let calendar = try TestRegions.calendar("US")
        let received = try Instant("2026-11-25T14:15:37-08:00")
        #expect(
            try calendar.due(received: received, clock: .businessDay, target: .seconds(86_400)).description
                == "2026-11-30T22:15:37Z")
        #expect(
            try calendar.due(received: received, clock: .businessDays, target: .days(1)).description
                == "2026-11-30T22:15:37Z")
    }
}
