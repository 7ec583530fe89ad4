extension DateFormat {
    func explain(_ value: RefusedValue) -> Explanation {
        let form = "Write the date as year-month-day, such as 2026-03-02."
        guard case .failure(let fault) = read(value.bytes.span) else {
            return Explanation(.dateSyntax, "\(value.subject) is not accepted. \(form)")
        }
        switch fault {
        case .empty:
            return Explanation(
                .dateEmpty,
                "\(value.subject) is how some systems write that there is no date. Leave the cell empty, or enter the "
                    + "date.")
        case .shortYear:
            return Explanation(
                .dateYear, "\(value.subject) has a year of two digits, which leaves open what comes first. \(form)")
        case .year(let year):
            return Explanation(
                .dateYear, "\(value.subject) has the year \(year); only the years 1900 to 2199 are possible.")
        case .calendar(let day):
            return Explanation(.dateCalendar, "\(value.subject) is no real date: \(Self.lack(of: day)).")
        case .order(let dayFirst, let monthFirst):
            let advice = "\(form) Or have the whole file read with --date-order."
            return Explanation(.dateOrder, "\(Self.readings(value, dayFirst, monthFirst)) \(advice)")
        case .digitsOnly, .syntax:
            return serial(value) ?? other(value, form)
        }
    }

    private static func lack(of day: CalendarDay) -> String {
        let length = CalendarDay.days(in: day.month, of: day.year)
        if length == 0 { return day.month == 0 ? "there is no month 0" : "there is no month \(day.month)" }
        let month = "\(CalendarDay.monthNames[day.month - 1]) \(day.year)"
        return day.day == 0 ? "there is no day 0" : "\(month) has \(length) days"
    }

    private static func readings(_ value: RefusedValue, _ dayFirst: CalendarDay, _ monthFirst: CalendarDay) -> String {
        let intro = "\(value.subject) does not show whether day or month comes first"
        return switch (dayFirst.exists, monthFirst.exists) {
        case (true, true) where dayFirst != monthFirst:
            "\(intro): it may be \(dayFirst.spoken) (\(dayFirst.text)) or \(monthFirst.spoken) (\(monthFirst.text))."
        case (true, true): "\(intro), and its neighbours in the column may be read wrongly for it."
        case (true, false): "\(intro): read alone it can only be \(dayFirst.spoken), but its column must say so."
        default: "\(intro): read alone it can only be \(monthFirst.spoken), but its column must say so."
        }
    }

    /// `46357`, with or without a fraction: how a spreadsheet stores a day.
    private func serial(_ value: RefusedValue) -> Explanation? {
        let parts = value.text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard let whole = parts.first, (5...6).contains(whole.utf8.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(ASCII.isDigit) }),
            let number = Int(whole), let day = CalendarDay(serial: number)
        else { return nil }
        return Explanation(
            .dateSerial,
            "\(value.subject) is the number by which a spreadsheet stores a date (\(day.text) if it counts from 1900). "
                + "Format the column as a date of the form YYYY-MM-DD, or as text, and check it.")
    }

    private func other(_ value: RefusedValue, _ form: String) -> Explanation {
        if let damage = SpreadsheetDamage(value.text), damage != .decimal {
            return Explanation(.dateSyntax, "\(value.subject) \(damage.happened). \(form)")
        }
        if value.text.utf8.count == 4, value.text.utf8.allSatisfy(ASCII.isDigit) {
            return Explanation(.dateSyntax, "\(value.subject) is a year without month and day. \(form)")
        }
        return Explanation(.dateSyntax, "\(value.subject) is not a date. \(form)", suggestion: Self.named(value.text))
    }

    /// The date of a text that names its month in English: `2-Mar-2026`, `March 2, 2026`.
    private static func named(_ text: String) -> String? {
        let words = text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        guard words.count == 3 else { return nil }
        var month: Int?
        var numbers: [Int] = []
        for word in words {
            if let number = Int(word) {
                numbers.append(number)
            } else if word.count >= 3, month == nil {
                month = CalendarDay.monthNames.firstIndex { $0.lowercased().hasPrefix(word) }
                if month == nil { return nil }
            } else {
                return nil
            }
        }
        guard let month, numbers.count == 2, numbers[1] >= 1000 else { return nil }
        let day = CalendarDay(year: numbers[1], month: month + 1, day: numbers[0])
        return day.exists ? day.text : nil
    }
}
