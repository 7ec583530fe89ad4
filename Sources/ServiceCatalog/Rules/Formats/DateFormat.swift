/// A real calendar date from 1900 to 2199 in one of the ways systems write it; canonical `YYYY-MM-DD`.
///
/// Accepted: the year first (`2026-03-02`, `2026/3/2`, `20260302`), dots with the day first (`02.03.2026`), and with
/// slashes or hyphens `02/03/2026` only where `order` says which comes first: one cell cannot tell. A time of day or an
/// offset after the date is passed over and the date taken as written, never shifted to another day.
package struct DateFormat: Sendable, Hashable {
    /// The order of day and month in dates with slashes or hyphens; `nil` when nothing says it.
    package var order: DateOrder?

    package init(order: DateOrder? = nil) {
        self.order = order
    }

    package func accepts(_ value: Span<UInt8>, canonical: inout [UInt8]) -> Bool {
        if ISODateFormat.accepts(value) { return true }
        guard case .success(let day) = read(value) else { return false }
        Self.append(day, to: &canonical)
        return true
    }

    private static func append(_ day: CalendarDay, to bytes: inout [UInt8]) {
        func append(_ number: Int, _ unit: Int) {
            bytes.append(UInt8(truncatingIfNeeded: number / unit % 10) &+ 0x30)
        }
        append(day.year, 1000)
        append(day.year, 100)
        append(day.year, 10)
        append(day.year, 1)
        bytes.append(UInt8(ascii: "-"))
        append(day.month, 10)
        append(day.month, 1)
        bytes.append(UInt8(ascii: "-"))
        append(day.day, 10)
        append(day.day, 1)
    }

    func read(_ value: Span<UInt8>) -> Result<CalendarDay, DateFault> {
        guard let parts = DateParts(value) else { return .failure(.syntax) }
        if parts.separator == 0 {
            guard parts.width.0 == 8 else { return .failure(.digitsOnly) }
            return check(
                CalendarDay(year: parts.first / 10_000, month: parts.first / 100 % 100, day: parts.first % 100))
        }
        if parts.first == 0, parts.second == 0, parts.third == 0 { return .failure(.empty) }
        if parts.width.0 == 4 {
            guard parts.width.1 <= 2, parts.width.2 <= 2 else { return .failure(.syntax) }
            return check(CalendarDay(year: parts.first, month: parts.second, day: parts.third))
        }
        guard parts.width.0 <= 2, parts.width.1 <= 2 else { return .failure(.syntax) }
        guard parts.width.2 == 4 else { return .failure(parts.width.2 == 2 ? .shortYear : .syntax) }
        let dayFirst = CalendarDay(year: parts.third, month: parts.second, day: parts.first)
        let monthFirst = CalendarDay(year: parts.third, month: parts.first, day: parts.second)
        if parts.separator == UInt8(ascii: ".") { return check(dayFirst) }
        switch order {
        case .dayMonthYear: return check(dayFirst)
        case .monthDayYear: return check(monthFirst)
        case .yearMonthDay, nil:
            if !dayFirst.exists, !monthFirst.exists { return check(dayFirst) }
            return .failure(.order(dayFirst: dayFirst, monthFirst: monthFirst))
        }
    }

    private func check(_ day: CalendarDay) -> Result<CalendarDay, DateFault> {
        if !CalendarDay.years.contains(day.year) { return .failure(.year(day.year)) }
        return day.exists ? .success(day) : .failure(.calendar(day))
    }
}

/// What keeps a value from being a date.
enum DateFault: Error, Equatable {
    case syntax
    /// One number: a year, a spreadsheet's serial number, or nothing known.
    case digitsOnly
    /// `0000-00-00`.
    case empty
    /// The year has two digits.
    case shortYear
    /// The year is out of range.
    case year(Int)
    /// There is no such month or day.
    case calendar(CalendarDay)
    case order(dayFirst: CalendarDay, monthFirst: CalendarDay)
}
