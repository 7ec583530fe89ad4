import Testing

@testable import Sinks

@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "0"), (999, "999"), (1000, "1,000"), (104_213, "104,213"), (-1_234_567, "-1,234,567"),
        (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func `thousands are set apart`(number: Int, expected: String) {
        #expect(Figures.grouped(number) == expected)
    }

    @Test(arguments: [
        (0, 10, "0%"), (10, 10, "100%"), (297, 312, "95.2%"), (1, 2, "50%"), (3, 100_000, "under 0.1%"),
        (99_999, 100_000, "over 99.9%"), (1, 0, "0%"),
    ])
    func `a share is never rounded to all or nothing`(part: Int, whole: Int, expected: String) {
        #expect(Figures.percent(part, of: whole) == expected)
    }

    @Test(arguments: [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (48_213, "48.2 KB"), (999_999, "1 MB"),
        (2_000_000_000, "2 GB"), (-5, "0 bytes"), (Int.max, "9,223,372 TB"),
    ])
    func `sizes are short`(bytes: Int, expected: String) {
        #expect(Figures.size(bytes) == expected)
    }

    @Test(arguments: [
        (0.042, "0.04 seconds"), (12.34, "12.3 seconds"), (75.0, "1 min 15 s"), (7_500.0, "2 h 5 min"),
        (Double.nan, "0 seconds"), (-1.0, "0 seconds"),
    ])
    func `durations are short`(seconds: Double, expected: String) {
        #expect(Figures.duration(seconds: seconds) == expected)
    }

    @Test(arguments: [
        ("2026-11-25T16:30:00Z", "25 Nov 2026, 16:30 UTC"), ("2026-01-05T00:00Z", "5 Jan 2026, 00:00 UTC"),
        ("2026-13-05T00:00:00Z", "2026-13-05T00:00:00Z"), ("2026-11-25T16:30:00+01:00", "2026-11-25T16:30:00+01:00"),
        ("yesterday", "yesterday"), ("", ""),
    ])
    func `moments are written out, and what is none is left alone`(iso: String, expected: String) {
        #expect(Figures.moment(iso) == expected)
    }

    @Test(arguments: [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (0, ""), (-3, "")])
    func `columns are named as a spreadsheet names them`(position: Int, expected: String) {
        #expect(SpreadsheetColumn.letters(position) == expected)
    }
}
