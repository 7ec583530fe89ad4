import TestSupport
import Testing

/// `muster services` and `muster template`.
@Suite struct ServicesCommandTests {
    private static let ids = [
        "work-new-user", "work-change", "work-offboard", "work-delete", "call-center-new-user", "call-center-change",
        "call-center-offboard",
    ]

    @Test func `the seven services are listed`() throws {
        for arguments in [["services"], ["services", "list"]] {
            let outcome = try Command.run(arguments)
            #expect(outcome.status == 0)
            let lines = outcome.outputText.split(separator: "\n")
            #expect(lines.dropFirst().map { $0.prefix { $0 != " " } } == Self.ids.map { $0[...] })
        }
    }

    @Test(arguments: ids)
    func `a service is explained in words`(id: String) throws {
        let outcome = try Command.run("services", "show", id)
        #expect(outcome.status == 0)
        #expect(outcome.outputText.hasPrefix("\(id): 8x8 "))
        #expect(outcome.outputText.contains("MACD kind:"))
    }

    @Test func `exported definitions are in order, and are the built-in ones`() throws {
        let folder = try TemporaryFolder()
        #expect(try Command.run("services", "export", "own", in: folder).status == 0)
        #expect(Files.names(in: folder.path("own")).count == 7)
        let check = try Command.run("services", "check", "own", in: folder)
        #expect(check.status == 0)
        #expect(check.outputText == "7 definitions, no problems\n")

        try folder.write(Command.hires(3), to: "hires.csv")
        let options = ["import", "hires.csv", "--quiet"] + Command.steady
        #expect(try Command.run(options + ["--output", "one"], in: folder).status == 0)
        #expect(try Command.run(options + ["--output", "two", "--services", "own"], in: folder).status == 0)
        #expect(try folder.bytes(of: "one/hires/cases.csv") == (try folder.bytes(of: "two/hires/cases.csv")))
    }

    @Test func `an export overwrites nothing`() throws {
        let folder = try TemporaryFolder()
        try folder.write("mine", to: "own/work-delete.yaml")
        let outcome = try Command.run("services", "export", "own", in: folder)
        #expect(outcome.status == 73)
        #expect(outcome.errorText.contains("own/work-delete.yaml"))
        #expect(Files.names(in: folder.path("own")) == ["work-delete.yaml"])
        #expect(try folder.text(of: "own/work-delete.yaml") == "mine")
    }

    @Test func `an export to a place that cannot be is 73`() throws {
        let folder = try TemporaryFolder()
        try folder.write("a file", to: "own")
        #expect(try Command.run("services", "export", "own/below", in: folder).status == 73)
    }

    @Test(arguments: ids)
    func `the example row of a template is accepted as it is`(id: String) throws {
        let folder = try TemporaryFolder()
        let template = try Command.run("template", id)
        #expect(template.status == 0)
        try folder.write(template.output, to: "\(id).csv")
        let outcome = try Command.run(
            ["import", "\(id).csv", "--received-at", "2026-12-14T10:30:00Z", "--output", "out", "--quiet"], in: folder)
        #expect(outcome.status == 0)
        let cases = ReferenceCSV(try folder.text(of: "out/\(id)/cases.csv")).records
        #expect(cases.count == 1)
        #expect(cases.first?["warnings"] == "", "an example shows how it should be")
        let report = try folder.text(of: "out/\(id)/report.json")
        #expect(report.contains("\"unmatched_columns\": []"))
    }

    @Test(arguments: ids)
    func `a template comes as XML too`(id: String) throws {
        let outcome = try Command.run("template", id, "--format", "xml")
        #expect(outcome.status == 0)
        let text = outcome.outputText
        #expect(text.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        #expect(text.contains("<product>") && text.contains("<service>"))
    }
}
