import Testing

@testable import ServiceCatalog

struct DateFormatTests {
    private let unbound = ValueTest.format(.date)
    private let iso = ValueTest.format(.isoDate)

    private func date(_ order: DateOrder) -> ValueTest {
        .date(DateFormat(order: order))
    }

    @Test(arguments: [
        "2026-03-02", "2026-3-2", "2026/03/02", "2026.3.2", "20260302", "02.03.2026", "2.3.2026", "2026-03-02-08:00",
        "2026-03-02+14:00", "2026-03-02Z", "2026-03-02T00:00:00Z", "2026-03-02T23:59:59.999-08:00", "2026-03-02 00:00",
        "2026-03-02T00:00", "02.03.2026 12:00:00 AM", "20260302T000000".replacing("000000", with: "00:00"),
    ])
    func `a clear date is taken as written`(value: String) {
        #expect(unbound.canonical(of: value) == "2026-03-02")
    }

    @Test(arguments: [
        (DateOrder.dayMonthYear, "02/03/2026", "2026-03-02"), (.monthDayYear, "3/2/2026", "2026-03-02"),
        (.monthDayYear, "03-02-2026", "2026-03-02"), (.dayMonthYear, "2-3-2026 00:00:00", "2026-03-02"),
        (.monthDayYear, "2026-03-02", "2026-03-02"), (.monthDayYear, "02.03.2026", "2026-03-02"),
    ])
    func `the order of day and month comes from the run`(order: DateOrder, value: String, canonical: String) {
        #expect(date(order).canonical(of: value) == canonical)
    }

    @Test func `without an order both readings are shown`() {
        #expect(unbound.code(of: "02/03/2026") == "date.order")
        #expect(
            unbound.sentence(for: "02/03/2026")
                == "Field “02/03/2026” does not show whether day or month comes first: it may be 2 March 2026 "
                + "(2026-03-02) or 3 February 2026 (2026-02-03). Write the date as year-month-day, such as 2026-03-02. "
                + "Or have the whole file read with --date-order.")
        #expect(unbound.code(of: "25/12/2026") == "date.order")
        #expect(unbound.sentence(for: "25/12/2026").contains("can only be 25 December 2026"))
        #expect(unbound.code(of: "05-01-2026") == "date.order")
        #expect(date(.yearMonthDay).code(of: "02/03/2026") == "date.order")
        #expect(unbound.suggestion(for: "02/03/2026") == nil)
    }

    @Test(arguments: [
        ("2026-02-30", "February 2026 has 28 days"), ("2027-02-29", "has 28 days"), ("2026-13-01", "no month 13"),
        ("2026-00-10", "no month 0"), ("2026-04-31", "April 2026 has 30 days"), ("2026-06-00", "no day 0"),
        ("2100-02-29", "has 28 days"), ("2026-11-31", "has 30 days"), ("31.06.2026", "June 2026 has 30 days"),
        ("20260230", "has 28 days"), ("31/31/2026", "no month 31"),
    ])
    func `a day that the calendar lacks is refused with the reason`(value: String, reason: String) {
        #expect(unbound.code(of: value) == "date.calendar")
        #expect(unbound.sentence(for: value).contains(reason), "\(unbound.sentence(for: value))")
    }

    @Test(arguments: [
        ("0000-00-00", "date.empty"), ("00.00.0000", "date.empty"), ("00/00/0000", "date.empty"),
        ("0000-00-00 00:00:00", "date.empty"), ("46357", "date.serial"), ("46357.0", "date.serial"),
        ("46357.75", "date.serial"), ("26-11-05", "date.year"), ("1/2/26", "date.year"), ("1899-12-31", "date.year"),
        ("2200-01-01", "date.year"), ("9999-12-31", "date.year"), ("tomorrow", "date.syntax"), ("2026", "date.syntax"),
        ("2026-03-02x", "date.syntax"), ("2026-03", "date.syntax"), ("2026-03-02T25:00", "date.syntax"),
        ("2026-03-02 ", "date.syntax"), ("2026-03-02T00:00 ", "date.syntax"), ("#####", "date.syntax"),
        ("2026-03/02", "date.syntax"), ("1.2.3.2026", "date.syntax"), ("-1", "date.syntax"),
    ])
    func `what is no date has the code of its fault`(value: String, code: String) {
        #expect(unbound.code(of: value) == code)
    }

    @Test func `a serial number is named with the day it may be, which is not suggested`() {
        let explanation = unbound.explain("46357", field: "Start")
        #expect(explanation.sentence.contains("spreadsheet"))
        #expect(explanation.sentence.contains("2026-12-01"))
        #expect(explanation.suggestion == nil)
    }

    @Test(arguments: [
        (61, "1900-03-01"), (36526, "2000-01-01"), (46023, "2026-01-01"), (109_574, "2199-12-31"), (109_575, nil),
        (60, nil),
    ])
    func `serial numbers count from 1900`(serial: Int, day: String?) {
        #expect(CalendarDay(serial: serial)?.text == day)
    }

    @Test(arguments: [
        ("2-Mar-2026", "2026-03-02"), ("March 2, 2026", "2026-03-02"), ("2 march 2026", "2026-03-02"),
        ("30 Feb 2026", nil), ("Mar 2026", nil), ("2 Foo 2026", nil),
    ])
    func `a month in words makes the date certain`(value: String, suggestion: String?) {
        #expect(unbound.code(of: value) == "date.syntax")
        #expect(unbound.suggestion(for: value) == suggestion)
    }

    @Test(arguments: [
        "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-1-5", "05/01/2026", "20260105",
        "2026-06-00", "tomorrow", "2100-02-29", "2026-11-31", "26-11-05", "2026-12-05T00:00", "2026/12/05",
        "0000-00-00",
    ])
    func `an ISO date is refused unless it is exact and real`(value: String) {
        #expect(iso.code(of: value)?.hasPrefix("date.") == true)
    }

    @Test func `every real day passes and every other is refused`() {
        let first = date(.dayMonthYear)
        for year in [1900, 1999, 2000, 2024, 2026, 2100, 2199] {
            var count = 0
            for month in 0...13 {
                for day in 0...32 {
                    let text = CalendarDay(year: year, month: month, day: day).text
                    guard iso.canonical(of: text) != nil else {
                        #expect(first.canonical(of: "\(day)/\(month)/\(year)") == nil)
                        continue
                    }
                    count += 1
                    #expect(first.canonical(of: "\(day)/\(month)/\(year)") == text)
                }
            }
            #expect(count == ([2000, 2024].contains(year) ? 366 : 365))
        }
    }

    @Test func `a clear date is suggested in the exact form`() {
        #expect(iso.suggestion(for: "2.3.2026") == "2026-03-02")
        #expect(iso.suggestion(for: "2/3/2026") == nil)
    }
}
