import ArgumentParser
import Batch
import Foundation
import Ledger
import ServiceCatalog
import ServiceLevels

/// `muster status`: what is open, what is due, what is late.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what is open, due in the next 24 hours and overdue, and what the month has used.",
        discussion: """
            With --config muster.yaml: of each of its inboxes, with what is left of its monthly-cases. \
            With --ledger: of one ledger; --monthly-cases says what is left there.
            """)

    @Option(help: "One tenant's cases; else all.")
    var tenant: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("What time it is taken to be; else now.", valueName: "instant"))
    var at: InstantArgument?

    @Option(
        help: ArgumentHelp("How many cases the customer has bought a month, to see what is left.", valueName: "number"))
    var monthlyCases: Int?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var calendars: CalendarOptions
    @OptionGroup var health: HealthOptions

    func validate() throws {
        if let monthlyCases, monthlyCases < 0 { throw ValidationError("--monthly-cases takes a number from 0 on.") }
        guard health.isOfInboxes else { return }
        if ledger.path != LedgerOptions.usualPath || tenant != nil || !calendars.paths.isEmpty {
            throw ValidationError(
                "With --config or --inbox, ledger, tenant and calendars are those of the inboxes: leave them out.")
        }
    }

    func run() throws {
        if health.health { throw ExitCode(health.check().rawValue) }
        try Failure.ending {
            let now = at?.instant ?? .now
            if health.isOfInboxes { return try tellOfInboxes(now) }
            let times = LocalTimes(calendars: try calendars.load())
            let status = try ledger.forQuestions().status(at: now, tenant: tenant) {
                times.month(now, region: $0)
            }
            let use = monthlyCases.flatMap { cases in
                times.calendars.regions.first.flatMap { times.month(now, region: $0.id) }
                    .map { AllowanceUse(month: $0, monthlyCases: cases, used: 0) }
            }
            let facts = Facts(status, at: now, tenant: tenant ?? "default", use)
            Console.out(json ? try JSONLine.text(of: facts, isPretty: true) + "\n" : text(facts, status, now, times))
        }
    }

    /// Each inbox by itself: its own ledger, tenant and allowance.
    private func tellOfInboxes(_ now: Instant) throws {
        var all: [Facts] = []
        var text = ""
        for var settings in try health.place.configuration().inboxes {
            if let monthlyCases { settings.allowance = Allowance(monthlyCases: monthlyCases) }
            let times = LocalTimes(calendars: try CalendarCatalog.load(custom: settings.calendars))
            let use = try AllowanceUse(of: settings, times.calendars, at: now)
            let status = try status(of: settings, now, times)
            var facts = Facts(status, at: now, tenant: settings.tenant, use)
            facts.inbox = settings.name
            all.append(facts)
            text += (text.isEmpty ? "" : "\n") + "Inbox \(settings.name): " + self.text(facts, status, now, times)
        }
        Console.out(json ? try JSONLine.text(of: ["inboxes": all], isPretty: true) + "\n" : text)
    }

    /// Where nothing has been filed yet there is no ledger, and nothing is open.
    private func status(of settings: InboxSettings, _ now: Instant, _ times: LocalTimes) throws -> LedgerStatus {
        let path = settings.ledgerChoice(in: settings.folder).path(forResultsIn: settings.folder)
        guard let path, FileManager.default.fileExists(atPath: path) else {
            return LedgerStatus(regions: [], uses: [])
        }
        return try Ledger.open(path, mode: .readOnly).status(at: now, tenant: settings.tenant) {
            times.month(now, region: $0)
        }
    }

    private func text(_ facts: Facts, _ status: LedgerStatus, _ now: Instant, _ times: LocalTimes) -> String {
        let style = Console.outputStyle
        var table = TextTable(
            ["Region", "Open", "Due in 24 h", "Overdue", "Next due", "Now there"], numbers: [1, 2, 3])
        for region in status.regions {
            table.append([
                region.region, region.open.grouped, region.dueSoon.grouped, region.overdue.grouped,
                region.nextDue.map { times.text($0, region: region.region) } ?? "",
                times.text(now, region: region.region),
            ])
        }
        var text =
            style.bold(
                "\(status.open.grouped) open, \(status.dueSoon.grouped) due in the next 24 hours, "
                    + "\(status.overdue.grouped) overdue") + "\n"
        if !table.isEmpty { text += "\n" + table.text(style: style) }
        if !facts.used.isEmpty {
            let hasAllowance = facts.used.contains { $0.allowance != nil }
            var table = TextTable(
                ["Tenant", "Month", "Cases used"] + (hasAllowance ? ["Allowance", "Left"] : []), numbers: [2, 3, 4])
            for use in facts.used {
                let allowance = hasAllowance ? [use.allowance?.grouped ?? "", use.left?.grouped ?? ""] : []
                table.append([use.tenant, use.month, use.cases.grouped] + allowance)
            }
            text += "\n" + table.text(style: style)
        }
        return text
    }

    private struct Facts: Encodable {
        struct Region: Encodable {
            var region: String
            var open: Int
            var dueWithinADay: Int
            var overdue: Int
            var nextDueAt: String?
        }
        struct Use: Encodable {
            var tenant: String
            var month: String
            var cases: Int
            var allowance: Int?
            var left: Int?
        }
        var inbox: String?
        var at: String
        var open: Int
        var dueWithinADay: Int
        var overdue: Int
        var regions: [Region]
        var used: [Use]

        /// - Parameters:
        ///   - tenant: whose allowance it is, where nothing is used yet.
        ///   - allowance: how many cases are bought a month, and which month it is.
        init(_ status: LedgerStatus, at now: Instant, tenant: String, _ allowance: AllowanceUse?) {
            at = now.description
            open = status.open
            dueWithinADay = status.dueSoon
            overdue = status.overdue
            regions = status.regions.map { region in
                Region(
                    region: region.region, open: region.open, dueWithinADay: region.dueSoon,
                    overdue: region.overdue, nextDueAt: region.nextDue?.description)
            }
            used = Self.uses(status)
            guard let allowance else { return }
            if used.isEmpty {
                used.append(Use(tenant: tenant, month: allowance.month.description, cases: 0))
            }
            for index in used.indices {
                used[index].allowance = allowance.monthlyCases
                used[index].left = max(0, allowance.monthlyCases - used[index].cases)
            }
        }

        /// The regions of a tenant share what it has bought.
        private static func uses(_ status: LedgerStatus) -> [Use] {
            var uses: [Use] = []
            for use in status.uses {
                let month = use.month.description
                if let index = uses.firstIndex(where: { $0.tenant == use.tenant && $0.month == month }) {
                    uses[index].cases += use.cases
                } else {
                    uses.append(Use(tenant: use.tenant, month: month, cases: use.cases))
                }
            }
            return uses
        }
    }
}
