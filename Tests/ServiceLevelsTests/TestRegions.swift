import ServiceLevels
import Testing

/// Regions as literals, so that this suite depends on no calendar file.
enum TestRegions {
    static let us = region(
        "US", "America/Los_Angeles", "05:00", "18:00", observance: .nearestWeekday,
        holidays: [
            Holiday(name: "New Year's Day", rule: .fixed(month: 1, day: 1)),
            Holiday(name: "Independence Day", rule: .fixed(month: 7, day: 4)),
            Holiday(name: "Thanksgiving Day", rule: .nth(4, .thursday, month: 11)),
            Holiday(name: "The Day After Thanksgiving", rule: .days(1, from: .nth(4, .thursday, month: 11))),
            Holiday(name: "Christmas Day", rule: .fixed(month: 12, day: 25)),
        ])

    static let europe = region(
        "Europe", "Europe/London", "08:00", "18:00", observance: .substituteDay,
        holidays: [
            Holiday(name: "New Year's Day", rule: .fixed(month: 1, day: 1)),
            Holiday(name: "Easter Monday", rule: .easter(days: 1)),
            Holiday(name: "May Day", rule: .nth(1, .monday, month: 5)),
            Holiday(name: "Spring Bank Holiday", rule: .last(.monday, month: 5)),
            Holiday(name: "Summer Bank Holiday", rule: .last(.monday, month: 8)),
            Holiday(name: "Christmas Day", rule: .fixed(month: 12, day: 25)),
            Holiday(name: "Boxing Day", rule: .fixed(month: 12, day: 26)),
        ],
        overrides: [
            .move(name: "May Day", year: 2020, to: date("2020-05-08")),
            .move(name: "Spring Bank Holiday", year: 2022, to: date("2022-06-02")),
        ])

    static let apac = region(
        "APAC", "Asia/Singapore", "09:00", "18:00", observance: .substituteDay,
        holidays: [
            Holiday(name: "New Year's Day", rule: .fixed(month: 1, day: 1)),
            Holiday(name: "Good Friday", rule: .easter(days: -2)),
            Holiday(name: "Easter Monday", rule: .easter(days: 1)),
            Holiday(name: "ANZAC Day", rule: .fixed(month: 4, day: 25)),
            Holiday(name: "Christmas Day", rule: .fixed(month: 12, day: 25)),
            Holiday(name: "Boxing Day", rule: .fixed(month: 12, day: 26)),
        ])

    /// Zones whose clocks change on business days, at midnight, by half an hour, or across the date line.
    static let odd = [
        region("X-Cairo", "Africa/Cairo", "09:00", "17:00"),
        region("X-Almaty", "Asia/Almaty", "09:00", "18:00"),
        region("X-SaoPaulo7", "America/Sao_Paulo", "08:00", "20:00", weekdays: Weekday.allCases),
        region("X-LordHowe7", "Australia/Lord_Howe", "09:00", "17:00", weekdays: Weekday.allCases),
        region("X-Apia", "Pacific/Apia", "09:00", "17:00"),
        region("X-Kathmandu", "Asia/Kathmandu", "10:00", "17:30", weekdays: [.sunday, .monday, .tuesday, .friday]),
    ]

    static let all = [us, europe, apac] + odd

    static func region(
        _ id: String, _ zone: String, _ open: String, _ close: String,
        weekdays: [Weekday] = Array(Weekday.allCases.prefix(5)), observance: Observance = .asIs,
        holidays: [Holiday] = [], overrides: [HolidayOverride] = [], closedDates: [CalendarDate] = []
    ) -> Region {
        let wholeDay = OpeningHours(open: .midnight, close: .endOfDay)
        let hours = TimeOfDay(parsing: open).flatMap { open in
            TimeOfDay(parsing: close).flatMap { OpeningHours(open: open, close: $0) }
        }
        guard let hours = hours ?? wholeDay else { preconditionFailure("a literal is wrong: \(open)–\(close)") }
        return Region(
            id: id, zone: zone, hours: hours, weekdays: Set(weekdays), holidays: holidays, observance: observance,
            overrides: overrides, closedDates: closedDates)
    }

    static func calendar(_ region: Region) throws -> BusinessCalendar {
        BusinessCalendar(region: region, zone: try TimeZoneDatabase.system.rules(for: region.zone))
    }

    static func calendar(_ id: String) throws -> BusinessCalendar {
        try calendar(try #require(all.first { $0.id == id }))
    }
}

/// A date of a literal.
func date(_ text: String) -> CalendarDate {
    guard let date = CalendarDate(text) else { preconditionFailure("a literal is wrong: \(text)") }
    return date
}
