import ArgumentParser
import Intake
import Ledger
import ServiceLevels

/// `muster close`: the team has done it.
struct CloseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close open cases: all that are named, or none if one of them is not open.")

    @Argument(help: "The cases' ids.")
    var cases: [CaseIDArgument]

    @Option(help: ArgumentHelp("A word on it, for the history; no personal data.", valueName: "text"))
    var note = ""

    @Option(help: ArgumentHelp("When they were done; else now.", valueName: "instant"))
    var at: InstantArgument?

    @OptionGroup var ledger: LedgerOptions

    func run() throws {
        try Failure.ending {
            var ids: [UInt64] = []
            for argument in cases where !ids.contains(argument.id.bits) { ids.append(argument.id.bits) }
            try ledger.forChanges().closeCases(ids, at: at?.instant ?? .now, note: note) {
                CaseID(bits: $0).description
            }
            Console.out("\(ids.count) \(ids.count == 1 ? "case" : "cases") closed\n")
        }
    }
}
