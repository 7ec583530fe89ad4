import ArgumentParser
import Batch

/// What remembers the cases, and how many the customer has bought.
struct FilingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger that remembers what was filed: a path, or none. Else .muster/ledger.sqlite among the results.",
            valueName: "path"), transform: LedgerChoice.init(argument:))
    var ledger: LedgerChoice = .besideResults

    @Option(
        name: .customLong("wait"),
        help: ArgumentHelp("How long another import that writes to the ledger is waited for.", valueName: "seconds"))
    var waitSeconds: Int = 120

    @Flag(help: "Import a file once more that was imported before: results are made anew, nothing is filed twice.")
    var again = false

    @Option(help: ArgumentHelp("How many cases the customer has bought a month.", valueName: "number"))
    var monthlyCases: Int?

    @Option(help: ArgumentHelp("What happens to cases beyond that: warn or hold.", valueName: "policy"))
    var overAllowance: Allowance.Policy = .warn

    func validate() throws {
        if let monthlyCases, monthlyCases < 0 { throw ValidationError("--monthly-cases takes a number from 0 on.") }
        if !(0...86_400).contains(waitSeconds) { throw ValidationError("--wait takes seconds from 0 to 86400.") }
    }

    func apply(to options: inout ImportOptions) {
        options.ledger = ledger
        options.ledgerWait = .seconds(waitSeconds)
        options.importsAgain = again
        // Who approves a file approves the cases beyond the month's allowance, too.
        let policy = options.isApproved ? .warn : overAllowance
        options.allowance = monthlyCases.map { Allowance(monthlyCases: $0, policy: policy) }
    }
}

extension Allowance.Policy: ExpressibleByArgument {}

extension LedgerChoice {
    /// A ledger as the command line names it.
    init(argument: String) throws {
        if argument.hasPrefix("postgres://") || argument.hasPrefix("postgresql://") {
            throw ValidationError("This version keeps its ledger in a file only. Give a path, or none.")
        }
        guard !argument.isEmpty else { throw ValidationError("--ledger takes a path, or none.") }
        self = argument == "none" ? .none : .file(argument)
    }
}
