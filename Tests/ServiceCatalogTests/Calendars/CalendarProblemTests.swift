import Testing

/// What is wrong in a calendar file is said with its place, all of it at once.
@Suite struct CalendarProblemTests {
    @Test func `all problems of a file are reported at once with their places`() throws {
        let text = """
            North:
              zone: ../Atlantis
              open: 18:00
              close: 08:00
              holiday: []
            South:
              also: ["!", North, [x]]
              zone: [Europe/London]
              open: 8
              close: 25:00
              weekdays: [Mondag, 8]
              observed: nearest
              holidays:
                - {name: A, date: 30 February}
                - {name: B, date: 1 day after Z, colour: red}
                - {name: B}
                - 2027-02-29
                - [x]
              overrides:
                - {move: Easter, to: 2027-01-01}
                - {add: X}
                - {drop: A, move: A}
              closed: tomorrow
              phones: [x]
            East: Europe/London

            """
        #expect(
            try CalendarFixtures.problems(of: text) == [
                "2:9: \"../Atlantis\" is not the name of a time zone: use an IANA name such as Europe/London.",
                "4:10: Closing at 08:00 does not come after opening at 18:00.",
                "5:3: Region North has no key \"holiday\". Did you mean holidays? Known keys: zone, open, close, weekdays, holidays, observed, overrides, closed, also, phones, office.",
                "7:10: \"!\" has neither letters nor digits.",
                "7:22: \"also\" is a list, but must be text, such as UK.",
                "8:9: \"zone\" is a list, but must be text, such as Europe/London.",
                "9:9: \"8\" is not a time: write hours and minutes on the 24-hour clock, such as 08:00 or 24:00.",
                "10:10: \"25:00\" is not a time: write hours and minutes on the 24-hour clock, such as 08:00 or 24:00.",
                "11:14: \"Mondag\" is not a day of the week: write Monday to Sunday, or 1 for Monday to 7 for Sunday. Did you mean Monday?",
                "11:22: \"8\" is not a day of the week: write Monday to Sunday, or 1 for Monday to 7 for Sunday.",
                "12:13: \"nearest\" is not a way to observe holidays. Known: nearest-weekday, substitute-day, as-is.",
                "14:23: \"30 February\" does not say when the holiday falls: write it as \"25 December\", \"fourth Thursday in November\", \"last Monday in May\", \"Easter Monday\", \"1 day after Thanksgiving Day\" or \"2026-12-24\".",
                "15:23: \"1 day after Z\" does not say when the holiday falls: write it as \"25 December\", \"fourth Thursday in November\", \"last Monday in May\", \"Easter Monday\", \"1 day after Thanksgiving Day\" or \"2026-12-24\".",
                "15:38: A holiday has no key \"colour\". Known keys: name, date.",
                "16:7: The holiday lacks \"date\".",
                "17:7: \"2027-02-29\" is not a date of the calendar: write year, month and day, such as 2026-12-24.",
                "18:7: \"holidays\" is a list, but must be text, such as 2026-12-24.",
                "20:14: The region has no holiday \"Easter\".",
                "21:7: The override lacks \"date\".",
                "22:7: An override says one of: \"move:\" a holiday \"to:\" a date; \"add:\" a name with its \"date:\"; \"drop:\" a holiday in a \"year:\".",
                "23:11: \"closed\" is a single value, but must be a list, such as [2026-12-24, 2026-12-31].",
                "24:11: \"phones\" is a list, but must be keys with values, such as \"toll free: +1 888 898 8733\".",
                "25:7: Region East is a single value, but must be keys with values, such as \"zone: Europe/London\".",
            ])
    }

    @Test(arguments: [
        (
            "A: {zone: Europe/Atlantis, open: 08:00, close: 17:00}", "1:11",
            "The time zone database in "
        ),
        (
            "A: {zone: ../../etc/passwd, open: 08:00, close: 17:00}", "1:11",
            "\"../../etc/passwd\" is not the name of a time zone"
        ),
        ("A: {open: 08:00, close: 17:00}", "1:1", "Region A lacks \"zone\"."),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, also: [x]}\nB: {zone: UTC, open: 08:00, close: 17:00, also: [X.]}",
            "2:50", "\"X.\" already names the region A."
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, also: [Europe]}", "1:50",
            "\"Europe\" already names the region Europe."
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, holidays: seed:Atlantis}", "1:53",
            "There is no built-in region \"Atlantis\"."
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, weekdays: Monday to Fryday}", "1:53",
            "\"Monday to Fryday\" is not a week"
        ),
        ("A: {zone: UTC}\nA: {zone: UTC}", "1:1", "The key \"A\" stands here twice: keep one."),
        ("A:\n  zone: UTC\n zone: UTC", "3:2", "This is not YAML: "),
        ("- A", "1:1", "A calendar file holds regions by name"),
        ("", "1:1", "The file is empty"),
        ("A: \u{0}", "1:1", "The file is not text in UTF-8"),
        ("? [a]\n: b", "1:3", "A region needs a name"),
        (
            "service-levels: {x: {measured-to: y, plans: {gold: {target: 1h, clock: elapsed}}}}", "1:46",
            "\"gold\" is not a support plan."
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {standard: {target: 1h, clock: elapsed}}}}", "1:18",
            "Service level x says nothing for the plan premium"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 1h, clock: businessDays}}}}", "1:63",
            "The clock businessDays counts whole days"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 24, clock: elapsed}}}}", "1:63",
            "\"24\" has no unit"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 1h, clock: elapse}}}}", "1:74",
            "\"elapse\" is not a clock. Did you mean elapsed?"
        ),
    ])
    func `a problem has its place and its words`(_ text: String, _ place: String, _ message: String) throws {
        let problems = try CalendarFixtures.problems(of: text)
        #expect(problems.contains { $0.hasPrefix("\(place): ") && $0.contains(message) }, "\(problems)")
    }

    @Test func `aliases that stand for billions of values are refused at once`() throws {
        var text = "a0: &a0 [x]\n"
        for level in 1..<40 {
            text += "a\(level): &a\(level) {? *a\(level - 1) : [*a\(level - 1), *a\(level - 1)]}\n"
        }
        let problems = try CalendarFixtures.problems(of: text)
        #expect(
            problems == ["2:12: Anchors (&) and aliases (*) are not used here: write the values out in each place."])
    }

    @Test func `ampersands and asterisks in text are text`() throws {
        let text = """
            # &note *note
            R & D:
              zone: Europe/London
              open: 08:00
              close: 18:00
              also: ["Q&A", R *D*]
            """
        #expect(try CalendarFixtures.problems(of: text).isEmpty)
    }

    @Test(arguments: ["[", "{", "- ", "? ", "{a: ", "[{"])
    func `deep nesting is a problem, not a crash`(_ opener: String) throws {
        for prefix in ["", "A: ", "A:\n  holidays: "] {
            #expect(try !CalendarFixtures.problems(of: prefix + String(repeating: opener, count: 20_000)).isEmpty)
        }
        // Closed again, and just within what the reader allows.
        let nested = "A: " + String(repeating: "[", count: 900) + String(repeating: "]", count: 900)
        #expect(try !CalendarFixtures.problems(of: nested).isEmpty)
    }
}
