import ArgumentParser
import Intake
import Ledger
import ServiceCatalog
import ServiceLevels

/// `muster escalate`: a technical support case for a case in trouble.
struct EscalateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate",
        abstract: "Raise a technical support case for a case in trouble, with its severity's target.",
        discussion: """
            S1: production is down; S2: production is impaired; S3: a minor issue. The two cases are linked; the first \
            one stays open. Targets come from the service levels of the calendars, by the plan that the case was filed with.
            """)

    enum Severity: String, ExpressibleByArgument, CaseIterable {
        case s1 = "S1"
        case s2 = "S2"
        case s3 = "S3"

        init?(argument: String) {
            self.init(rawValue: argument.uppercased())
        }

        /// The kind of case in the table of service levels.
        var level: String { "technical-\(rawValue.lowercased())" }
    }

    @Argument(help: "The case's id.")
    var `case`: CaseIDArgument

    @Option(help: "How bad it is.")
    var severity: Severity

    @Option(help: "The support level; else the one that the case was filed with.")
    var plan: SupportPlan?

    @Option(help: ArgumentHelp("When it was reported; else now.", valueName: "instant"))
    var receivedAt: InstantArgument?

    @OptionGroup var ledger: LedgerOptions
    @OptionGroup var calendars: CalendarOptions

    func run() throws {
        try Failure.ending {
            let catalog = try calendars.load()
            let ledger = try ledger.forChanges()
            guard let record = try ledger.caseRecord(caseBits: `case`.id.bits) else {
                throw LedgerError(
                    .unknown,
                    "There is no case \(`case`.id) in the ledger \(ledger.path). “muster cases” lists what there is.")
            }
            let plan = plan ?? SupportPlan(parsing: record.group.plan) ?? .standard
            guard let level = catalog.serviceLevels.level(for: severity.level, plan: plan) else {
                throw Failure.usage("The calendars have no service level “\(severity.level)” for the plan \(plan).")
            }
            let calendar = try catalog.calendar(for: record.group.region)
            let received = receivedAt?.instant ?? .now
            let due = try calendar.due(received: received, clock: level.clock, target: level.target)
            let group = CaseGroup(
                product: record.group.product, serviceID: level.id, service: "Technical support \(severity.rawValue)",
                kind: CaseGroup.supportKind, region: record.group.region, plan: plan.rawValue, serviceLevel: level.id,
                received: received, due: due, month: nil)
            let raised = try ledger.escalate(record.caseBits, group: group) { CaseID(bits: $0).description }
            let phones = calendar.region.phones.map { "\($0.label) \($0.number)" }.joined(separator: ", ")
            Console.out(
                """
                Support case \(CaseID(bits: raised.caseBits)) raised for \(CaseID(bits: record.caseBits))
                  \(severity.rawValue), plan \(plan): \(level.words)
                  due \(calendar.localDescription(of: due))

                """ + (phones.isEmpty ? "" : "  phone \(phones)\n"))
        }
    }
}
