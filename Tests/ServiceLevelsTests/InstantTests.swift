import ServiceLevels
import TestSupport
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-30T22:15:00Z", 1_796_076_900),
        ("2026-11-30T14:15:00-08:00", 1_796_076_900),
        ("2026-11-30T14:15-0800", 1_796_076_900), ("2026-11-30T14:15-08", 1_796_076_900),
        ("2026-12-01T04:00:00+05:45", 1_796_076_900), ("2026-11-30T22:15:00.000Z", 1_796_076_900),
        ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("2028-02-29T00:00:00Z", 1_835_395_200),
    ])
    func `an instant is read`(_ text: String, _ seconds: Int64) throws {
        #expect(try Instant(text).secondsSince1970 == seconds)
    }

    @Test(arguments: [
        ("2026-11-30T22:15:00", InstantError.noOffset), ("2026-11-30T22:15", .noOffset), ("2026-11-30", .dateOnly),
        ("2026-02-30T22:15:00Z", .noSuchDate), ("2027-02-29T22:15:00Z", .noSuchDate),
        ("0000-01-01T00:00:00Z", .noSuchDate),
        ("2026-11-30T24:00:00Z", .noSuchTime), ("2026-11-30T23:59:60Z", .noSuchTime),
        ("2026-11-30T23:60:00Z", .noSuchTime),
        ("2026-11-30T22:15:00+24:00", .noSuchOffset), ("2026-11-30T22:15:00.5Z", .fraction),
        ("2026-11-30 22:15:00Z", .notAnInstant), ("2026-11-30t22:15:00z", .notAnInstant), ("", .notAnInstant),
        ("2026-11-30T22:15:00Zx", .notAnInstant), ("2026-11-30T22:15:00+8:00", .notAnInstant),
        ("30.11.2026", .notAnInstant),
        ("2026-11-30T22:15:00.Z", .notAnInstant), ("2026-11-30T22:15:0", .notAnInstant),
        ("+026-11-30T22:15:00Z", .notAnInstant),
        ("２０２６-11-30T22:15:00Z", .notAnInstant), ("0001-01-01T00:00:00+01:00", .outOfRange),
        ("9999-12-31T23:59:59-01:00", .outOfRange), (" 2026-11-30T22:15:00Z", .notAnInstant),
    ])
    func `what is no instant is refused with its reason`(_ text: String, _ error: InstantError) {
        #expect(throws: error) { try Instant(text) }
    }

    @Test func `any bytes are read or refused, and what is written is read back`() throws {
        var random = SeededGenerator.announced()
        for _ in 0..<2_000 {
            let second = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
            let instant = try #require(Instant(secondsSince1970: second))
            var bytes = Array(instant.description.utf8)
            #expect(try Instant(iso: bytes.span) == instant)
            bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            _ = try? Instant(iso: bytes.span)
        }
    }

    @Test func `dates count through leap years and centuries`() throws {
        var day = date("0001-01-01").dayNumber
        var (year, month, dayOfMonth) = (1, 1, 1)
        // Every date of four centuries, against counting up by hand.
        while year <= 401 {
            let read = try #require(CalendarDate(year: year, month: month, day: dayOfMonth))
            guard read.dayNumber == day, read.year == year, read.month == month, read.day == dayOfMonth else {
                Issue.record("\(year)-\(month)-\(dayOfMonth) is day \(read.dayNumber), \(read)")
                return
            }
            day += 1
            dayOfMonth += 1
            if CalendarDate(year: year, month: month, day: dayOfMonth) == nil {
                dayOfMonth = 1
                month = month % 12 + 1
                if month == 1 { year += 1 }
            }
        }
        #expect(day - date("0001-01-01").dayNumber == 146_097 + 365)
        #expect(date("2026-11-30").weekday == .monday && date("0001-01-01").weekday == .monday)
        #expect(date("9999-12-31").adding(days: .max) == date("9999-12-31"))
        #expect(
            CalendarDate("2026-1-1") == nil && CalendarDate("1900-02-29") == nil && CalendarDate("10000-01-01") == nil)
    }
}
