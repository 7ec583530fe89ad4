import ArgumentParser
import Foundation
import Ledger
import ServiceLevels

/// `muster batches`: what has been imported.
struct BatchesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batches", abstract: "List the files that have been imported, the newest first.",
        discussion: "With --attempts: every attempt, those that failed or were killed as well.")

    @Option(help: ArgumentHelp("The most lines to print.", valueName: "number"))
    var limit = 50

    @Flag(help: "List the attempts instead.")
    var attempts = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var ledger: LedgerOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes a number from 1 on.") }
    }

    func run() throws {
        try Failure.ending {
            let ledger = try ledger.forQuestions()
            if attempts {
                try printAttempts(try ledger.executions(limit: limit))
            } else {
                try printBatches(try ledger.batches(limit: limit))
            }
        }
    }

    private func printBatches(_ batches: [Batch]) throws {
        if json { return Console.out(try JSONLine.text(of: batches.map(BatchFacts.init), isPretty: true) + "\n") }
        guard !batches.isEmpty else { return Console.out("Nothing has been imported yet.\n") }
        var table = TextTable(
            ["Batch", "Imported", "File", "Tenant", "Cases", "Open", "Results"], numbers: [0, 4, 5])
        for batch in batches {
            table.append([
                "\(batch.id)", batch.committed.description, batch.file, batch.tenant, batch.cases.grouped,
                batch.openCases.grouped, batch.results ?? "",
            ])
        }
        Console.out(table.text(style: Console.outputStyle))
    }

    private func printAttempts(_ attempts: [Execution]) throws {
        if json { return Console.out(try JSONLine.text(of: attempts.map(AttemptFacts.init), isPretty: true) + "\n") }
        guard !attempts.isEmpty else { return Console.out("Nothing has been tried yet.\n") }
        var table = TextTable(["Attempt", "Batch", "Started", "Ended", "Outcome", "File", ""], numbers: [0, 1])
        for attempt in attempts {
            table.append([
                "\(attempt.id)", attempt.batch.map { "\($0)" } ?? "", attempt.started.description,
                attempt.ended?.description ?? "", attempt.outcome.rawValue, attempt.file, attempt.message ?? "",
            ])
        }
        Console.out(table.text(style: Console.outputStyle))
    }

    private struct BatchFacts: Encodable {
        var batch: Int64
        var tenant: String
        var file: String
        var sha256: String
        var importedAt: String
        var cases: Int
        var open: Int
        var results: String?

        init(_ batch: Batch) {
            self.batch = batch.id
            tenant = batch.tenant
            file = batch.file
            sha256 = batch.inputHash
            importedAt = batch.committed.description
            cases = batch.cases
            open = batch.openCases
            results = batch.results
        }
    }

    private struct AttemptFacts: Encodable {
        var attempt: Int64
        var batch: Int64?
        var file: String
        var startedAt: String
        var endedAt: String?
        var outcome: String
        var message: String?

        init(_ execution: Execution) {
            attempt = execution.id
            batch = execution.batch
            file = execution.file
            startedAt = execution.started.description
            endedAt = execution.ended?.description
            outcome = execution.outcome.rawValue
            message = execution.message
        }
    }
}
