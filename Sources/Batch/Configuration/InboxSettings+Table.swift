import ServiceCatalog
import ServiceLevels

extension InboxSettings {
    /// One setting as it is in force, for people.
    package struct Line: Sendable, Equatable {
        package var key: String
        package var value: String
        /// `default`, or the place or option that made it.
        package var origin: String
    }

    /// All settings in the order of the configuration's documentation.
    package var lines: [Line] {
        let none = "-"
        let values: [(String, String)] = [
            ("folder", folder), ("tenant", tenant), ("profile", profile ?? none),
            ("profiles", profiles ?? "built-in"), ("region", region ?? none),
            ("plan", plan.rawValue), ("default-country", defaultCountry ?? none),
            ("date-order", dateOrder?.rawValue ?? none), ("service", service ?? none),
            ("services", services ?? "built-in"),
            ("calendars", calendars.isEmpty ? "built-in" : calendars.joined(separator: ", ")),
            ("cases-format", casesFormat.rawValue), ("ledger", ledger ?? "\(folder)/.muster/ledger.sqlite"),
            ("monthly-cases", allowance.map { "\($0.monthlyCases)" } ?? none),
            ("over-allowance", allowance?.policy.rawValue ?? none), ("guards", guards.summary),
            ("ready", readiness.rawValue), ("settle", settle.short), ("poll", poll.short),
            ("empty-wait", emptyWait.short), ("lease", lease.short), ("parallel", "\(parallel)"),
            (
                "retries",
                "attempts \(retries.attempts), wait \(retries.wait.short), patience \(retries.patience.short)"
            ), ("notify", notification.summary),
        ]
        return values.map { Line(key: $0.0, value: $0.1, origin: origins[$0.0] ?? "default") }
    }
}

extension Guards {
    /// In a few words: what would hold a batch.
    var summary: String {
        if self == .off { return "off" }
        var parts = ["minimum-rows \(minimumRows)"]
        if let largestDrop { parts.append("largest-drop \(Self.percent(largestDrop))") }
        for (name, limit) in [("joiners", joiners), ("leavers", leavers), ("changes", changes)] {
            let words = [limit.rows.map { "\($0)" }, limit.share.map(Self.percent)].compactMap(\.self)
            if !words.isEmpty { parts.append("\(name) \(words.joined(separator: " and "))") }
        }
        parts.append("cut-file \(holdsCutFile)")
        return parts.joined(separator: ", ")
    }

    private static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1000).rounded())
        return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") %"
    }
}

extension NotificationSettings {
    /// In a few words: who is told of what.
    var summary: String {
        var parts: [String] = []
        if !command.isEmpty { parts.append("command \(command.joined(separator: " "))") }
        if !mailTo.isEmpty { parts.append("mail to \(mailTo.joined(separator: ", "))") }
        guard !parts.isEmpty else { return "nobody" }
        return "\(parts.joined(separator: "; ")); on \(events.map(\.rawValue).sorted().joined(separator: ", "))"
    }
}
