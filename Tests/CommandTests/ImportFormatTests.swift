import Foundation
import TestSupport
import Testing

/// Muster's own import format: its template, its schema, and what becomes of files that are not in its form.
@Suite struct ImportFormatTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let services = [
        "work-new-user", "work-change", "work-offboard", "work-delete", "call-center-new-user", "call-center-change",
        "call-center-offboard",
    ]

    private func importing(_ file: String, to output: String) throws -> Outcome {
        try Command.run(
            ["import", file, "--output", output, "--quiet", "--default-country", "US"] + Command.steady, in: folder)
    }

    private func template(_ service: String, _ format: String) throws -> String {
        let outcome = try Command.run("template", service, "--format", format, in: folder)
        #expect(outcome.status == 0)
        return outcome.outputText
    }

    /// Nothing where there is no xmllint, so that the tests pass on a bare machine.
    private func requireValid(_ path: String) throws {
        guard let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"].first(where: Files.exists) else { return }
        try folder.write(try template("work-new-user", "xsd"), to: "muster-import.xsd")
        let check = try Program(path: xmllint).run(
            ["--noout", "--nonet", "--schema", folder.path("muster-import.xsd"), folder.path(path)])
        #expect(check.status == 0, "\(check.errorText)")
    }

    private static func request(_ number: Int, _ extra: String = "") -> String {
        """
        <request><product>8x8 Work</product><service>New User Set-Up</service><employee_id>E\(number)</employee_id>\
        <first_name>Robin</first_name><last_name>Sample</last_name><email>robin.\(number)@example.com</email>\
        <username>robin.\(number)</username><site>London</site>\(extra)</request>
        """
    }

    private static func document(_ requests: [String]) -> String {
        "<?xml version=\"1.0\"?>\n<muster xmlns=\"urn:muster:import:1\">\n\(requests.joined(separator: "\n"))\n</muster>\n"
    }

    @Test(arguments: services)
    func `a template as it is printed is valid and accepted`(service: String) throws {
        try folder.write(try template(service, "xml"), to: "filled.xml")
        let outcome = try importing("filled.xml", to: "out")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try Files.text(of: folder.path("out/filled/cases.csv")).split(separator: "\n").count == 2)
        try requireValid("filled.xml")
    }

    @Test func `a request that is not in the form is rejected with all its faults, the others are not`() throws {
        let wrong = Self.request(2, "<frist_name/><site>Leeds</site><x/>")
        try folder.write(Self.document([Self.request(1), wrong, Self.request(3)]), to: "in.xml")
        #expect(try importing("in.xml", to: "one").status == 2)
        let rejected = try Files.text(of: folder.path("one/in/rejected.xml"))
        #expect(
            rejected.contains("row.structure: Line 4: &lt;frist_name&gt; is no field. Did you mean &lt;first_name&gt;?")
        )
        #expect(rejected.contains("&lt;site&gt; stands in the record a second time"))
        #expect(rejected.contains("&lt;x&gt; is no field."))
        #expect(try Files.text(of: folder.path("one/in/cases.csv")).split(separator: "\n").count == 3)
        try folder.write(rejected, to: "again/in.xml")
        #expect(try importing("again/in.xml", to: "two").status == 2)
        #expect(
            try Files.text(of: folder.path("two/in/rejected.xml")).components(separatedBy: "row.structure").count == 4)
        let corrected = rejected.replacingOccurrences(of: "<frist_name/><site>Leeds</site><x/>", with: "")
        try folder.write(corrected, to: "right/in.xml")
        #expect(try importing("right/in.xml", to: "three").status == 0)
        try requireValid("right/in.xml")
    }

    @Test func `what is rejected for its values comes back valid`() throws {
        let noMail = Self.request(2).replacingOccurrences(of: "robin.2@example.com", with: "no at & < sign")
            .replacingOccurrences(of: "& <", with: "&amp; &lt;")
        try folder.write(Self.document([Self.request(1), noMail]), to: "in.xml")
        #expect(try importing("in.xml", to: "out").status == 2)
        #expect(try Files.text(of: folder.path("out/in/rejected.xml")).contains("email.syntax"))
        try requireValid("out/in/rejected.xml")
        #expect(try importing("out/in/rejected.xml", to: "again").status == 2)
    }

    @Test func `what stands in place of a request ends the file, with its place and the next step`() throws {
        try folder.write(Self.document([Self.request(1), "<person/>"]), to: "in.xml")
        let outcome = try importing("in.xml", to: "out")
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("in.xml, line 4, column"))
        #expect(outcome.errorText.contains("<person> is no part of it here"))
        #expect(outcome.errorText.contains("muster template"))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
        #expect(!Files.exists(folder.path("out/in")))
    }

    @Test func `fields of definitions of one's own are part of the format`() throws {
        try folder.write(
            """
            id: desk-move
            product: Desk
            service: Move
            macd: change
            service-level: user-administration
            subject: [who]
            unique: [[who]]
            fields:
              who: {required: true, example: Ines}
              desk_number: {example: "7"}
            """, to: "own/desk-move.yaml")
        let printed = try Command.run("template", "desk-move", "--services", "own", "--format", "xml", in: folder)
        #expect(printed.status == 0)
        try folder.write(printed.outputText, to: "desk.xml")
        let known = try Command.run(
            ["import", "desk.xml", "--services", "own", "--output", "a", "--quiet"] + Command.steady, in: folder)
        #expect(known.status == 0)
        #expect(try importing("desk.xml", to: "b").status == 2)
        let schema = try Command.run("template", "desk-move", "--services", "own", "--format", "xsd", in: folder)
        #expect(schema.outputText.contains("name=\"desk_number\""))
    }
}
