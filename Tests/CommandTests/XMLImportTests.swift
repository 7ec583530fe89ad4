import Foundation
import TestSupport
import Testing

/// XML files, as an admin imports them.
@Suite struct XMLImportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A report as an HR system writes it: namespaced, columns in groups, an element absent where it has no value.
    private static func report(_ workers: [String]) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <r:Report_Data xmlns:r="urn:example:report/Phones">
        \(workers.map { "  <r:Report_Entry>\($0)</r:Report_Entry>" }.joined(separator: "\n"))
        </r:Report_Data>

        """
    }

    private static func worker(_ number: Int, email: String? = nil, extra: String = "") -> String {
        """
        <r:Employee_ID>E\(number)</r:Employee_ID><r:Product>Work</r:Product><r:Service>New Hire</r:Service>\
        <r:First_Name>Robin &amp; Co</r:First_Name><r:Last_Name>Sample</r:Last_Name>\
        <r:Contact_group><r:Email>\(email ?? "robin.\(number)@example.com")</r:Email></r:Contact_group>\
        <r:Username>robin.\(number)</r:Username><r:Site>London</r:Site>\(extra)
        """
    }

    private func importing(_ file: String, to output: String, _ options: String...) throws -> Outcome {
        try Command.run(["import", file, "--output", output, "--quiet"] + Command.steady + options, in: folder)
    }

    private func lines(_ path: String) throws -> [String] {
        try Files.text(of: folder.path(path)).split(separator: "\n").map(String.init)
    }

    @Test func `good records become cases, bad ones a document of the same shape with the reasons`() throws {
        try folder.write(Self.report([Self.worker(1), Self.worker(2, email: "robin.example.com")]), to: "in.xml")
        #expect(try importing("in.xml", to: "out").status == 2)
        let cases = try lines("out/in/cases.csv")
        #expect(cases.count == 2)
        #expect(cases[1].contains(",E1,Robin & Co,Sample,robin.1@example.com,"))
        let rejected = try Files.text(of: folder.path("out/in/rejected.xml"))
        #expect(rejected.contains("<r:Report_Data xmlns:r=\"urn:example:report/Phones\">"))
        #expect(rejected.contains("muster:reasons=\"email.syntax: "))
        #expect(rejected.contains("Robin &amp; Co"))
        #expect(!rejected.contains("E1<"))
    }

    @Test func `an export whose field has another name is held with status 3 until that is accepted`() throws {
        let workers = (1..<6).map { Self.worker($0) }
        try folder.write(Self.report(workers), to: "hires-2026-12-13.xml")
        #expect(try importing("hires-2026-12-13.xml", to: "out").status == 0)
        let renamed = (6..<11).map { Self.worker($0).replacing("Contact_group", with: "Reach") }
        try folder.write(Self.report(renamed), to: "hires-2026-12-14.xml")
        #expect(try importing("hires-2026-12-14.xml", to: "out").status == 3)
        let held = try Files.text(of: folder.path("out/hires-2026-12-14/report.json"))
        #expect(held.contains("“Contact_group/Email” seems to be called “Reach/Email” now."))
        #expect(try importing("hires-2026-12-14.xml", to: "out", "--accept-new-shape").status == 0)
    }

    @Test func `a rejected document dropped again gives the same reasons; corrected, it is accepted`() throws {
        let workers = [
            Self.worker(1, email: "no at"), Self.worker(1), Self.worker(2, extra: "<r:Phone>'+44</r:Phone>"),
        ]
        try folder.write(Self.report(workers), to: "in.xml")
        #expect(try importing("in.xml", to: "one").status == 2)
        let first = try Files.text(of: folder.path("one/in/rejected.xml"))
        try folder.write(first, to: "again/in.xml")
        #expect(try importing("again/in.xml", to: "two").status == 2)
        let second = try Files.text(of: folder.path("two/in/rejected.xml"))
        let reasons = { (text: String) in
            text.components(separatedBy: "muster:reasons=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        }
        #expect(reasons(first).count == 3)
        #expect(reasons(first) == reasons(second))
        #expect(try lines("two/in/cases.csv").count == 1)

        let corrected = second.replacingOccurrences(of: "no at", with: "robin@example.com")
            .replacingOccurrences(of: "'+44", with: "+442079460131")
            .replacingOccurrences(of: "robin.1@example.com", with: "other@example.com")
        try folder.write(corrected.replacingFirst("E1<", with: "E9<"), to: "corrected/in.xml")
        #expect(try importing("corrected/in.xml", to: "three").status == 0)
    }

    @Test func `a path that turns up late is a field from then on, with any number of workers`() throws {
        // Far more than the reader looks at first, so that the header grows while blocks are under way.
        let workers = (1...6_000).map { number in
            Self.worker(number, extra: number > 5_000 ? "<r:Extension>4\(number)</r:Extension>" : "")
        }
        try folder.write(Self.report(workers), to: "in.xml")
        #expect(try importing("in.xml", to: "one", "--jobs", "1").status == 0)
        #expect(try importing("in.xml", to: "many", "--jobs", "4").status == 0)
        let cases = try lines("one/in/cases.csv")
        #expect(cases.count == 6_001)
        #expect(cases[5_000].contains(",45000,") == false)
        #expect(cases[5_001].contains(",45001,"))
        #expect(cases == (try lines("many/in/cases.csv")))
    }

    @Test func `records are printed by path, and the record's element can be named`() throws {
        try folder.write(Self.report([Self.worker(1), Self.worker(2)]), to: "in.xml")
        let found = try Command.run("records", "in.xml", in: folder)
        #expect(found.status == 0)
        #expect(found.outputText.contains("\"Contact_group/Email\":\"robin.2@example.com\""))
        let named = try Command.run("records", "--record", "Report_Data/Report_Entry", "in.xml", in: folder)
        #expect(named.output == found.output)
        let nowhere = try Command.run("records", "--record", "Report_Data/Nothing", "in.xml", in: folder)
        #expect(nowhere.status == 65)
        #expect(nowhere.errorText.split(separator: "\n").count == 1)
    }

    @Test func `a document with entities, or cut in the middle, is refused with one line`() throws {
        let bomb = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a><b><c>&x;</c></b></a>"
        let whole = Self.report([Self.worker(1), Self.worker(2)])
        for (name, text) in [("bomb.xml", bomb), ("cut.xml", String(whole.prefix(whole.count / 2)))] {
            try folder.write(text, to: name)
            let outcome = try importing(name, to: "out")
            #expect(outcome.status == 65)
            #expect(outcome.errorText.split(separator: "\n").count == 1)
            #expect(!outcome.errorText.contains("root:"))
            #expect(!Files.exists(folder.path("out/\(name.dropLast(4))")))
        }
    }
}

extension String {
    fileprivate func replacingFirst(_ text: String, with other: String) -> String {
        guard let range = range(of: text) else { return self }
        return replacingCharacters(in: range, with: other)
    }
}
