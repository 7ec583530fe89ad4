import TestSupport
import Testing

/// The exit statuses that scripts rely on, and that every failure is one message that says what to do.
@Suite struct ExitStatusTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Command.hires(3), to: "good.csv")
        try folder.write(Command.hires(3, rejected: [2]), to: "bad.csv")
    }

    private func importing(_ arguments: String...) throws -> Outcome {
        try Command.run(["import"] + arguments + Command.steady, in: folder)
    }

    /// The message of a failure: on standard error alone, without a sign that a terminal would act on.
    private func expectMessage(_ outcome: Outcome, _ words: String..., isOneLine: Bool = true) {
        let text = outcome.errorText
        #expect(outcome.output.isEmpty)
        #expect(text.hasSuffix("\n"))
        // Problems of definitions start with file:line:column instead, as editors like them.
        #expect(!isOneLine || text.hasPrefix("muster: ") && text.dropLast().allSatisfy { $0 != "\n" }, "\(text)")
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        for word in words { #expect(text.contains(word), "“\(word)” is not in: \(text)") }
    }

    @Test func `all rows accepted is 0`() throws {
        let outcome = try importing("good.csv")
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)
    }

    @Test func `some rows rejected is 2`() throws {
        let outcome = try importing("bad.csv")
        #expect(outcome.status == 2)
        #expect(outcome.error.isEmpty, "rejected rows are a result, not a failure")
    }

    @Test func `the worst of several files counts, and each good one is imported`() throws {
        let outcome = try importing("good.csv", "missing.csv", "bad.csv", "--output", "out", "--quiet")
        #expect(outcome.status == 66)
        expectMessage(outcome, "missing.csv")
        #expect(Files.names(in: folder.path("out")) == ["bad", "good"])
    }

    @Test(arguments: [
        ["import"], ["import", "good.csv", "--frobnicate"], ["frobnicate"],
        ["import", "good.csv", "--plan", "gold"], ["import", "good.csv", "--received-at", "yesterday"],
        ["import", "good.csv", "--region", "Atlantis"], ["import", "good.csv", "--service", "no-such-service"],
        ["import", "good.csv", "--cases-format", "xlsx"], ["import", "good.csv", "--delimiter", "\""],
        ["due", "--region", "US"], ["calendar", "--region", "US", "--year", "0"],
        ["calendar", "--region", "Atlantis", "--year", "2027"], ["template", "no-such-service"],
        ["services", "show", "no-such-service"],
        ["due", "--region", "US", "--clock", "sundial", "--target", "1h", "--received", "2026-12-14T10:30:00Z"],
    ])
    func `wrong usage is 64 and writes nothing`(arguments: [String]) throws {
        let outcome = try Command.run(arguments, in: folder)
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.count > 20)
        #expect(!Files.exists(folder.path("muster-results")))
    }

    @Test func `a default country that is none is refused and not passed over`() throws {
        let outcome = try Command.run(
            "import", "good.csv", "--region", "US", "--default-country", "Germany", in: folder)
        #expect(outcome.status == 64)
        expectMessage(outcome, "Germany", "DE", "+49")
        #expect(!Files.exists(folder.path("muster-results")))
    }

    @Test func `an unknown region names those that there are`() throws {
        let outcome = try Command.run("import", "good.csv", "--region", "Atlantis", in: folder)
        expectMessage(outcome, "Atlantis", "US", "Europe", "APAC")
    }

    @Test(arguments: [
        ("", "is empty"), ("PK\u{3}\u{4}rest of a workbook", "Excel"), ("hello\nworld\n", "service"),
        ("Email,Email,Product,Service\na,b,c,d\n", "both called"), ("\n\n\n", "no header"),
        ("a\u{0}b,c\n", "UTF-8"),
    ])
    func `a file that cannot be read is 65, and leaves no result`(content: String, word: String) throws {
        try folder.write(content, to: "odd.csv")
        let outcome = try importing("odd.csv", "--output", "out")
        #expect(outcome.status == 65)
        expectMessage(outcome, "odd.csv", word)
        #expect(Files.names(in: folder.path("out")).isEmpty)
    }

    @Test func `no such file is 66`() throws {
        let outcome = try importing("missing.csv")
        #expect(outcome.status == 66)
        expectMessage(outcome, "missing.csv", "no such file")
        #expect(!Files.exists(folder.path("muster-results")))
    }

    @Test func `results that cannot be made are 73`() throws {
        // Below a regular file nobody can make a folder, not even the superuser.
        for output in ["good.csv", "good.csv/below"] {
            let outcome = try importing("bad.csv", "--output", output)
            #expect(outcome.status == 73)
            expectMessage(outcome, output, "cannot be made")
        }
        #expect(try folder.text(of: "good.csv") == Command.hires(3))
    }

    @Test func `results that cannot be written are 74, and an earlier result stands`() throws {
        #expect(try importing("bad.csv", "--output", "out").status == 2)
        let before = try Files.contents(of: folder.path("out"))
        // No file may grow beyond a few kilobytes; the signal that says so is off, as under many job runners.
        let command =
            "trap '' XFSZ; ulimit -f 2; exec \"$0\" import bad.csv --output out --ledger none --quiet --region US"
        let outcome = try Program.shell.run(["-c", command, Program.muster.path], in: folder.path)
        #expect(outcome.status == 74)
        expectMessage(outcome, "cannot be written", "Nothing was changed")
        #expect(try Files.contents(of: folder.path("out")) == before)
    }

    @Test func `a broken definition is 78, with file, line and column`() throws {
        try folder.write("id: odd\nproduct: 8x8 Work\nservice: {name: Odd}\nfrobnicate: yes\n", to: "own/odd.yaml")
        let outcome = try importing("good.csv", "--services", "own")
        #expect(outcome.status == 78)
        expectMessage(outcome, "own/odd.yaml:4:1", isOneLine: false)
        #expect(!Files.exists(folder.path("muster-results")))
        #expect(try Command.run("services", "check", "own", in: folder).status == 78)
        #expect(try Command.run("records", "good.csv", "--services", "own", in: folder).status == 78)
        #expect(try Command.run("template", "work-delete", "--services", "own", in: folder).status == 78)
    }

    @Test func `a broken calendar is 78, with file, line and column`() throws {
        try folder.write("regions:\n  - US\n", to: "calendar.yaml")
        let outcome = try importing("good.csv", "--calendars", "calendar.yaml")
        #expect(outcome.status == 78)
        expectMessage(outcome, "calendar.yaml:2:3", isOneLine: false)
        let calendar = try Command.run(
            "calendar", "--region", "US", "--year", "2027", "--calendars", "calendar.yaml", in: folder)
        #expect(calendar.status == 78)
        #expect(calendar.errorText.contains("calendar.yaml:2:3"))
    }

    @Test func `definitions that are not there are 78`() throws {
        #expect(try importing("good.csv", "--services", "missing").status == 78)
        #expect(try importing("good.csv", "--calendars", "missing.yaml").status == 78)
    }

    @Test func `a due time that nobody reads is 74`() throws {
        let command =
            "exec \"$0\" due --region US --clock elapsed --target 1h --received 2026-12-14T10:30:00Z >/dev/full"
        #expect(try Program.shell.run(["-c", command, Program.muster.path]).status == 74)
    }

    @Test(arguments: [
        "records good.csv", "import good.csv --dry-run --json --region US", "services", "template work-delete",
    ])
    func `output that cannot be written is 74`(arguments: String) throws {
        let outcome = try Program.shell.run(
            ["-c", "exec \"$0\" \(arguments) >/dev/full", Program.muster.path], in: folder.path)
        #expect(outcome.status == 74)
        #expect(!outcome.error.isEmpty)
    }
}
