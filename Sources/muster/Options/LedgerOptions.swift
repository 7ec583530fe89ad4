import ArgumentParser
import Intake
import Ledger
import ServiceLevels

/// `--ledger`, for every command that asks or changes the ledger.
struct LedgerOptions: ParsableArguments {
    @Option(name: .customLong("ledger"), help: ArgumentHelp("The ledger's file.", valueName: "path"))
    var path = LedgerOptions.usualPath

    /// Beside the results of an import that says nothing else.
    static let usualPath = "muster-results/.muster/ledger.sqlite"

    /// Opens the ledger for questions.
    func forQuestions() throws -> Ledger {
        try Ledger.open(path, mode: .readOnly)
    }

    /// Opens a ledger that is there already, for changes.
    func forChanges() throws -> Ledger {
        // What is to be changed must exist: only an import makes a ledger.
        try forQuestions().close()
        return try Ledger.open(path, mode: .readWrite)
    }
}

/// A case id as the command line takes it: with or without hyphens, in either letter case.
struct CaseIDArgument: ExpressibleByArgument {
    var id: CaseID

    init?(argument: String) {
        guard let id = CaseID(argument) else { return nil }
        self.id = id
    }
}

extension CaseStatus: ExpressibleByArgument {
    public init?(argument: String) {
        self.init(name: argument)
    }

    public static var allValueStrings: [String] { allCases.map(\.description) }
}
