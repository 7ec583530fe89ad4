import ServiceLevels
import Testing

/// The small types that people write: targets, clocks, plans, times, weekdays.
@Suite struct WordsTests {
    @Test(arguments: [
        ("24h", Target.seconds(86_400), "24h"), ("1440m", .seconds(86_400), "24h"), ("30 min", .seconds(1_800), "30m"),
        ("90s", .seconds(90), "90s"), ("1d", .days(1), "1d"), ("2 Business Days", .days(2), "2d"),
        ("1 hour", .seconds(3_600), "1h"),
    ])
    func `a target is read and written`(_ text: String, _ target: Target, _ written: String) throws {
        #expect(try Target(parsing: text) == target)
        #expect(target.description == written)
    }

    @Test(arguments: [
        ("240", TargetError.noUnit), ("0h", .notPositive), ("-1h", .notATarget), ("", .notATarget), ("h", .notATarget),
        ("1w", .notATarget), ("1.5h", .notATarget), ("99999999999999999999h", .tooLong), ("3661d", .tooLong),
        ("1h30m", .notATarget),
    ])
    func `what is no target is refused with its reason`(_ text: String, _ error: TargetError) {
        #expect(throws: error) { try Target(parsing: text) }
    }

    @Test func `the two clocks of business days are told apart`() {
        #expect(Clock(parsing: "business-day") == .businessDay)
        #expect(Clock(parsing: "BUSINESS_DAYS") == .businessDays)
        #expect(Clock(parsing: "Support Hours") == .supportHours)
        #expect(Clock(parsing: "elapsed") == .elapsed)
        #expect(Clock(parsing: "business") == nil)
    }

    @Test func `plans are read in their spellings`() {
        #expect(SupportPlan(parsing: "Premium Plus") == .premiumPlus)
        #expect(SupportPlan(parsing: "premium-plus") == .premiumPlus)
        #expect(SupportPlan(parsing: "PREMIUM") == .premium)
        #expect(SupportPlan(parsing: "gold") == nil)
    }

    @Test func `times of day go up to 24:00`() {
        #expect(TimeOfDay(parsing: "24:00") == .endOfDay)
        #expect(TimeOfDay(parsing: "5:00")?.seconds == 18_000)
        #expect(TimeOfDay(parsing: "23:59:59")?.description == "23:59:59")
        for text in ["24:01", "12:60", "12", "12:5", "", ":", "-1:00", "1:2:3:4", "１２:00"] {
            #expect(TimeOfDay(parsing: text) == nil, "\(text)")
        }
        #expect(OpeningHours(open: .midnight, close: .midnight) == nil)
    }

    @Test func `a service level reads as a promise`() {
        let level = ServiceLevel(
            id: "user-administration", target: .seconds(86_400), clock: .businessDay, measuredTo: "resolution")
        #expect(level.words == "24 hours to resolution, on business days, round the clock")
    }
}
