import ServiceCatalog
import Templates
import TestSupport
import Testing

/// The profiles that are built in.
@Suite struct BuiltInProfileTests {
    private static let names = Templates.profiles().map(\.name)

    @Test func `every file of the folder is listed`() {
        #expect(Files.names(in: Repository.path("Templates/Profiles")) == Self.names.sorted())
    }

    @Test(arguments: names)
    func `a profile fits the services, and is called as its file`(name: String) throws {
        let services = try ServiceCatalog.load(customDirectory: nil)
        let file = try #require(Templates.profiles().first { $0.name == name })
        let profile = try ProfileCatalog.read(file.bytes, name: name, services: services)
        #expect("\(profile.id).yaml" == name)
        #expect(name.hasSuffix("-\(profile.format.rawValue).yaml") || name == "workday-raas-simplexml.yaml")
        #expect(!profile.drop.isEmpty, "every HR system exports something that is nobody's business")
    }

    @Test(arguments: names)
    func `a profile says how sure it is and what to make one's own`(name: String) throws {
        let text = try Files.text(of: Repository.path("Templates/Profiles/\(name)"))
        let head = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("#") }
        #expect(head.contains { $0.hasPrefix("# How sure: ") })
        #expect(name == "hr-xml.yaml" || head.contains { $0.hasPrefix("# What to make your own: ") })
        #expect(text.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }

    @Test func `the example of the README is a whole profile`() throws {
        let readme = try Files.text(of: Repository.path("README.md"))
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "    id: our-export"))
        let example = lines[start...].prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) + "\n" }.joined()
        let services = try ServiceCatalog.load(customDirectory: nil)
        let profile = try ProfileCatalog.read(Array(example.utf8), name: "README.md", services: services)
        #expect(profile.requests.count == 3)
    }
}
