import ServiceLevels

extension CalendarFile {
    private static let others = "others"

    /// The levels of one kind of case for every plan; `nil` when a part is missing or wrong, which is reported.
    mutating func readLevels(_ entry: CalendarNode.Entry) -> PlacedLevels? {
        let kind = entry.key
        guard
            let fields = fields(
                of: entry.value, what: "Service level \(kind)", known: ["measured-to", "plans"],
                example: "\"measured-to: resolution\"")
        else { return nil }
        let problemsBefore = problems.count
        for key in ["measured-to", "plans"] where fields[key] == nil {
            report(entry.keyPlace, "Service level \(kind) lacks \"\(key)\".")
        }
        let measuredTo =
            fields["measured-to"].flatMap { text($0.value, key: "measured-to", example: "resolution") } ?? ""
        var levels: [SupportPlan: ServiceLevel] = [:]
        var others: ServiceLevel?
        let plans = fields["plans"].map {
            entries(of: $0.value, what: "plans", example: "\"standard: {target: 4h, clock: supportHours}\"")
        }
        for plan in plans ?? [] {
            let level = readLevel(plan, kind: kind, measuredTo: measuredTo)
            if plan.key == CalendarFile.others {
                others = level
            } else if let name = SupportPlan(parsing: plan.key) {
                levels[name] = level
            } else {
                let known = SupportPlan.allCases.map(\.rawValue) + [CalendarFile.others]
                let suggestion = CalendarSpelling.suggestion(for: plan.key, among: known)
                report(
                    plan.keyPlace,
                    "\"\(plan.key)\" is not a support plan.\(suggestion) Known: \(known.joined(separator: ", ")).")
            }
        }
        guard problems.count == problemsBefore else { return nil }
        for plan in SupportPlan.allCases where levels[plan] == nil {
            guard let others else {
                report(
                    entry.keyPlace,
                    "Service level \(kind) says nothing for the plan \(plan): add it, or \"others\" for all that are "
                        + "not named."
                )
                return nil
            }
            levels[plan] = others
        }
        return PlacedLevels(kind: kind, levels: levels, file: file, place: entry.keyPlace)
    }

    private mutating func readLevel(_ entry: CalendarNode.Entry, kind: String, measuredTo: String) -> ServiceLevel? {
        guard
            let fields = fields(
                of: entry.value, what: "Plan \(entry.key)", known: ["target", "clock"], example: "\"target: 24h\"")
        else { return nil }
        for key in ["target", "clock"] where fields[key] == nil {
            report(entry.keyPlace, "Plan \(entry.key) of \(kind) lacks \"\(key)\".")
        }
        let clock = fields["clock"].flatMap { readClock($0.value) }
        guard let targetField = fields["target"],
            let targetText = text(targetField.value, key: "target", example: "24h")
        else { return nil }
        do throws(TargetError) {
            let target = try Target(parsing: targetText)
            guard let clock else { return nil }
            do throws(DueTimeError) {
                try clock.check(target)
            } catch {
                report(targetField.value.place, error.description)
                return nil
            }
            return ServiceLevel(id: kind, target: target, clock: clock, measuredTo: measuredTo)
        } catch {
            report(targetField.value.place, "\"\(targetText)\" \(error).")
            return nil
        }
    }

    private mutating func readClock(_ node: CalendarNode) -> Clock? {
        guard let text = text(node, key: "clock", example: "businessDay") else { return nil }
        if let clock = Clock(parsing: text) { return clock }
        let known = Clock.allCases.map(\.rawValue)
        report(
            node.place,
            "\"\(text)\" is not a clock.\(CalendarSpelling.suggestion(for: text, among: known)) "
                + "Known: \(known.joined(separator: ", ")).")
        return nil
    }
}
