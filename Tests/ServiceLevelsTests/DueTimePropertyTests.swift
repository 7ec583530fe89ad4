import ServiceLevels
import TestSupport
import Testing

/// What must hold for any receipt; the receipts are random, around the years in which zones did odd things.
@Suite struct DueTimePropertyTests {
    private static let runningClocks = [Clock.elapsed, .businessDay, .supportHours]

    private func randomInstant(_ random: inout SeededGenerator) throws -> Instant {
        // 2010 to 2032.
        try #require(Instant(secondsSince1970: Int64.random(in: 1_262_304_000..<1_956_528_000, using: &random)))
    }

    private func instant(_ second: Int64) throws -> Instant {
        try #require(Instant(secondsSince1970: second))
    }

    /// Seconds counted between two instants, by asking each step of the working.
    private func counted(_ calendar: BusinessCalendar, _ clock: Clock, _ received: Instant, _ target: Int64) throws
        -> Int64
    {
        try calendar.working(received: received, clock: clock, target: .seconds(target)).reduce(0) { sum, step in
            if case .counted(_, _, let seconds) = step.outcome { return sum + seconds }
            return sum
        }
    }

    @Test(arguments: TestRegions.all)
    func `exactly the target is counted`(_ region: Region) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        for _ in 0..<40 {
            let received = try randomInstant(&random)
            let target = Int64.random(in: 1...200_000, using: &random)
            for clock in Self.runningClocks {
                #expect(try counted(calendar, clock, received, target) == target, "\(clock) \(target) from \(received)")
            }
        }
    }

    @Test(arguments: TestRegions.all)
    func `a later receipt is never due earlier on a running clock`(_ region: Region) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        for _ in 0..<60 {
            let received = try randomInstant(&random)
            let later = try instant(received.secondsSince1970 + Int64.random(in: 1...300_000, using: &random))
            let target = Target.seconds(Int64.random(in: 1...200_000, using: &random))
            for clock in Self.runningClocks {
                let first = try calendar.due(received: received, clock: clock, target: target)
                let second = try calendar.due(received: later, clock: clock, target: target)
                #expect(first <= second, "\(clock) \(target) from \(received) and \(later)")
            }
        }
    }

    @Test(arguments: TestRegions.all)
    func `two targets in a row are due with their sum`(_ region: Region) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        for _ in 0..<60 {
            let received = try randomInstant(&random)
            let first = Int64.random(in: 1...100_000, using: &random)
            let second = Int64.random(in: 1...100_000, using: &random)
            for clock in Self.runningClocks {
                let between = try calendar.due(received: received, clock: clock, target: .seconds(first))
                let twice = try calendar.due(received: between, clock: clock, target: .seconds(second))
                let once = try calendar.due(received: received, clock: clock, target: .seconds(first + second))
                #expect(twice == once, "\(clock) \(first) + \(second) from \(received)")
            }
        }
    }

    @Test(arguments: TestRegions.all)
    func `a due time lies in or at the end of what counts, and on a business day`(_ region: Region) throws {
        var random = SeededGenerator.announced()
        let calendar = try TestRegions.calendar(region)
        for _ in 0..<100 {
            let received = try randomInstant(&random)
            let day = try calendar.due(received: received, clock: .businessDay, target: .seconds(86_400))
            #expect(
                calendar.isBusinessDay(calendar.localDate(of: try instant(day.secondsSince1970 - 1))), "\(received)")
            let open = try calendar.due(received: received, clock: .supportHours, target: .seconds(14_400))
            let local = calendar.zone.local(at: try instant(open.secondsSince1970 - 1))
            #expect(calendar.isBusinessDay(local.date), "\(received)")
            #expect(local.time >= region.hours.open && local.time < region.hours.close, "\(received)")
            let whole = try calendar.due(received: received, clock: .businessDays, target: .days(2))
            #expect(calendar.isBusinessDay(calendar.localDate(of: whole)), "\(received)")
        }
    }

    @Test(arguments: TestRegions.all)
    func `offices open round the clock make support hours business days, and every day elapsed time`(
        _ region: Region
    ) throws {
        var random = SeededGenerator.announced()
        var open = TestRegions.region(region.id, region.zone, "00:00", "24:00")
        open.weekdays = region.weekdays
        open.holidays = region.holidays
        open.observance = region.observance
        let roundTheClock = try TestRegions.calendar(open)
        let everyDay = try TestRegions.calendar(
            TestRegions.region("X-7", region.zone, "00:00", "24:00", weekdays: Weekday.allCases))
        for _ in 0..<60 {
            let received = try randomInstant(&random)
            let target = Target.seconds(Int64.random(in: 1...200_000, using: &random))
            #expect(
                try roundTheClock.due(received: received, clock: .supportHours, target: target)
                    == roundTheClock.due(received: received, clock: .businessDay, target: target),
                "\(received) \(target)")
            let elapsed = try everyDay.due(received: received, clock: .elapsed, target: target)
            #expect(try everyDay.due(received: received, clock: .businessDay, target: target) == elapsed, "\(received)")
            #expect(
                try everyDay.due(received: received, clock: .supportHours, target: target) == elapsed, "\(received)")
        }
    }
}
