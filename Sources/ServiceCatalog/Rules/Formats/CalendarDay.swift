/// A day of the Gregorian calendar, taken apart and put together by hand.
struct CalendarDay: Equatable {
    /// The years that a request can mean.
    static let years = 1900...2199

    var year: Int
    var month: Int
    var day: Int

    /// How many days a month has; 0 for a month that does not exist.
    static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        default: 0
        }
    }

    /// The day that a spreadsheet stores as a number: 61 is 1 March 1900, before which spreadsheets disagree.
    init?(serial: Int) {
        guard (61...109_574).contains(serial) else { return nil }
        var rest = serial - 61
        (year, month, day) = (1900, 3, 1)
        while true {
            let length = Self.days(in: month, of: year)
            if rest < length { break }
            rest -= length
            month += 1
            if month > 12 { (year, month) = (year + 1, 1) }
        }
        day += rest
        guard Self.years.contains(year) else { return nil }
    }

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    var exists: Bool {
        Self.years.contains(year) && day >= 1 && day <= Self.days(in: month, of: year)
    }

    /// `YYYY-MM-DD`.
    var text: String {
        "\(year)-\(Self.two(month))-\(Self.two(day))"
    }

    static func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// `2 March 2026`.
    var spoken: String {
        let index = month - 1
        return Self.monthNames.indices.contains(index) ? "\(day) \(Self.monthNames[index]) \(year)" : text
    }
}
