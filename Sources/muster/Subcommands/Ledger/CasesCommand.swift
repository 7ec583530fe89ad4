import ArgumentParser
import Intake
import Ledger
import ServiceCatalog
import ServiceLevels

/// `muster cases`: what has been filed, and what became of it.
struct CasesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cases",
        abstract: "List the cases of the ledger, or show one with its history.",
        discussion: """
            Without options: all cases, the earliest due first. For example: muster cases --overdue; \
            muster cases --status open --person "Robin Sample"; muster cases show 7K3F-9QXA-2W4T-C
            """,
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, csv, json
    }
}

extension CasesCommand {
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List cases (the default).")

        @Option(help: ArgumentHelp("Only cases due before this moment (ISO 8601).", valueName: "instant"))
        var dueBefore: InstantArgument?

        @Flag(help: "Only open cases whose due time has passed.")
        var overdue = false

        @Option(help: ArgumentHelp("Only cases of this product.", valueName: "name"))
        var product: String?

        @Option(help: ArgumentHelp("Only cases of this service, by name or id.", valueName: "name"))
        var service: String?

        @Option(help: ArgumentHelp("Only cases about somebody with this in name, e-mail or id.", valueName: "text"))
        var person: String?

        @Option(help: ArgumentHelp("Only cases of this batch; “muster batches” lists them.", valueName: "number"))
        var batch: Int64?

        @Option(help: "Only cases of this tenant.")
        var tenant: String?

        @Option(help: "Only cases that stand so. May be repeated.")
        var status: [CaseStatus] = []

        @Option(help: "How to print them.")
        var format = Format.table

        @Option(help: ArgumentHelp("The most cases to print; else 50 in a table, all otherwise.", valueName: "number"))
        var limit: Int?

        @Option(help: ArgumentHelp("What time it is taken to be; else now.", valueName: "instant"))
        var at: InstantArgument?

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var calendars: CalendarOptions

        func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
        }

        func run() throws {
            try Failure.ending {
                let ledger = try ledger.forQuestions()
                let limit = limit ?? (format == .table ? 50 : .max)
                var printer = CasePrinter(
                    format, times: LocalTimes(calendars: try calendars.load()), now: at?.instant ?? .now)
                var isCut = false
                try ledger.forEachCase(query) { record in
                    guard printer.count < limit else {
                        isCut = true
                        return false
                    }
                    printer.print(record)
                    return true
                }
                printer.finish(isCut: isCut)
            }
        }

        private var query: CaseQuery {
            var query = CaseQuery()
            query.tenant = tenant
            query.batch = batch
            query.product = product
            query.service = service
            query.person = person
            query.dueBefore = dueBefore?.instant
            if !status.isEmpty { query.statuses = Set(status) }
            if overdue {
                let now = at?.instant ?? .now
                query.statuses = (query.statuses ?? [.open]).intersection([.open])
                query.dueBefore = min(query.dueBefore ?? now, now)
            }
            return query
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show a case and what has happened to it.")

        @Argument(help: "The case's id, such as 7K3F-9QXA-2W4T-C.")
        var id: CaseIDArgument

        @Flag(help: "Print it as JSON.")
        var json = false

        @OptionGroup var ledger: LedgerOptions
        @OptionGroup var calendars: CalendarOptions

        func run() throws {
            try Failure.ending {
                let ledger = try ledger.forQuestions()
                guard let record = try ledger.caseRecord(caseBits: id.id.bits) else {
                    throw LedgerError(
                        .unknown, "There is no case \(id.id) in the ledger \(ledger.path). “muster cases” lists them.")
                }
                let description = CaseDescription(
                    record, history: try ledger.history(of: record),
                    times: LocalTimes(calendars: try calendars.load()))
                Console.out(json ? try description.json : description.text(style: Console.outputStyle))
            }
        }
    }
}
