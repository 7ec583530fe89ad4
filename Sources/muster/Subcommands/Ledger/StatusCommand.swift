import ArgumentParser
import Batch
import Foundation
import Ledger
import ServiceLevels

/// `muster status`: what is open, what is due, what is late.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say what is open, due in the next 24 hours and overdue, and what the month has used.")

    @Option(help: "One tenant's cases; else all.")
    var tenant: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("What time it is taken to be; else now.", valueName: "instant"))
    var at: InstantArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var calendars: CalendarOptions
    @OptionGroup var health: HealthOptions

    func run() throws {
        if health.health { throw ExitCode(health.check().rawValue) }
        try Failure.ending {
            let times = LocalTimes(calendars: try calendars.load())
            let now = at?.instant ?? .now
            let status = try ledger.forQuestions().status(at: now, tenant: tenant) {
                times.month(now, region: $0)
            }
            Console.out(json ? try Facts(status, at: now).text : text(status, now, times))
        }
    }

    private func text(_ status: LedgerStatus, _ now: Instant, _ times: LocalTimes) -> String {
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
        let uses = Facts.uses(status)
        if !uses.isEmpty {
            var table = TextTable(["Tenant", "Month", "Cases used"], numbers: [2])
            for use in uses { table.append([use.tenant, use.month, use.cases.grouped]) }
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
        }
        var at: String
        var open: Int
        var dueWithinADay: Int
        var overdue: Int
        var regions: [Region]
        var used: [Use]

        init(_ status: LedgerStatus, at now: Instant) {
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
        }

        /// The regions of a tenant share what it has bought.
        static func uses(_ status: LedgerStatus) -> [Use] {
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

        var text: String {
            get throws { try JSONLine.text(of: self, isPretty: true) + "\n" }
        }
    }
}
