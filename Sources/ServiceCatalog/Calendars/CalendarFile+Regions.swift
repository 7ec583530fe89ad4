import ServiceLevels

extension CalendarFile {
    private static let regionKeys = [
        "zone", "open", "close", "weekdays", "holidays", "observed", "overrides", "closed", "also", "phones", "office",
    ]

    /// `nil` when a part without which there is no region is missing or wrong; the reasons are reported.
    mutating func readRegion(_ entry: YAMLNode.Entry) -> PlacedRegion? {
        guard
            let mapping = yaml.mapping(
                entry.value, keys: CalendarFile.regionKeys, what: "the region “\(entry.key)”",
                example: "“zone: Europe/London”", place: entry.place)
        else { return nil }
        let problemsBefore = yaml.problems.count
        let zone = readZone(mapping)
        let hours = readHours(mapping)
        let weekdays = mapping["weekdays"].map { readWeekdays($0) } ?? Set(Weekday.allCases.prefix(5))
        let listed = mapping["holidays"].map { readHolidays($0) } ?? HolidayList()
        var observance = listed.seed?.observance ?? .asIs
        if let node = mapping["observed"] { observance = readObservance(node) ?? observance }
        var overrides = listed.seed?.overrides ?? []
        if let node = mapping["overrides"] { overrides += readOverrides(node, holidays: listed.holidays) }
        var closedDates = listed.closedDates
        if let node = mapping["closed"] {
            let items = items(of: node, what: "“closed”", example: "[2026-12-24, 2026-12-31]")
            closedDates += items.compactMap { readDate($0, what: "an item of “closed”") }
        }
        let spellings = mapping["also"].map { readSpellings($0) } ?? []
        let phones = mapping["phones"].map { readPhones($0) } ?? []
        let office = mapping["office"].flatMap { yaml.string($0, what: "“office”", example: "UK support") }

        guard yaml.problems.count == problemsBefore, let zone, let hours else { return nil }
        let region = Region(
            id: entry.key, spellings: spellings.map(\.text), zone: zone, hours: hours, weekdays: weekdays,
            holidays: listed.holidays, observance: observance, overrides: overrides, closedDates: closedDates,
            phones: phones, officeName: office)
        return PlacedRegion(
            region: region, file: yaml.file, place: entry.place, spellingPlaces: spellings.map(\.place))
    }

    private mutating func readZone(_ mapping: YAMLMapping) -> String? {
        guard let node = yaml.required("zone", in: mapping),
            let zone = yaml.string(node, what: "“zone”", example: "Europe/London")
        else { return nil }
        zones.append((zone, node.place))
        return zone
    }

    private mutating func readHours(_ mapping: YAMLMapping) -> OpeningHours? {
        let open = readTime("open", mapping)
        guard let close = readTime("close", mapping), let open else { return nil }
        guard let hours = OpeningHours(open: open.time, close: close.time) else {
            yaml.report("closing at \(close.time) does not come after opening at \(open.time)", at: close.node)
            return nil
        }
        return hours
    }

    private mutating func readTime(_ key: String, _ mapping: YAMLMapping) -> (time: TimeOfDay, node: YAMLNode)? {
        guard let node = yaml.required(key, in: mapping),
            let text = yaml.string(node, what: "“\(key)”", example: "08:00")
        else { return nil }
        if let time = TimeOfDay(parsing: text) { return (time, node) }
        yaml.report(
            "“\(text)” is not a time; write hours and minutes on the 24-hour clock, such as 08:00 or 24:00", at: node)
        return nil
    }

    private mutating func readWeekdays(_ node: YAMLNode) -> Set<Weekday> {
        if let text = node.text, !node.isEmpty {
            let words = text.lowercased().split { $0 == " " || $0 == "-" || $0 == "–" }.filter { $0 != "to" }
            let days = words.compactMap { Weekday(parsing: $0) }
            if words.count == days.count, days.count == 1 { return Set(days) }
            if words.count == days.count, days.count == 2 {
                let span = (days[1].rawValue - days[0].rawValue + 7) % 7
                return Set((0...span).compactMap { Weekday(rawValue: (days[0].rawValue - 1 + $0) % 7 + 1) })
            }
            yaml.report(
                "“\(text)” is not a week; write “Monday to Friday”, or a list of days or of numbers 1 to 7", at: node)
            return []
        }
        var weekdays: Set<Weekday> = []
        for item in items(of: node, what: "“weekdays”", example: "[Monday, Tuesday] or [1, 2]") {
            guard let text = yaml.string(item, what: "an item of “weekdays”", example: "Monday or 1") else { continue }
            if let weekday = Weekday(parsing: text) {
                weekdays.insert(weekday)
            } else {
                yaml.report(
                    "“\(text)” is not a day of the week, nor its number from 1 for Monday to 7 for Sunday; "
                        + Suggestion.phrase(for: text, among: Weekday.allCases.map(\.name)), at: item)
            }
        }
        return weekdays
    }

    private mutating func readObservance(_ node: YAMLNode) -> Observance? {
        guard let text = yaml.string(node, what: "“observed”", example: "substitute-day") else { return nil }
        let folded = Folding.fold(text)
        if let match = Observance.allCases.first(where: { Folding.fold($0.rawValue) == folded }) { return match }
        yaml.reportChoice(text, of: Observance.allCases.map(\.rawValue), at: node, what: "“observed”")
        return nil
    }

    private mutating func readSpellings(_ node: YAMLNode) -> [(text: String, place: YAMLPlace)] {
        var spellings: [(text: String, place: YAMLPlace)] = []
        for item in items(of: node, what: "“also”", example: "[UK, United Kingdom]") {
            guard let text = yaml.string(item, what: "an item of “also”", example: "UK") else { continue }
            if Folding.fold(text).isEmpty {
                yaml.report("“\(text)” has no letter or digit, so it cannot name a region", at: item)
            } else {
                spellings.append((text, item.place))
            }
        }
        return spellings
    }

    private mutating func readPhones(_ node: YAMLNode) -> [SupportPhone] {
        entries(of: node, what: "“phones”", example: "“toll free: +1 888 898 8733”").compactMap { entry in
            yaml.string(entry.value, what: "“\(entry.key)”", example: "+1 888 898 8733")
                .map { SupportPhone(label: entry.key, number: $0) }
        }
    }

    mutating func readDate(_ node: YAMLNode, what: String) -> CalendarDate? {
        guard let text = yaml.string(node, what: what, example: "2026-12-24") else { return nil }
        if let date = CalendarDate(text) { return date }
        yaml.report(
            "“\(text)” is not a date of the calendar; write year, month and day, such as 2026-12-24", at: node)
        return nil
    }
}
