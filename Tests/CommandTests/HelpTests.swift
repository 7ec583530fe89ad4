import TestSupport
import Testing

/// The command explains itself.
@Suite struct HelpTests {
    @Test func `the version is one line`() throws {
        let outcome = try Command.run("--version")
        #expect(outcome.status == 0)
        let words = outcome.outputText.split(whereSeparator: \.isWhitespace)
        #expect(words.count == 2 && words.first == "muster")
        #expect(words.last?.allSatisfy { $0.isNumber || $0 == "." } == true)
    }

    @Test(arguments: [
        [], ["import"], ["records"], ["template"], ["services"], ["services", "list"], ["services", "show"],
        ["services", "check"], ["services", "export"], ["due"], ["calendar"], ["cases"], ["cases", "list"],
        ["cases", "show"], ["batches"], ["status"], ["close"], ["escalate"], ["ledger"], ["ledger", "check"],
        ["ledger", "backup"], ["ledger", "compact"], ["ledger", "forget"],
    ])
    func `every sub-command has help on standard output`(words: [String]) throws {
        let outcome = try Command.run(words + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
        #expect(outcome.outputText.contains("USAGE: muster" + words.map { " \($0)" }.joined()))
        #expect(outcome.outputText.contains("OVERVIEW:"))
    }

    @Test func `without a word the command says what it is for`() throws {
        let outcome = try Command.run([])
        #expect(outcome.status == 0)
        #expect(outcome.outputText.contains("SUBCOMMANDS:"))
        for name in ["import", "records", "template", "services", "due", "calendar"] {
            #expect(outcome.outputText.contains("  \(name)"))
        }
    }

    @Test func `a misspelt option is answered with the right one`() throws {
        let outcome = try Command.run("import", "--regoin", "US", "hires.csv")
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("--region"))
    }
}
