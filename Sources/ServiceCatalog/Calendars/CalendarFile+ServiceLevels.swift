import ServiceLevels

extension CalendarFile {
    private static let others = "others"

    /// The levels of one kind of case for every plan; `nil` when a part is missing or wrong, which is reported.
    mutating func readLevels(_ entry: YAMLNode.Entry) -> PlacedLevels? {
        let kind = entry.key
        guard
            let mapping = yaml.mapping(
                entry.value, keys: ["measured-to", "plans"], what: "the service level “\(kind)”",
                example: "“measured-to: resolution”", place: entry.place)
        else { return nil }
        let problemsBefore = yaml.problems.count
        let measuredTo = yaml.required("measured-to", in: mapping).flatMap {
            yaml.string($0, what: "“measured-to”", example: "resolution")
        }
        var levels: [SupportPlan: ServiceLevel] = [:]
        var others: ServiceLevel?
        let plans = yaml.required("plans", in: mapping).map {
            entries(of: $0, what: "“plans”", example: "“standard: {target: 4h, clock: supportHours}”")
        }
        for entry in plans ?? [] {
            let level = readLevel(entry, kind: kind, measuredTo: measuredTo ?? "")
            if entry.key == CalendarFile.others {
                others = level
            } else if let plan = SupportPlan(parsing: entry.key) {
                levels[plan] = level
            } else {
                let known = SupportPlan.allCases.map(\.rawValue) + [CalendarFile.others]
                yaml.report(
                    "“\(entry.key)” is not a support plan; \(Suggestion.phrase(for: entry.key, among: known))",
                    at: entry.place)
            }
        }
        guard yaml.problems.count == problemsBefore else { return nil }
        for plan in SupportPlan.allCases where levels[plan] == nil {
            guard let others else {
                yaml.report(
                    "the service level “\(kind)” says nothing for the plan \(plan); add it, or “others” for all that "
                        + "are not named", at: entry.place)
                return nil
            }
            levels[plan] = others
        }
        return PlacedLevels(kind: kind, levels: levels, file: yaml.file, place: entry.place)
    }

    private mutating func readLevel(_ entry: YAMLNode.Entry, kind: String, measuredTo: String) -> ServiceLevel? {
        guard
            let mapping = yaml.mapping(
                entry.value, keys: ["target", "clock"], what: "the plan “\(entry.key)” of “\(kind)”",
                example: "“target: 24h”", place: entry.place)
        else { return nil }
        let clock = yaml.required("clock", in: mapping).flatMap { readClock($0) }
        guard let node = yaml.required("target", in: mapping),
            let text = yaml.string(node, what: "“target”", example: "24h")
        else { return nil }
        do throws(TargetError) {
            let target = try Target(parsing: text)
            guard let clock else { return nil }
            do throws(DueTimeError) {
                try clock.check(target)
            } catch {
                yaml.report(error.description, at: node)
                return nil
            }
            return ServiceLevel(id: kind, target: target, clock: clock, measuredTo: measuredTo)
        } catch {
            yaml.report("“\(text)” \(error)", at: node)
            return nil
        }
    }

    private mutating func readClock(_ node: YAMLNode) -> Clock? {
        guard let text = yaml.string(node, what: "“clock”", example: "businessDay") else { return nil }
        if let clock = Clock(parsing: text) { return clock }
        yaml.reportChoice(text, of: Clock.allCases.map(\.rawValue), at: node, what: "“clock”")
        return nil
    }
}
