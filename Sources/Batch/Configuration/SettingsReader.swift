import Foundation
import ServiceCatalog
import ServiceLevels

/// Reads the settings of one inbox, or the defaults of all, from their group of keys.
struct SettingsReader {
    var yaml: YAMLReader
    /// Of the configuration file.
    let folder: String
    var placed: PlacedSettings

    static let keys = [
        "folder", "tenant", "profile", "profiles", "region", "plan", "default-country", "date-order", "service",
        "services",
        "calendars", "cases-format", "ledger", "monthly-cases", "over-allowance", "guards", "ready", "settle", "poll",
        "empty-wait", "lease", "parallel", "retries", "notify",
    ]
    private static let guardKeys = ["minimum-rows", "largest-drop", "joiners", "leavers", "changes", "cut-file"]
    private static let retryKeys = ["attempts", "wait", "patience"]
    private static let notifyKeys = ["on", "command", "timeout", "mail-to", "mail-from", "sendmail"]

    mutating func read(_ group: YAMLMapping) {
        for entry in group.entries where Self.keys.contains(entry.key) {
            placed.places[entry.key] = entry.value.place
            placed.settings.origins[entry.key] = "\(yaml.file):\(entry.value.place.line)"
        }
        readImport(group)
        readFolder(group)
        if let node = group["guards"] { readGuards(node) }
        if let node = group["retries"] { readRetries(node) }
        if let node = group["notify"] { readNotification(node) }
    }

