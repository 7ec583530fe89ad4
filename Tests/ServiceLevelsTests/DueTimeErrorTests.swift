import ServiceLevels
import Testing

@Suite struct DueTimeErrorTests {
    private let received: Instant

    init() throws {
        received = try Instant("2026-11-25T14:15:00-08:00")
    }

    @Test(arguments: [
        (Clock.businessDay, Target.days(1), DueTimeError.daysOnRunningClock(.businessDay)),
        (.elapsed, .days(1), .daysOnRunningClock(.elapsed)),
        (.businessDays, .seconds(86_400), .hoursInBusinessDays),
        (.elapsed, .seconds(0), .targetOutOfBounds),
        (.supportHours, .seconds(-1), .targetOutOfBounds),
        (.businessDays, .days(0), .targetOutOfBounds),
        (.businessDays, .days(.max), .targetOutOfBounds),
        (.businessDay, .seconds(.max), .targetOutOfBounds),
    ])
    func `a target that the clock cannot count is refused`(_ clock: Clock, _ target: Target, _ error: DueTimeError)
        throws
    {
        let calendar = try TestRegions.calendar("US")
        #expect(throws: error) { try calendar.due(received: received, clock: clock, target: target) }
        #expect(throws: error) { try calendar.latestReceipt(dueBy: received, clock: clock, target: target) }
        #expect(throws: error) { try calendar.working(received: received, clock: clock, target: target) }
    }

    @Test(arguments: [
        (Clock.businessDay, Target.seconds(60)), (.supportHours, .seconds(60)), (.businessDays, .days(1)),
    ])
    func `a region without business days ends in an error`(_ clock: Clock, _ target: Target) throws {
        let calendar = try TestRegions.calendar(
            TestRegions.region("X-Closed", "Europe/London", "08:00", "18:00", weekdays: []))
        #expect(throws: DueTimeError.noBusinessDay(region: "X-Closed", after: date("2026-11-25"))) {
            try calendar.due(received: received, clock: clock, target: target)
        }
        #expect(try calendar.latestReceipt(dueBy: received, clock: clock, target: target) == nil)
    }

    @Test func `a region whose every date is a holiday ends in an error`() throws {
        let holidays = (1...12).flatMap { month in
            (1...31).map { Holiday(name: "\(month)-\($0)", rule: .fixed(month: month, day: $0)) }
        }
        let calendar = try TestRegions.calendar(
            TestRegions.region(
                "X-Holidays", "Europe/London", "08:00", "18:00", weekdays: Weekday.allCases, holidays: holidays))
        #expect(throws: DueTimeError.self) {
            try calendar.due(received: received, clock: .businessDay, target: .seconds(60))
        }
    }

    @Test func `a closure of many months is waited out`() throws {
        let closed = (0..<500).map { date("2026-11-26").adding(days: $0) }
        let calendar = try TestRegions.calendar(
            TestRegions.region("X-Closure", "Europe/London", "08:00", "18:00", closedDates: closed))
        let due = try calendar.due(received: received, clock: .supportHours, target: .seconds(3_600))
        #expect(calendar.localDescription(of: due) == "Mon 10 Apr 2028 09:00 BST")
    }

    @Test(arguments: [Clock.elapsed, .businessDay, .supportHours])
    func `a due time after the year 9999 is an error`(_ clock: Clock) throws {
        let calendar = try TestRegions.calendar("US")
        #expect(throws: DueTimeError.outOfRange) {
            try calendar.due(received: .latest, clock: clock, target: .seconds(86_400))
        }
        #expect(throws: DueTimeError.outOfRange) {
            try calendar.due(received: .latest, clock: .businessDays, target: .days(3))
        }
        #expect(try calendar.latestReceipt(dueBy: .earliest, clock: clock, target: .seconds(86_400)) == nil)
        #expect(throws: Never.self) {
            try calendar.due(received: .earliest, clock: clock, target: .seconds(86_400))
        }
    }

    @Test func `errors say what to do`() {
        #expect(
            DueTimeError.hoursInBusinessDays.description
                == "The clock businessDays counts whole days: write the target as 1d, "
                + "or use the clock businessDay for hours."
        )
    }
}
