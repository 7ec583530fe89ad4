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
                "4:10: closing at 08:00 does not come after opening at 18:00",
                "5:3: the region “North” has no key “holiday”; did you mean “holidays”?",
                "7:10: “!” has no letter or digit, so it cannot name a region",
                "7:22: an item of “also” must be a text, such as UK, but this is a list",
                "8:9: “zone” must be a text, such as Europe/London, but this is a list",
                "9:9: “8” is not a time; write hours and minutes on the 24-hour clock, such as 08:00 or 24:00",
                "10:10: “25:00” is not a time; write hours and minutes on the 24-hour clock, such as 08:00 or 24:00",
                "11:14: “Mondag” is not a day of the week, nor its number from 1 for Monday to 7 for Sunday; did you mean “Monday”?",
                "11:22: “8” is not a day of the week, nor its number from 1 for Monday to 7 for Sunday; use one of: Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
                "12:13: “observed” cannot be “nearest”; use one of: nearest-weekday, substitute-day, as-is",
                "14:23: “30 February” does not say when the holiday falls; write it as “25 December”, “fourth Thursday in November”, “last Monday in May”, “Easter Monday”, “1 day after Thanksgiving Day” or “2026-12-24”",
                "15:23: “1 day after Z” does not say when the holiday falls; write it as “25 December”, “fourth Thursday in November”, “last Monday in May”, “Easter Monday”, “1 day after Thanksgiving Day” or “2026-12-24”",
                "15:38: a holiday has no key “colour”; use one of: name, date",
                "16:7: a holiday needs the key “date”",
                "17:7: “2027-02-29” is not a date of the calendar; write year, month and day, such as 2026-12-24",
                "18:7: an item of “holidays” must be a text, such as 2026-12-24, but this is a list",
                "20:14: the region has no holiday “Easter”; there are none",
                "21:7: an override needs the key “date”",
                "22:7: an override says one of: “move:” a holiday “to:” a date; “add:” a name with its “date:”; “drop:” a holiday in a “year:”",
                "23:11: “closed” must be a list, such as [2026-12-24, 2026-12-31], but this is a text",
                "24:11: “phones” must be a group of keys with values, such as “toll free: +1 888 898 8733”, but this is a list",
                "25:7: the region “East” must be a group of keys with values, such as “zone: Europe/London”, but this is a text",
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
        ("A: {open: 08:00, close: 17:00}", "1:1", "the region “A” needs the key “zone”"),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, also: [x]}\nB: {zone: UTC, open: 08:00, close: 17:00, also: [X.]}",
            "2:50", "“X.” names the region “A” already"
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, also: [Europe]}", "1:50",
            "“Europe” names the region “Europe” already"
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, holidays: seed:Atlantis}", "1:53",
            "there is no built-in region “Atlantis”; use one of: US, Europe, APAC"
        ),
        (
            "A: {zone: UTC, open: 08:00, close: 17:00, weekdays: Monday to Fryday}", "1:53",
            "“Monday to Fryday” is not a week"
        ),
        ("A: {zone: UTC}\nA: {zone: UTC}", "1:1", "“A” is written more than once in the same group of keys; keep one"),
        ("A:\n  zone: UTC\n zone: UTC", "3:2", "the indentation does not fit the lines above"),
        ("- A", "1:1", "a calendar file must be a group of keys with values, such as “US:”"),
        ("", "1:1", "this file is empty"),
        ("A: \u{0}", "1:4", "this character (U+0) is not allowed in YAML"),
        ("? [a]\n: b", "1:3", "a key must be a text that is not empty"),
        (
            "service-levels: {x: {measured-to: y, plans: {gold: {target: 1h, clock: elapsed}}}}", "1:46",
            "“gold” is not a support plan; use one of: standard, premium, premium-plus, enterprise, others"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {standard: {target: 1h, clock: elapsed}}}}", "1:18",
            "the service level “x” says nothing for the plan premium"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 1h, clock: businessDays}}}}", "1:63",
            "The clock businessDays counts whole days"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 24, clock: elapsed}}}}", "1:63",
            "“24” has no unit"
        ),
        (
            "service-levels: {x: {measured-to: y, plans: {others: {target: 1h, clock: elapse}}}}", "1:74",
            "“clock” cannot be “elapse”; did you mean “elapsed”?"
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
            problems == [
                "2:12: anchors (&name) and aliases (*name) are not understood here; write the value out, or put it in "
                    + "quotes"
            ])
    }

    @Test func `ampersands and asterisks in text are text`() throws {
        let text = """
            # &note *note
            # *************************************************************
            # * * * * * * * * * * * * * * * * * * * * * * * * * * * * * * *
            R & D:
              zone: Europe/London
              open: 08:00
              close: 18:00
              also: ["Q&A", R *D*]
            """
        #expect(try CalendarFixtures.problems(of: text).isEmpty)
    }

    @Test func `keys that begin with an underscore are notes, wherever they stand and whatever they hold`() throws {
        let text = """
            _about: [who, {wrote: this}]
            R:
              _zone: {city: London}
              zone: Europe/London
              open: 08:00
              close: 18:00
              holidays: [{name: A, date: 1 July, _source: [x]}]
              overrides: [{drop: A, year: 2027, _why: [x]}]
              phones: {_desk: [x]}
            service-levels:
              _kind: x
              x: {measured-to: y, _by: [z], plans: {_gold: x, others: {target: 1h, clock: elapsed, _s: 1}}}
            """
        #expect(try CalendarFixtures.problems(of: text).isEmpty)
    }

    @Test func `what may be left out may also be written as nothing`() throws {
        let text = """
            {"R": {"zone": "Europe/London", "open": "08:00", "close": "18:00", "holidays": null, "closed": [],
              "also": ~, "phones": null, "overrides": }, "service-levels": null}
            """
        #expect(try CalendarFixtures.problems(of: text).isEmpty)
        let lacking = #"{"R": {"zone": null, "open": "08:00", "close": "18:00"}}"#
        #expect(
            try CalendarFixtures.problems(of: lacking) == ["1:16: “zone” has no value; write one after the colon"])
    }

    @Test func `a calendar may be larger than a definition, but not endless`() throws {
        let region = "R: {zone: Europe/London, open: 08:00, close: 18:00}\n"
        let comment = String(repeating: "# a line of fifty bytes that says nothing at all ..\n", count: 1 << 15)
        #expect(try CalendarFixtures.problems(of: region + comment).isEmpty)
        #expect(
            try CalendarFixtures.problems(of: region + comment + comment + comment)
                == ["1:1: this file is larger than 4 MiB; is it a calendar?"])
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
