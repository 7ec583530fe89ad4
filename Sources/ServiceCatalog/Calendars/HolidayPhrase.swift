import ServiceLevels

/// The words in which a calendar file says when a holiday falls.
///
///     1 January                        January 1
///     fourth Thursday in November      last Monday of May
///     Good Friday   Easter Sunday   Easter Monday   Ash Wednesday   Ascension Day   Whit Monday
///     2 days before Easter Sunday      1 day after Thanksgiving Day      (a holiday named above in the file)
///     2026-05-08                       (once)
enum HolidayPhrase {
    static let examples =
        "write it as “25 December”, “fourth Thursday in November”, “last Monday in May”, “Easter Monday”, "
        + "“1 day after Thanksgiving Day” or “2026-12-24”"

    /// `nil` for words that say no date. `earlier` are the holidays that a phrase may refer to by name.
    static func rule(_ text: String, earlier: [Holiday]) -> HolidayRule? {
        if let date = CalendarDate(text) { return .once(date) }
        let words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," }).map(String.init)
        if let rule = fixed(words) ?? weekday(words) { return rule }
        if let days = feasts[words.joined(separator: " ")] { return .easter(days: days) }
        return counted(words, earlier: earlier)
    }

    /// Days from Easter Sunday.
    private static let feasts = [
        "ash wednesday": -46, "maundy thursday": -3, "good friday": -2, "easter saturday": -1, "easter sunday": 0,
        "easter": 0, "easter monday": 1, "ascension day": 39, "whit sunday": 49, "pentecost": 49, "whit monday": 50,
        "pentecost monday": 50, "corpus christi": 60,
    ]

    private static let ordinals = [
        "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    ]

    private static func fixed(_ words: [String]) -> HolidayRule? {
        guard words.count == 2 else { return nil }
        for (dayWord, monthWord) in [(words[0], words[1]), (words[1], words[0])] {
            // A leap year, so that 29 February is a date.
            guard let month = Month.number(named: monthWord), dayWord.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                let day = Int(dayWord), CalendarDate(year: 2_000, month: month, day: day) != nil
            else { continue }
            return .fixed(month: month, day: day)
        }
        return nil
    }

    private static func weekday(_ words: [String]) -> HolidayRule? {
        guard words.count == 4, words[2] == "in" || words[2] == "of", Int(words[1]) == nil,
            let weekday = Weekday(parsing: words[1]), let month = Month.number(named: words[3])
        else { return nil }
        if words[0] == "last" { return .last(weekday, month: month) }
        return ordinals[words[0]].map { .nth($0, weekday, month: month) }
    }

    private static func counted(_ words: [String], earlier: [Holiday]) -> HolidayRule? {
        guard words.count >= 4, let count = words[0] == "the" ? 1 : Int(words[0]), (1...366).contains(count),
            words[1] == "day" || words[1] == "days", words[2] == "after" || words[2] == "before"
        else { return nil }
        let days = words[2] == "after" ? count : -count
        let name = words[3...].joined(separator: " ")
        let folded = Folding.fold(name)
        if let holiday = earlier.first(where: { Folding.fold($0.name) == folded }) {
            return .days(days, from: holiday.rule)
        }
        return feasts[name].map { .easter(days: $0 + days) }
    }
}
