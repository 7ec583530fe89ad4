import ServiceLevels

extension CalendarFile {
    struct HolidayList {
        var holidays: [Holiday] = []
        var closedDates: [CalendarDate] = []
        /// The region whose rules were taken over.
        var seed: Region?
    }

    /// `seed:US`, or a list of dates, of `name` and `date` pairs, and of `seed:US`.
    mutating func readHolidays(_ node: CalendarNode) -> HolidayList {
        var list = HolidayList()
        if case .scalar = node.content {
            readSeed(node, into: &list)
            return list
        }
        for element in elements(
            of: node, key: "holidays", example: "\"- name: Christmas Day\" with \"date: 25 December\"")
        {
            switch element.content {
            case .mapping: readHoliday(element, into: &list)
            case .scalar(let text) where text.hasPrefix("seed:"): readSeed(element, into: &list)
            default:
                if let date = readDate(element, key: "holidays") { list.closedDates.append(date) }
            }
        }
        return list
    }

    private mutating func readSeed(_ node: CalendarNode, into list: inout HolidayList) {
        guard case .scalar(let text) = node.content, text.hasPrefix("seed:") else {
            report(
                node.place,
                "\"holidays\" must be a list, or \"seed:\" with a built-in region such as seed:US for its holidays.")
            return
        }
        let id = text.dropFirst(5).drop { $0 == " " }
        guard let seed = seeds.first(where: { CalendarSpelling.folded($0.id) == CalendarSpelling.folded(String(id)) })
        else {
            let known = seeds.map(\.id)
            report(
                node.place,
                "There is no built-in region \"\(id)\".\(CalendarSpelling.suggestion(for: String(id), among: known)) "
                    + "Known: \(known.joined(separator: ", ")).")
            return
        }
        guard list.seed == nil else {
            report(node.place, "The holidays of two built-in regions cannot be joined: name one.")
            return
        }
        list.seed = seed
        list.holidays += seed.holidays
        list.closedDates += seed.closedDates
    }

    private mutating func readHoliday(_ node: CalendarNode, into list: inout HolidayList) {
        guard
            let fields = fields(
                of: node, what: "A holiday", known: ["name", "date"], example: "\"name: Christmas Day\"")
        else { return }
        for key in ["name", "date"] where fields[key] == nil {
            report(node.place, "The holiday lacks \"\(key)\".")
        }
        guard let nameField = fields["name"], let dateField = fields["date"],
            let name = text(nameField.value, key: "name", example: "Christmas Day"),
            let phrase = text(dateField.value, key: "date", example: "25 December")
        else { return }
        if list.holidays.contains(where: { $0.name == name }) {
            report(nameField.value.place, "The holiday \"\(name)\" stands in the list twice: give each its own name.")
            return
        }
        guard let rule = HolidayPhrase.rule(phrase, earlier: list.holidays) else {
            report(
                dateField.value.place, "\"\(phrase)\" does not say when the holiday falls: \(HolidayPhrase.examples).")
            return
        }
        list.holidays.append(Holiday(name: name, rule: rule))
    }

    mutating func readOverrides(_ node: CalendarNode, holidays: [Holiday]) -> [HolidayOverride] {
        var overrides: [HolidayOverride] = []
        for element in elements(of: node, key: "overrides", example: "\"- move: May Day\" with \"to: 2020-05-08\"") {
            if let override = readOverride(element, holidays: holidays) { overrides.append(override) }
        }
        return overrides
    }

    private mutating func readOverride(_ node: CalendarNode, holidays: [Holiday]) -> HolidayOverride? {
        guard
            let fields = fields(
                of: node, what: "An override", known: ["move", "to", "add", "date", "drop", "year"],
                example: "\"move: May Day\"")
        else { return nil }
        switch (fields["move"], fields["add"], fields["drop"]) {
        case (let move?, nil, nil):
            let name = holidayName(move, holidays)
            guard let to = required(fields, "to", node), let date = readDate(to.value, key: "to") else { return nil }
            let year = fields["year"].map { readYear($0.value) } ?? date.year
            guard let name, let year else { return nil }
            return .move(name: name, year: year, to: date)
        case (nil, let add?, nil):
            let name = text(add.value, key: "add", example: "Company Day")
            guard let field = required(fields, "date", node), let date = readDate(field.value, key: "date"), let name
            else { return nil }
            return .add(name: name, on: date)
        case (nil, nil, let drop?):
            let name = holidayName(drop, holidays)
            guard let field = required(fields, "year", node), let year = readYear(field.value), let name else {
                return nil
            }
            return .drop(name: name, year: year)
        default:
            report(
                node.place,
                "An override says one of: \"move:\" a holiday \"to:\" a date; \"add:\" a name with its \"date:\"; "
                    + "\"drop:\" a holiday in a \"year:\".")
            return nil
        }
    }

    private mutating func required(
        _ fields: [String: CalendarNode.Entry], _ key: String, _ node: CalendarNode
    ) -> CalendarNode.Entry? {
        if fields[key] == nil { report(node.place, "The override lacks \"\(key)\".") }
        return fields[key]
    }

    private mutating func holidayName(_ entry: CalendarNode.Entry, _ holidays: [Holiday]) -> String? {
        guard let text = text(entry.value, key: entry.key, example: "May Day") else { return nil }
        if let holiday = holidays.first(where: { $0.name == text }) { return holiday.name }
        let names = holidays.map(\.name)
        report(
            entry.value.place,
            "The region has no holiday \"\(text)\".\(CalendarSpelling.suggestion(for: text, among: names))")
        return nil
    }

    private mutating func readYear(_ node: CalendarNode) -> Int? {
        guard let text = text(node, key: "year", example: "2030") else { return nil }
        guard let year = Int(text), (1...9_999).contains(year) else {
            report(node.place, "\"\(text)\" is not a year.")
            return nil
        }
        return year
    }
}