    static func absolute(_ path: String, in folder: String) -> String {
        URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true)).standardizedFileURL.path
    }

    // MARK: Of the import

    private mutating func readImport(_ group: YAMLMapping) {
        if let text = text("folder", group, "/srv/hr") { placed.settings.folder = Self.absolute(text, in: folder) }
        if let text = text("tenant", group, "acme") { placed.settings.tenant = text }
        if let text = text("profile", group, "workday") {
            placed.settings.profile = text.contains("/") || text.contains(".") ? Self.absolute(text, in: folder) : text
        }
        if let text = text("profiles", group, "profiles") { placed.settings.profiles = Self.absolute(text, in: folder) }
        if let text = text("region", group, "US") { placed.settings.region = text }
        if let text = text("default-country", group, "US") { placed.settings.defaultCountry = text }
        if let text = text("service", group, "work-new-user") { placed.settings.service = text }
        if let text = text("services", group, "services") { placed.settings.services = Self.absolute(text, in: folder) }
        if let text = text("ledger", group, "muster.ledger") {
            if text.contains("://"), let node = group["ledger"] {
                yaml.report("“ledger” must be a path, or none: this version keeps its ledger in a file only", at: node)
            }
            placed.settings.ledger = text == "none" ? text : Self.absolute(text, in: folder)
        }
        if let text = text("plan", group, "premium") {
            if let plan = SupportPlan(parsing: text) {
                placed.settings.plan = plan
            } else if let node = group["plan"] {
                let plans = SupportPlan.allCases.map(\.rawValue)
                yaml.report("“plan” cannot be “\(text)”; \(Suggestion.phrase(for: text, among: plans))", at: node)
            }
        }
        if let node = group["date-order"] {
            placed.settings.dateOrder = yaml.choice(node, of: DateOrder.self, what: "“date-order”")
        }
        if let node = group["cases-format"],
            let format = yaml.choice(node, of: CasesFormat.self, what: "“cases-format”")
        {
            placed.settings.casesFormat = format
        }
        if let node = group["calendars"] {
            let nodes =
                node.text == nil ? yaml.items(node, what: "“calendars”", example: "[holidays.yaml]") ?? [] : [node]
            placed.settings.calendars = nodes.compactMap {
                yaml.string($0, what: "an item of “calendars”", example: "holidays.yaml")
            }.map { Self.absolute($0, in: folder) }
        }
        readAllowance(group)
    }

    private mutating func readAllowance(_ group: YAMLMapping) {
        if let node = group["monthly-cases"], let cases = number(node, "“monthly-cases”", 0...10_000_000) {
            placed.settings.allowance = Allowance(
                monthlyCases: cases, policy: placed.settings.allowance?.policy ?? .warn)
        }
        guard let node = group["over-allowance"],
            let policy = yaml.choice(node, of: Allowance.Policy.self, what: "“over-allowance”")
        else { return }
        if placed.settings.allowance == nil {
            yaml.report("“over-allowance” says nothing without “monthly-cases”", at: node)
        }
        placed.settings.allowance?.policy = policy
    }

    // MARK: Of the folder

    private mutating func readFolder(_ group: YAMLMapping) {
        if let node = group["ready"], let ready = yaml.choice(node, of: InboxReadiness.self, what: "“ready”") {
            placed.settings.readiness = ready
        }
        if let time = time("settle", group, .milliseconds(100)...(.seconds(86_400))) { placed.settings.settle = time }
        if let time = time("poll", group, .milliseconds(100)...(.seconds(3600))) { placed.settings.poll = time }
        if let time = time("empty-wait", group, .milliseconds(100)...(.seconds(86_400))) {
            placed.settings.emptyWait = time
        }
        if let time = time("lease", group, .seconds(5)...(.seconds(86_400))) { placed.settings.lease = time }
        if let node = group["parallel"], let count = number(node, "“parallel”", 1...64) {
            placed.settings.parallel = count
        }
    }

    private mutating func readGuards(_ node: YAMLNode) {
        if node.text == "off" { return placed.settings.guards = .off }
        guard let group = yaml.mapping(node, keys: Self.guardKeys, what: "“guards”", example: "“minimum-rows: 10”")
        else {
            return
        }
        if let node = group["minimum-rows"], let rows = number(node, "“minimum-rows”", 0...1_000_000_000) {
            placed.settings.guards.minimumRows = rows
        }
        if let node = group["largest-drop"] {
            placed.settings.guards.largestDrop = node.text == "off" ? nil : share(node, "“largest-drop”")
        }
        if let node = group["joiners"], let limit = limit(node, "“joiners”") { placed.settings.guards.joiners = limit }
        if let node = group["leavers"], let limit = limit(node, "“leavers”") { placed.settings.guards.leavers = limit }
        if let node = group["changes"], let limit = limit(node, "“changes”") { placed.settings.guards.changes = limit }
        if let node = group["cut-file"], let holds = yaml.boolean(node, what: "“cut-file”") {
            placed.settings.guards.holdsCutFile = holds
        }
    }

    private mutating func readRetries(_ node: YAMLNode) {
        guard let group = yaml.mapping(node, keys: Self.retryKeys, what: "“retries”", example: "“attempts: 5”") else {
            return
        }
        if let node = group["attempts"], let count = number(node, "“attempts”", 1...1000) {
            placed.settings.retries.attempts = count
        }
        if let time = time("wait", group, .milliseconds(100)...(.seconds(300))) { placed.settings.retries.wait = time }
        if let time = time("patience", group, .seconds(1)...(.seconds(366 * 86_400))) {
            placed.settings.retries.patience = time
        }
    }

    private mutating func readNotification(_ node: YAMLNode) {
        guard
            let group = yaml.mapping(
                node, keys: Self.notifyKeys, what: "“notify”", example: "“mail-to: [hr@example.com]”")
        else { return }
        if let node = group["command"] {
            // A text is a program without arguments: nothing is ever cut into words, and no shell is asked.
            let words = texts(node, "“command”", example: "[/usr/local/bin/tell-hr, --quiet]")
            placed.settings.notification.command =
                words.first.map { [Self.absolute($0, in: folder)] + words.dropFirst() } ?? []
        }
        if let node = group["mail-to"] {
            placed.settings.notification.mailTo = texts(node, "“mail-to”", example: "[hr@example.com]").filter {
                address($0, node)
            }
        }
        if let text = text("mail-from", group, "muster@example.com"), let node = group["mail-from"], address(text, node)
        {
            placed.settings.notification.mailFrom = text
        }
        if let text = text("sendmail", group, "/usr/sbin/sendmail") {
            placed.settings.notification.sendmail = Self.absolute(text, in: folder)
        }
        if let time = time("timeout", group, .seconds(1)...(.seconds(3600))) {
            placed.settings.notification.timeout = time
        }
        guard let node = group["on"], let items = yaml.items(node, what: "“on”", example: "[rejected, held]") else {
            return
        }
        placed.settings.notification.events = Set(
            items.compactMap { yaml.choice($0, of: NotificationSettings.Event.self, what: "an item of “on”") })
    }

    // MARK: Values

    private mutating func text(_ key: String, _ group: YAMLMapping, _ example: String) -> String? {
        group[key].flatMap { yaml.string($0, what: "“\(key)”", example: example) }
    }

    private mutating func texts(_ node: YAMLNode, _ what: String, example: String) -> [String] {
        let nodes = node.text == nil ? yaml.items(node, what: what, example: example) ?? [] : [node]
        return nodes.compactMap { yaml.string($0, what: what, example: example) }
    }

    private mutating func number(_ node: YAMLNode, _ what: String, _ range: ClosedRange<Int>) -> Int? {
        if let text = node.text, let number = Int(text), range.contains(number) { return number }
        yaml.report("\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)", at: node)
        return nil
    }

    private mutating func time(_ key: String, _ group: YAMLMapping, _ range: ClosedRange<Duration>) -> Duration? {
        guard let node = group[key] else { return nil }
        if let text = node.text, let time = Duration(words: text), range.contains(time) { return time }
        yaml.report(
            "“\(key)” must be a length of time from \(range.lowerBound.short) to \(range.upperBound.short), such as 500ms, "
                + "10s, 5m or 24h", at: node)
        return nil
    }

    private mutating func share(_ node: YAMLNode, _ what: String) -> Double? {
        if let text = node.text, let share = Self.share(text) { return share }
        yaml.report("\(what) must be a share such as 20 %", at: node)
        return nil
    }

    /// `20 %` or `0.2`, up to the whole.
    private static func share(_ text: String) -> Double? {
        let isPercent = text.hasSuffix("%")
        let digits = text.filter { $0 != "%" && $0 != " " }
        guard let number = Double(digits), number.isFinite, number >= 0 else { return nil }
        let share = isPercent ? number / 100 : number
        return share <= 1 && (isPercent || digits.contains(".")) ? share : nil
    }

    /// `50`, `20 %`, `50 and 20 %`, `off`.
    private mutating func limit(_ node: YAMLNode, _ what: String) -> Guards.Limit? {
        if let text = node.text {
            if text == "off" { return Guards.Limit() }
            var limit = Guards.Limit()
            var isGood = true
            for part in text.replacing(" and ", with: ",").split(separator: ",") {
                let word = part.filter { $0 != " " }
                if let rows = Int(word), rows >= 0, limit.rows == nil {
                    limit.rows = rows
                } else if let share = Self.share(word), limit.share == nil {
                    limit.share = share
                } else {
                    isGood = false
                }
            }
            if isGood, limit != Guards.Limit() { return limit }
        }
        yaml.report("\(what) must be a number of rows, a share, both, or off: 50, 20 %, 50 and 20 %", at: node)
        return nil
    }

    /// An address that can stand in a mail's head without harm.
    private mutating func address(_ text: String, _ node: YAMLNode) -> Bool {
        let isGood =
            text.utf8.allSatisfy { (33...126).contains($0) && !Array("<>,;\"()[]\\:".utf8).contains($0) }
            && text.split(separator: "@", omittingEmptySubsequences: false).count == 2
            && !text.hasPrefix("@") && !text.hasSuffix("@") && !text.hasPrefix("-")
        if !isGood { yaml.report("“\(text)” is no e-mail address such as hr@example.com", at: node) }
        return isGood
    }
}
