import TestSupport
import Testing

/// `muster profiles`, and `--profile`.
@Suite struct ProfilesCommandTests {
    private static let profile = """
        id: own
        name: Our own system
        format: csv
        kind: delta
        fit: {headers: [Badge, Happening]}
        fields: {employee_id: [Badge], email: [Post], username: [Post]}
        requests:
          - {when: {Happening: gone}, service: work-offboard}
          - otherwise: unchanged
        drop: [Pay]

        """
    private static let export =
        "Badge,Post,Happening,Pay\n1,a@example.com,gone,10\n2,b@example.com,,20\n3,nobody,gone,30\n"

    @Test func `the profiles are listed, and explained in words`() throws {
        let list = try Command.run("profiles")
        #expect(list.status == 0)
        let ids = list.outputText.split(separator: "\n").dropFirst().map { String($0.prefix { $0 != " " }) }
        #expect(ids.contains("workday-raas-csv"))
        for id in ids {
            let shown = try Command.run("profiles", "show", id)
            #expect(shown.status == 0)
            #expect(shown.outputText.hasPrefix("\(id): "))
            #expect(shown.outputText.contains("What a row asks for"))
        }
    }

    @Test func `exported profiles are in order`() throws {
        let folder = try TemporaryFolder()
        #expect(try Command.run("profiles", "export", "own", in: folder).status == 0)
        let count = Files.names(in: folder.path("own")).count
        let check = try Command.run("profiles", "check", "own", in: folder)
        #expect(check.status == 0)
        #expect(check.outputText.hasPrefix("\(count) profile"))
        #expect(try Command.run("profiles", "export", "own", in: folder).status == 73, "nothing is overwritten")
    }

