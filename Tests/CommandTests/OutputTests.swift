import Foundation
import TestSupport
import Testing

/// What an import prints, and where.
@Suite struct OutputTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Command.hires(4, rejected: [2]), to: "hires.csv")
    }

    private func importing(_ options: String..., environment: [String: String] = [:]) throws -> Outcome {
        try Command.run(["import", "hires.csv"] + options + Command.steady, environment: environment, in: folder)
    }

    @Test func `the summary says counts, reasons, due time and where to look`() throws {
        let outcome = try importing()
        #expect(outcome.error.isEmpty)
        let text = outcome.outputText
        for words in [
            "3 of 4 rows became cases", "email.syntax", "record 2, line 3", "Tue 15 Dec 2026 02:30 PST",
            "muster-results/hires", "rejected.csv", "delimiter comma",
        ] {
            #expect(text.contains(words), "“\(words)” is not in:\n\(text)")
        }
    }

    @Test func `a result stands in muster-results unless told otherwise`() throws {
        _ = try importing("--quiet")
        let names = Files.names(in: folder.path("muster-results/hires"))
        #expect(names == ["cases.csv", "packs", "rejected.csv", "report.html", "report.json"])
    }

    @Test func `a dry run judges and writes nothing at all`() throws {
        let before = folder.listing()
        let outcome = try importing("--dry-run", "--output", "out")
        #expect(outcome.status == 2)
        #expect(outcome.outputText.contains("robin.2 at example.com"), "rows are named, as there is no file to open")
        #expect(folder.listing() == before)
    }

    @Test func `a dry run of JSON says that it was one`() throws {
        let outcome = try importing("--dry-run", "--json")
        let report = try #require(try json(outcome.output) as? [String: Any])
        let run = try #require(report["run"] as? [String: Any])
        #expect(run["dry_run"] as? Bool == true)
        #expect(report["files"] as? [String] == [])
        #expect(!Files.exists(folder.path("muster-results")))
    }

    @Test func `--json prints report.json and nothing else`() throws {
        let outcome = try importing("--json")
        #expect(outcome.error.isEmpty)
        #expect(outcome.output == (try folder.bytes(of: "muster-results/hires/report.json")))
        #expect(try json(outcome.output).isKind(of: NSDictionary.self))
    }

    @Test func `--quiet prints nothing`() throws {
        let outcome = try importing("--quiet")
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty && outcome.error.isEmpty)
    }

    @Test(arguments: [[:], ["NO_COLOR": "1"], ["TERM": "dumb"], ["CLICOLOR_FORCE": "1"]])
    func `there are no colours where there is no terminal`(environment: [String: String]) throws {
        let outcome = try importing("--output", "out", environment: environment)
        #expect(!outcome.output.contains(0x1B) && !outcome.error.contains(0x1B))
        #expect(!outcome.output.contains(0x0D))
    }

    @Test func `NO_COLOR is heeded on a terminal, and without it there are colours`() throws {
        // util-linux's `script` gives a program a terminal.
        guard let script = ["/usr/bin/script", "/bin/script"].first(where: Files.exists) else { return }
        for (value, isColoured) in [("", true), ("1", false)] {
            let command = "NO_COLOR=\(value) '\(Program.muster.path)' import hires.csv --dry-run --region US"
            let outcome = try Program(path: script).run(["-qec", command, "/dev/null"], in: folder.path)
            #expect(outcome.outputText.contains("3 of 4 rows"))
            // The progress line may move the cursor, but has no colour.
            let hasColour = outcome.outputText.contains(/\u{1B}\[[0-9;]*m/)
            #expect(hasColour == isColoured, "NO_COLOR=\(value)")
        }
    }

    @Test func `one JSON object a case, with the values of the cases file`() throws {
        _ = try importing("--quiet", "--output", "csv")
        _ = try importing("--quiet", "--output", "ndjson", "--cases-format", "ndjson")
        #expect(Files.exists(folder.path("ndjson/hires/cases.csv")) == false)
        let rows = ReferenceCSV(try folder.text(of: "csv/hires/cases.csv")).records
        let objects = try folder.text(of: "ndjson/hires/cases.ndjson").split(separator: "\n").map {
            try #require(try json(Array($0.utf8)) as? [String: Any])
        }
        #expect(objects.count == rows.count && rows.count == 3)
        for (object, row) in zip(objects, rows) {
            // A field without a value is left out; record and line are numbers.
            #expect(object.mapValues { "\($0)" } == row.filter { !$0.value.isEmpty })
        }
    }

    @Test func `a case an element, well-formed whatever the values`() throws {
        let text =
            "First Name,Last Name,Email,Username,Site,Notes,Product,Service\n"
            + "Ines,O'Kafor & <Sons>,ines@example.com,ines.okafor,\"Lon\u{1}don\",\"]]> \"\"both\"\" 𝄞\",Work,New Hire\n"
        try folder.write(text, to: "odd.csv")
        let outcome = try Command.run(
            ["import", "odd.csv", "--quiet", "--output", "xml", "--cases-format", "xml"] + Command.steady, in: folder)
        #expect(outcome.status == 0)
        let path = folder.path("xml/odd/cases.xml")
        let document = try XMLOutline(of: try Files.text(of: path))
        #expect(document.root == "cases")
        #expect(document.elements.count { $0 == "case" } == 1)
        #expect(document.elements.contains("due_at"))
        #expect(document.text.contains("O'Kafor & <Sons>") && document.text.contains("]]> \"both\" 𝄞"))
        if let xmllint = ["/usr/bin/xmllint"].first(where: Files.exists) {
            let check = try Program(path: xmllint).run(["--noout", path])
            #expect(check.status == 0, "\(check.errorText)")
        }
    }

    @Test func `several files give a result each`() throws {
        try folder.write(Command.hires(2), to: "more.csv")
        let outcome = try Command.run(
            ["import", "hires.csv", "more.csv", "--output", "out"] + Command.steady, in: folder)
        #expect(outcome.status == 2)
        #expect(Files.names(in: folder.path("out")) == ["hires", "more"])
    }

    @Test func `the number of jobs changes no byte`() throws {
        // Long enough for several blocks, so that there is something to do at the same time.
        let rows = 8_000
        let rejected = Set(stride(from: 7, through: rows, by: 97))
        try folder.write(Command.hires(rows, rejected: rejected), to: "many.csv")
        for jobs in ["1", "5"] {
            let outcome = try Command.run(
                ["import", "many.csv", "--quiet", "--jobs", jobs, "--output", jobs] + Command.steady, in: folder)
            #expect(outcome.status == 2)
        }
        for name in ["cases.csv", "rejected.csv", "packs/8x8-work-new-user-set-up.csv"] {
            let one = try folder.bytes(of: "1/many/\(name)")
            let five = try folder.bytes(of: "5/many/\(name)")
            let difference = Difference.firstLine(expected: one, actual: five)
            #expect(difference == nil, "\(name), \(difference ?? "")")
        }
        let cases = ReferenceCSV(try folder.text(of: "5/many/cases.csv"))
        #expect(cases.column("record").compactMap(Int.init) == (1...rows).filter { !rejected.contains($0) })
    }
}
