import ServiceLevels

extension CalendarFile {
    struct HolidayList {
        var holidays: [Holiday] = []
        var closedDates: [CalendarDate] = []
        /// The region whose rules were taken over.
        var seed: Region?
    }

    /// `seed:US`, or a list of dates, of `name` and `date` pairs, and of `seed:US`.
    mutating func readHolidays(_ node: YAMLNode) -> HolidayList {
        var list = HolidayList()
        if node.text != nil, !node.isEmpty {
            readSeed(node, into: &list)
            return list
        }
        let example = "“- name: Christmas Day” with “date: 25 December”"
        for item in items(of: node, what: "“holidays”", example: example) {
            if case .mapping = item.content {
                readHoliday(item, into: &list)
            } else if item.text?.hasPrefix(CalendarFile.seedMark) == true {
                readSeed(item, into: &list)
            } else if let date = readDate(item, what: "an item of “holidays”") {
                list.closedDates.append(date)
            }
        }
        return list
    }

    private static let seedMark = "seed:"

    private mutating func readSeed(_ node: YAMLNode, into list: inout HolidayList) {
        guard let text = node.text, text.hasPrefix(CalendarFile.seedMark) else {
            yaml.report(
                "“holidays” must be a list, or “seed:” with a built-in region for its holidays, such as seed:US",
                at: node)
            return
        }
        let id = Spelling.trimmed(text.dropFirst(CalendarFile.seedMark.count))
        guard let seed = seeds.first(where: { Folding.fold($0.id) == Folding.fold(id) }) else {
            yaml.report(
                "there is no built-in region “\(id)”; \(Suggestion.phrase(for: id, among: seeds.map(\.id)))", at: node)
            return
        }
        guard list.seed == nil else {
            yaml.report("the holidays of two built-in regions cannot be joined; name one", at: node)
            return
        }
        list.seed = seed
        list.holidays += seed.holidays
        list.closedDates += seed.closedDates
    }

    private mutating func readHoliday(_ node: YAMLNode, into list: inout HolidayList) {
        guard let mapping = yaml.mapping(node, keys: ["name", "date"], what: "a holiday") else { return }
        let nameNode = yaml.required("name", in: mapping)
        guard let dateNode = yaml.required("date", in: mapping), let nameNode,
            let name = yaml.string(nameNode, what: "“name”", example: "Christmas Day"),
            let phrase = yaml.string(dateNode, what: "“date”", example: "25 December")
        else { return }
        if list.holidays.contains(where: { $0.name == name }) {
            yaml.report("the holiday “\(name)” stands in the list twice; give each its own name", at: nameNode)
            return
        }
        guard let rule = HolidayPhrase.rule(phrase, earlier: list.holidays) else {
            yaml.report("“\(phrase)” does not say when the holiday falls; \(HolidayPhrase.examples)", at: dateNode)
            return
        }
        list.holidays.append(Holiday(name: name, rule: rule))
    }

    mutating func readOverrides(_ node: YAMLNode, holidays: [Holiday]) -> [HolidayOverride] {
        items(of: node, what: "“overrides”", example: "“- move: May Day” with “to: 2020-05-08”")
            .compactMap { readOverride($0, holidays: holidays) }
    }

    private mutating func readOverride(_ node: YAMLNode, holidays: [Holiday]) -> HolidayOverride? {
        let keys = ["move", "to", "add", "date", "drop", "year"]
        guard let mapping = yaml.mapping(node, keys: keys, what: "an override", example: "“move: May Day”")
        else { return nil }
        switch (mapping["move"], mapping["add"], mapping["drop"]) {
        case (let move?, nil, nil):
            let name = holidayName(move, key: "move", holidays)
            guard let to = yaml.required("to", in: mapping), let date = readDate(to, what: "“to”") else { return nil }
            let year = mapping["year"].map { readYear($0) } ?? date.year
            guard let name, let year else { return nil }
            return .move(name: name, year: year, to: date)
        case (nil, let add?, nil):
            let name = yaml.string(add, what: "“add”", example: "Company Day")
            guard let on = yaml.required("date", in: mapping), let date = readDate(on, what: "“date”"), let name
            else { return nil }
            return .add(name: name, on: date)
        case (nil, nil, let drop?):
            let name = holidayName(drop, key: "drop", holidays)
            guard let node = yaml.required("year", in: mapping), let year = readYear(node), let name else {
                return nil
            }
            return .drop(name: name, year: year)
        default:
            yaml.report(
                "an override says one of: “move:” a holiday “to:” a date; “add:” a name with its “date:”; "
                    + "“drop:” a holiday in a “year:”", at: node)
            return nil
        }
    }

    private mutating func holidayName(_ node: YAMLNode, key: String, _ holidays: [Holiday]) -> String? {
        guard let text = yaml.string(node, what: "“\(key)”", example: "May Day") else { return nil }
        let names = holidays.map(\.name)
        if names.contains(text) { return text }
        yaml.report("the region has no holiday “\(text)”; \(Suggestion.phrase(for: text, among: names))", at: node)
        return nil
    }

    private mutating func readYear(_ node: YAMLNode) -> Int? {
        guard let text = yaml.string(node, what: "“year”", example: "2030") else { return nil }
        if let year = Int(text), (1...9_999).contains(year) { return year }
        yaml.report("“\(text)” is not a year; write one from 1 to 9999", at: node)
        return nil
    }
}