    @Test func `a profile of one's own is checked with places`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "id: own\nname: X\nformat: csv\nkind: delta\nfit: {headers: [A]}\nfeilds: {}\n", to: "own.yaml")
        let outcome = try Command.run("profiles", "check", "own.yaml", in: folder)
        #expect(outcome.status == 78)
        #expect(outcome.errorText == "own.yaml:6:1: a profile has no key “feilds”; did you mean “fields”?\n")
        try folder.write(Self.export, to: "export.csv")
        let imported = try Command.run("import", "export.csv", "--profile", "own.yaml", in: folder)
        #expect(imported.status == 78)
        #expect(imported.errorText == outcome.errorText)
    }

    @Test func `a profile is tried on a file, and nothing is written`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.profile, to: "own.yaml")
        try folder.write(Self.export, to: "export.csv")
        let outcome = try Command.run(
            ["profiles", "test", "own.yaml", "export.csv"] + Command.steady, in: folder)
        #expect(outcome.status == 2)
        let text = outcome.outputText
        #expect(text.contains("The profile fits: has “Badge”, “Happening”."))
        #expect(text.contains("   3  Happening  (says what is asked for)"))
        #expect(text.contains("   4  Pay        (dropped, never repeated)"))
        #expect(text.contains("  1 accepted, 1 rejected, 1 unchanged"))
        #expect(text.contains("  record 1, line 2: work-offboard, accepted\n      employee_id = 1"))
        #expect(text.contains("rejected: email.syntax"))
        #expect(folder.listing() == ["export.csv", "own.yaml"])
    }

    @Test func `what comes through a pipe is read as a file is: by a profile, and with its dates looked over`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Self.profile.replacing("employee_id: [Badge],", with: "employee_id: [Badge], effective_date: [Day],"),
            to: "mine/own.yaml")
        let export =
            "Badge,Post,Happening,Pay,Day\n1,a@example.com,gone,10,01/02/2027\n2,b@example.com,gone,20,25/02/2027\n"
        for dryRun in [["--dry-run"], []] {
            let outcome = try Command.run(
                ["import", "-", "--profiles", "mine", "--output", "out"] + dryRun + Command.steady, input: export,
                in: folder)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            #expect(outcome.outputText.hasPrefix("standard-input: "))
            #expect(outcome.outputText.contains("profile own (detected)"))
            #expect(outcome.outputText.contains("date order day first (dmy) (detected)"))
        }
        #expect(try folder.text(of: "out/standard-input/cases.csv").contains(",2027-02-01,"))
        #expect(try Files.contents(of: folder.path("out/.muster")).keys.allSatisfy { $0.hasPrefix("ledger") })
    }

    @Test func `an empty pipe is an empty file`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.run("import", "-", in: folder)
        #expect(outcome.status == 65)
        #expect(outcome.errorText.hasPrefix("muster: standard-input is empty: "))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
    }

    @Test func `profiles of a folder are listed, and chosen among the built-in ones`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.profile, to: "mine/own.yaml")
        try folder.write(Self.export, to: "export.csv")
        let list = try Command.run("profiles", "--profiles", "mine", in: folder)
        #expect(list.outputText.contains("own "))
        #expect(list.outputText.contains("mine/own.yaml"))
        #expect(list.outputText.contains("workday-raas-csv"))
        #expect(try Command.run("profiles", "show", "own", "--profiles", "mine", in: folder).status == 0)

        let arguments = ["import", "export.csv", "--output", "out", "--ledger", "none"] + Command.steady
        #expect(try Command.run(arguments, in: folder).status == 65, "no built-in profile fits")
        let imported = try Command.run(arguments + ["--profiles", "mine"], in: folder)
        #expect(imported.status == 2)
        #expect(imported.outputText.contains("profile own (detected)"))
    }

    @Test func `a profile with the id of a built-in one takes its place`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            Self.profile.replacing("id: own\n", with: "id: hr-xml\n"), to: "mine/changed.yaml")
        let list = try Command.run("profiles", "--profiles", "mine", in: folder).outputText
        #expect(list.split(separator: "\n").filter { $0.hasPrefix("hr-xml ") }.count == 1)
        #expect(list.contains("Our own system"))
    }

    @Test(arguments: [
        ("own", "own.yaml:6:1: a profile has no key “feilds”; did you mean “fields”?"),
        ("nowhere", "nowhere:1:1: there is no such folder of profiles"),
        ("empty", "empty:1:1: this folder holds no profile (*.yaml)"),
        ("twice", "twice/b.yaml:1:1: the id “own” is used by twice/a.yaml already; give one another id"),
        ("twice/a.yaml", "twice/a.yaml:1:1: this is a file; name the folder that holds the profiles"),
    ])
    func `a folder of profiles with a mistake stops the command`(name: String, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "id: own\nname: X\nformat: csv\nkind: delta\nfit: {headers: [A]}\nfeilds: {}\n", to: "own/own.yaml")
        try folder.write("nothing", to: "empty/readme.txt")
        try folder.write(Self.profile, to: "twice/a.yaml")
        try folder.write(Self.profile, to: "twice/b.yaml")
        try folder.write(Self.export, to: "export.csv")
        for command in [["import", "export.csv"], ["profiles"], ["records", "export.csv"]] {
            let outcome = try Command.run(command + ["--profiles", name], in: folder)
            #expect(outcome.status == 78)
            #expect(outcome.errorText.hasSuffix("\(message)\n"))
        }
    }

    @Test func `an import by a profile of one's own says so, and repeats nothing that is dropped`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.profile, to: "own.yaml")
        try folder.write(Self.export, to: "export.csv")
        let outcome = try Command.run(
            ["import", "export.csv", "--profile", "./own.yaml", "--output", "out"] + Command.steady, in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.outputText.contains("profile own (set by user)"))
        #expect(outcome.outputText.contains("unchanged         1   1 row: asks for nothing"))
        let rejected = try folder.text(of: "out/export/rejected.csv")
        #expect(rejected.hasPrefix("\u{FEFF}Badge,Post,Happening,muster_record,"))
    }

    @Test func `a profile that there is not is a usage error with the nearest`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.export, to: "export.csv")
        let outcome = try Command.run("import", "export.csv", "--profile", "workday-ras-csv", in: folder)
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("did you mean “workday-raas-csv”?"))
        let wrong = try Command.run("import", "export.csv", "--profile", "none", in: folder)
        #expect(wrong.status == 65)
        #expect(wrong.errorText.contains("--profile"))
    }

    @Test func `a list of requests is read without a profile`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Command.hires(2), to: "hires.csv")
        let outcome = try Command.run(["import", "hires.csv", "--output", "out"] + Command.steady, in: folder)
        #expect(outcome.status == 0)
        #expect(!outcome.outputText.contains("profile"))
    }
}

extension ProfilesCommandTests {
    @Test func `a named profile says where the records are, and nothing else of them`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "id: own\nname: X\nformat: xml\nkind: roster\nfit: {root: R}\nshape: {record: R/G/P, keys: {f: id}}\n",
            to: "own.yaml")
        try folder.write(
            "<R><G><P><f id=\"a\">1</f><f id=\"b\">2</f></P></G><G><P><f id=\"a\">3</f></P></G></R>", to: "export.xml")
        let outcome = try Command.run("records", "export.xml", "--profile", "own.yaml", in: folder)
        #expect(outcome.status == 0)
        let lines = outcome.outputText.split(separator: "\n")
        #expect(lines.first == #"{"record":1,"line":1,"fields":{"f[@id=a]":"1","f[@id=b]":"2"}}"#)
        #expect(lines.count == 3)
    }
}
