@testable import Batch
import Intake
import Records
import ServiceCatalog
import TestSupport
import Testing

/// Which profile is taken when nobody names one.
@Suite struct ProfileFitTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func csv(_ id: String, _ fit: String, _ rest: String = "") -> String {
        "id: \(id)\nname: System \(id)\nformat: csv\nkind: delta\nfit: \(fit)\n\(rest)"
    }

    private static func xml(_ id: String, _ fit: String, _ rest: String = "") -> String {
        "id: \(id)\nname: System \(id)\nformat: xml\nkind: delta\nfit: \(fit)\n\(rest)"
    }

    private func open(
        _ text: String, _ profiles: [String], setting: ProfileSetting = .byFit, service: String? = nil
    ) throws -> OpenedInput {
        let catalog = try ServiceCatalog.load(customDirectory: nil)
        let files = profiles.enumerated().map { index, text in
            DefinitionFile(builtIn: "p\(index)", bytes: Array(text.utf8))
        }
        return try OpenedInput.open(
            try folder.write(text, to: "export.csv"), options: InputOptions(), setting: setting, service: service,
            catalog: catalog, profiles: ProfileCatalog(services: catalog, files: files))
    }

    private func chosen(_ text: String, _ profiles: [String], service: String? = nil) throws -> String? {
        try open(text, profiles, service: service).profile?.profile.id
    }

    @Test func `the profile is taken whose columns are all there, and of two the better`() throws {
        let one = Self.csv("one", "{headers: [[Worker, Staff], Event], hints: [Site]}")
        let other = Self.csv("other", "{headers: [Staff, Event], hints: [Site, Grade]}")
        #expect(try chosen("worker,EVENT,Site\n1,2,3\n", [one, other]) == "one")
        #expect(try chosen("Staff,Event,Grade\n1,2,3\n", [one, other]) == "other")
        #expect(try chosen("Staff,Day\n1,2\n", [one, other]) == nil)
        let opened = try open("worker,EVENT,Site\n1,2,3\n", [one, other])
        #expect(opened.profile?.evidence == "“worker”, “EVENT”, “Site”")
        #expect(opened.profile?.isSetByUser == false)
    }

    @Test func `two that fit equally well are an error that names both`() throws {
        let error = try #require(throws: IntakeError.self) {
            try open("A,B\n1,2\n", [Self.csv("one", "{headers: [A]}"), Self.csv("two", "{headers: [B]}")])
        }
        #expect(error.code == .option)
        #expect(error.message.contains("one (System one) and two (System two)"))
        #expect(error.message.contains("--profile"))
    }

    @Test func `a customer's own profile goes before a built-in one that fits as well`() throws {
        let catalog = try ServiceCatalog.load(customDirectory: nil)
        let text = String(
            decoding: try #require(ProfileCatalog.builtInFiles().first { $0.id == "bamboohr-csv" }).file.bytes,
            as: UTF8.self)
        try folder.write(text.replacing("id: bamboohr-csv", with: "id: ours"), to: "mine/ours.yaml")
        let profiles = try ProfileCatalog.load(services: catalog, folder: folder.path("mine"))
        #expect(profiles.ids.contains("ours") && profiles.ids.contains("bamboohr-csv"))
        let sample = try Files.bytes(of: Repository.path("Samples/profile-bamboohr-csv/bamboohr-report.csv"))
        let path = try folder.write(String(decoding: sample, as: UTF8.self), to: "export.csv")
        let opened = try OpenedInput.open(
            path, options: InputOptions(), setting: .byFit, service: nil, catalog: catalog, profiles: profiles)
        #expect(opened.profile?.profile.id == "ours")
    }

    @Test func `a list of requests takes none, nor does a file whose service the user names`() throws {
        let fitting = Self.csv("one", "{headers: [Email]}")
        #expect(try chosen("Email,Product,Service\na@example.com,Work,Hire\n", [fitting]) == nil)
        #expect(try chosen("Email,Request\na@example.com,New Hire\n", [fitting]) == nil)
        #expect(try chosen("Email,Action\na@example.com,Promotion in grade\n", [fitting]) == "one")
        #expect(try chosen("Email\na@example.com\n", [fitting], service: "work-delete") == nil)
        #expect(try open("Email\na@example.com\n", [fitting], setting: .none).profile == nil)
    }

    @Test func `a broken profile is not read for a list of requests`() throws {
        #expect(try chosen("Email,Product,Service\na@example.com,Work,Hire\n", ["id: ["]) == nil)
        #expect(throws: DefinitionProblems.self) { try chosen("Email\na@example.com\n", ["id: ["]) }
    }

    @Test func `the names of the profiles help to find header and delimiter`() throws {
        let fitting = Self.csv("one", "{headers: [Badge No, Happening]}")
        let text = "Report of Monday\nBadge No;Happening;Remark\n1;a,b;x\n2;c,d;y\n3;e,f;z\n"
        let opened = try open(text, [fitting])
        #expect(opened.profile?.profile.id == "one")
        #expect(opened.reader.header.names == ["Badge No", "Happening", "Remark"])
    }

    @Test func `a second header row is passed over, and a person is not`() throws {
        let profile = Self.csv("one", "{headers: [STATUS, USERID]}", "shape: {header-rows: 2}\n")
        let header = "STATUS,USERID,FIRST,LAST,PLACE\n"
        let labels = try open(header + "STATUS,USERID,Vorname,Nachname,Ort\nactive,1,A,B,C\n", [profile])
        #expect(labels.reader.first.rows.count == 1)
        let person = try open(header + "active,1,A,B,C\nactive,2,A,B,C\n", [profile])
        #expect(person.reader.first.rows.count == 2)
    }

    @Test func `XML is told by its root, its namespace and its columns`() throws {
        let plain = Self.xml("plain", "{root: R, headers: [Name]}")
        let spaced = Self.xml("spaced", "{root: R, namespace: \"urn:x:\", headers: [Name], hints: [Day]}")
        let other = Self.xml("other", "{root: [S, T], headers: [Name]}")
        let records = "<P><Name>A</Name><Day>1</Day></P><P><Name>B</Name></P>"
        #expect(try chosen("<R>\(records)</R>", [plain, spaced, other]) == "plain")
        #expect(try chosen("<x:R xmlns:x=\"urn:x:report\">\(records)</x:R>", [plain, spaced, other]) == "spaced")
        #expect(try chosen("<T>\(records)</T>", [plain, spaced, other]) == "other")
        #expect(try chosen("<U>\(records)</U>", [plain, spaced, other]) == nil)
    }

    @Test func `a file that is not about people is refused with its sentence`() throws {
        let xml = Self.xml(
            "one", "{root: R, headers: [Name]}", "refuse: [{root: jobs, because: These are vacancies.}]\n")
        let csv = Self.csv(
            "two", "{headers: [Name]}", "refuse: [{headers: [Vacancy, Closing Date], because: These are vacancies.}]\n")
        for text in ["<jobs><job><Title>x</Title></job></jobs>", "Vacancy,Closing date,Name\n1,2,3\n"] {
            let error = try #require(throws: IntakeError.self) { try open(text, [xml, csv]) }
            #expect(error.code == .header)
            #expect(error.message == "export.csv: These are vacancies.")
        }
    }

    @Test func `a named profile is used whether it fits or not, but not for another format`() throws {
        let services = try ServiceCatalog.load(customDirectory: nil)
        let csv = try ProfileCatalog.read(Array(Self.csv("one", "{headers: [A]}").utf8), name: "t", services: services)
        #expect(try open("B\n1\n", [], setting: .named(csv)).profile?.isSetByUser == true)
        let error = try #require(throws: IntakeError.self) {
            try open("<R><P><B>1</B></P></R>", [], setting: .named(csv))
        }
        #expect(error.message.contains("is XML, and the profile one is for CSV"))
    }
}
