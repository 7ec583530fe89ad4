import ServiceLevels

extension CalendarFile {
    private static let regionKeys = [
        "zone", "open", "close", "weekdays", "holidays", "observed", "overrides", "closed", "also", "phones", "office",
    ]

    /// `nil` when a part without which there is no region is missing or wrong; the reasons are reported.
    mutating func readRegion(_ entry: CalendarNode.Entry) -> PlacedRegion? {
        guard
            let fields = fields(
                of: entry.value, what: "Region \(entry.key)", known: CalendarFile.regionKeys,
                example: "\"zone: Europe/London\"")
        else { return nil }
        let problemsBefore = problems.count
        for key in ["zone", "open", "close"] where fields[key] == nil {
            report(entry.keyPlace, "Region \(entry.key) lacks \"\(key)\".")
        }
        let zone = fields["zone"].flatMap { text($0.value, key: "zone", example: "Europe/London") }
        if let zone, let field = fields["zone"] { zones.append((zone, field.value.place)) }
        let hours = readHours(fields)
        let weekdays = fields["weekdays"].map { readWeekdays($0.value) } ?? Set(Weekday.allCases.prefix(5))
        let listed = fields["holidays"].map { readHolidays($0.value) } ?? HolidayList()
        var observance = listed.seed?.observance ?? .asIs
        if let field = fields["observed"] { observance = readObservance(field.value) ?? observance }
        var overrides = listed.seed?.overrides ?? []
        if let field = fields["overrides"] { overrides += readOverrides(field.value, holidays: listed.holidays) }
        var closedDates = listed.closedDates
        if let field = fields["closed"] {
            for element in elements(of: field.value, key: "closed", example: "[2026-12-24, 2026-12-31]") {
                if let date = readDate(element, key: "closed") { closedDates.append(date) }
            }
        }
        let spellings = fields["also"].map { readSpellings($0.value) } ?? []
        let phones = fields["phones"].map { readPhones($0.value) } ?? []
        let office = fields["office"].flatMap { text($0.value, key: "office", example: "UK support") }

        guard problems.count == problemsBefore, let zone, let hours else { return nil }
        let region = Region(
            id: entry.key, spellings: spellings.map(\.text), zone: zone, hours: hours, weekdays: weekdays,
            holidays: listed.holidays, observance: observance, overrides: overrides, closedDates: closedDates,
            phones: phones, officeName: office)
        return PlacedRegion(
            region: region, file: file, place: entry.keyPlace,
            spellingPlaces: spellings.map(\.place))
    }

    private mutating func readHours(_ fields: [String: CalendarNode.Entry]) -> OpeningHours? {
        var times: [TimeOfDay] = []
        for key in ["open", "close"] {
            guard let field = fields[key], let text = text(field.value, key: key, example: "08:00") else { continue }
            if let time = TimeOfDay(parsing: text) {
                times.append(time)
            } else {
                report(
                    field.value.place,
                    "\"\(text)\" is not a time: write hours and minutes on the 24-hour clock, such as 08:00 or 24:00.")
            }
        }
        guard times.count == 2, let close = fields["close"] else { return nil }
        guard let hours = OpeningHours(open: times[0], close: times[1]) else {
            report(close.value.place, "Closing at \(times[1]) does not come after opening at \(times[0]).")
            return nil
        }
        return hours
    }

    private mutating func readWeekdays(_ node: CalendarNode) -> Set<Weekday> {
        if case .scalar(let text) = node.content {
            let words = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "–" }.filter { $0 != "to" }
            let days = words.compactMap { Weekday(parsing: $0) }
            if words.count == days.count, days.count == 1 { return Set(days) }
            if words.count == days.count, days.count == 2 {
                let span = (days[1].rawValue - days[0].rawValue + 7) % 7
                return Set((0...span).compactMap { Weekday(rawValue: (days[0].rawValue - 1 + $0) % 7 + 1) })
            }
            report(
                node.place,
                "\"\(text)\" is not a week: write \"Monday to Friday\", or a list of days or of numbers 1 to 7.")
            return []
        }
        var weekdays: Set<Weekday> = []
        for element in elements(of: node, key: "weekdays", example: "[Monday, Tuesday] or [1, 2]") {
            guard let text = text(element, key: "weekdays", example: "Monday or 1") else { continue }
            if let weekday = Weekday(parsing: text) {
                weekdays.insert(weekday)
            } else {
                let suggestion = CalendarSpelling.suggestion(for: text, among: Weekday.allCases.map(\.name))
                report(
                    element.place,
                    "\"\(text)\" is not a day of the week: write Monday to Sunday, or 1 for Monday to 7 for Sunday."
                        + suggestion
                )
            }
        }
        return weekdays
    }

    private mutating func readObservance(_ node: CalendarNode) -> Observance? {
        guard let text = text(node, key: "observed", example: "substitute-day") else { return nil }
        let known = Observance.allCases.map(\.rawValue)
        let folded = CalendarSpelling.folded(text)
        if let index = known.firstIndex(where: { CalendarSpelling.folded($0) == folded }) {
            return Observance.allCases[index]
        }
        report(
            node.place,
            "\"\(text)\" is not a way to observe holidays.\(CalendarSpelling.suggestion(for: text, among: known)) "
                + "Known: \(known.joined(separator: ", ")).")
        return nil
    }

    private mutating func readSpellings(_ node: CalendarNode) -> [(text: String, place: CalendarNode.Place)] {
        var spellings: [(text: String, place: CalendarNode.Place)] = []
        for element in elements(of: node, key: "also", example: "[UK, United Kingdom]") {
            guard let text = text(element, key: "also", example: "UK") else { continue }
            if CalendarSpelling.folded(text).isEmpty {
                report(element.place, "\"\(text)\" has neither letters nor digits.")
            } else {
                spellings.append((text, element.place))
            }
        }
        return spellings
    }

    private mutating func readPhones(_ node: CalendarNode) -> [SupportPhone] {
        var phones: [SupportPhone] = []
        for entry in entries(of: node, what: "phones", example: "\"toll free: +1 888 898 8733\"") {
            guard let number = text(entry.value, key: entry.key, example: "+1 888 898 8733") else { continue }
            phones.append(SupportPhone(label: entry.key, number: number))
        }
        return phones
    }

    mutating func readDate(_ node: CalendarNode, key: String) -> CalendarDate? {
        guard let text = text(node, key: key, example: "2026-12-24") else { return nil }
        guard let date = CalendarDate(text) else {
            report(
                node.place, "\"\(text)\" is not a date of the calendar: write year, month and day, such as 2026-12-24.")
            return nil
        }
        return date
    }
}
