import ServiceLevels
import TestSupport
import Testing

@Suite struct LatestReceiptTests {
    @Test(arguments: [
        // Done by the end of Monday: received by the end of Friday, while it is still Friday.
        ("US", Clock.businessDay, "24h", "2026-08-18T00:00-07:00", "Mon 17 Aug 2026 00:00 PDT"),
        ("US", .businessDay, "24h", "2026-08-17T14:15-07:00", "Fri 14 Aug 2026 14:15 PDT"),
        ("US", .supportHours, "4h", "2026-08-17T07:30-07:00", "Fri 14 Aug 2026 16:30 PDT"),
        ("US", .businessDays, "1d", "2026-11-30T14:15-08:00", "Wed 25 Nov 2026 14:15 PST"),
        // Whatever comes in on the weekend is due on Tuesday at 00:00.
        ("US", .businessDays, "1d", "2026-08-18T00:00-07:00", "Mon 17 Aug 2026 00:00 PDT"),
        ("US", .businessDays, "1d", "2026-08-17T23:59:59-07:00", "Fri 14 Aug 2026 23:59:59 PDT"),
        ("US", .elapsed, "30m", "2026-08-18T00:00-07:00", "Mon 17 Aug 2026 23:30 PDT"),
    ])
    func `the latest receipt is what people reckon`(
        _ region: String, _ clock: Clock, _ target: String, _ dueBy: String, _ latest: String
    ) throws {
        let calendar = try TestRegions.calendar(region)
        let found = try calendar.latestReceipt(dueBy: Instant(dueBy), clock: clock, target: Target(parsing: target))
        #expect(calendar.localDescription(of: try #require(found)) == latest)
    }

    @Test(arguments: TestRegions.all)
    func `a receipt then is due in time and one second later is not`(_ region: Region) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        for _ in 0..<60 {
            let dueBy = try #require(
                Instant(secondsSince1970: .random(in: 1_262_304_000..<1_956_528_000, using: &random)))
            let target = Target.seconds(Int64.random(in: 1...200_000, using: &random))
            for clock in [Clock.elapsed, .businessDay, .supportHours] {
                let latest = try #require(try calendar.latestReceipt(dueBy: dueBy, clock: clock, target: target))
                let later = try #require(Instant(secondsSince1970: latest.secondsSince1970 + 1))
                #expect(try calendar.due(received: latest, clock: clock, target: target) <= dueBy)
                #expect(try calendar.due(received: later, clock: clock, target: target) > dueBy)
            }
        }
    }

    /// Around changes of the clocks a later receipt of whole business days can be due earlier, so later ones are tried.
    @Test(arguments: [
        ("X-Cairo", "2026-04-24"), ("X-Cairo", "2027-10-28"), ("X-Almaty", "2024-02-29"), ("X-Apia", "2011-12-30"),
        ("X-SaoPaulo7", "2018-02-18"), ("X-SaoPaulo7", "2018-11-04"), ("X-LordHowe7", "2026-04-05"),
        ("X-LordHowe7", "2026-10-04"), ("US", "2027-01-01"),
    ])
    func `no receipt after the latest one is due in time`(_ region: String, _ around: String) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        let middle = try #require(calendar.start(of: date(around))).secondsSince1970
        for _ in 0..<12 {
            let dueBy = try #require(
                Instant(secondsSince1970: middle + Int64.random(in: -100...150, using: &random) * 1_800))
            let target = Target.days(Int.random(in: 1...2, using: &random))
            let latest = try #require(try calendar.latestReceipt(dueBy: dueBy, clock: .businessDays, target: target))
            #expect(try calendar.due(received: latest, clock: .businessDays, target: target) <= dueBy)
            for second in stride(from: latest.secondsSince1970 + 1, to: dueBy.secondsSince1970 + 90_000, by: 899) {
                let later = try #require(Instant(secondsSince1970: second))
                let due = try calendar.due(received: later, clock: .businessDays, target: target)
                #expect(due > dueBy, "received \(later), due by \(dueBy), \(target)")
            }
        }
    }
}
