@testable import Batch
import Foundation
import ServiceCatalog
import ServiceLevels
import TestSupport
import Testing

/// `muster.yaml`: read whole, every problem at its place.
@Suite struct ConfigurationFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func load(_ text: String) throws -> Configuration {
        try ConfigurationFile.load(try folder.write(text, to: "muster.yaml"))
    }

    private func problems(_ text: String) throws -> [String] {
        let path = try folder.write(text, to: "muster.yaml")
        let error = #expect(throws: DefinitionProblems.self) { _ = try ConfigurationFile.load(path) }
        return (error?.problems ?? []).map {
            "\($0.file == path ? "" : $0.file + ":")\($0.line):\($0.column): \($0.message)"
        }
    }

    @Test func `the example is right, with the notes and without`() throws {
        let example = String(decoding: Configuration.example, as: UTF8.self)
        let configuration = try load(example)
        #expect(configuration.inboxes.map(\.name) == ["hr"])
        #expect(configuration.inboxes[0].folder == folder.path("inbox-hr"))
        // What the notes call the usual value is the usual value.
        let usual = InboxSettings(name: "hr", folder: folder.path("inbox-hr"))
        var read = configuration.inboxes[0]
        read.origins = [:]
        #expect(read == usual)
    }

    @Test func `every setting that the example names in a note is understood`() throws {
        let example = String(decoding: Configuration.example, as: UTF8.self)
        let lines = example.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            let isSetting = line.wholeMatch(of: #/\s*#\s+[a-z][a-z-]+:.*/#) != nil
            guard isSetting, let mark = line.range(of: "# ") else { return String(line) }
            return String(line[..<mark.lowerBound] + line[mark.upperBound...])
        }
        try folder.write("", to: "services/none")
        let text = lines.joined(separator: "\n")
        // All keys are known; only what does not exist on this machine is complained of.
        let found = try problems(text).filter { !$0.contains("there is no") && !$0.contains("no service definition") }
        #expect(found == [], "\(text)")
    }

    @Test func `settings of an inbox go before the defaults, each with its origin`() throws {
        let configuration = try load(
            """
            defaults:
              region: US
              plan: premium
              guards: {minimum-rows: 10, leavers: 20 and 10 %}
            inboxes:
              us: {folder: us, settle: 2s}
              uk: {folder: /srv/uk, region: UK, tenant: other, guards: {leavers: off}, over-allowance: hold, monthly-cases: 5}
            """)
        let (us, uk) = (configuration.inboxes[0], configuration.inboxes[1])
        #expect(us.folder == folder.path("us") && uk.folder == "/srv/uk")
        #expect(us.region == "US" && uk.region == "UK")
        #expect(us.plan == .premium && uk.plan == .premium)
        #expect(us.settle == .seconds(2) && uk.settle == .seconds(5))
        #expect(us.guards.leavers == Guards.Limit(rows: 20, share: 0.1))
        #expect(uk.guards.leavers == Guards.Limit() && uk.guards.minimumRows == 10)
        #expect(uk.allowance == Allowance(monthlyCases: 5, policy: .hold) || uk.allowance?.policy == .hold)
        let lines = us.lines
        #expect(lines.first { $0.key == "region" }?.origin.hasSuffix("muster.yaml:2") == true)
        #expect(lines.first { $0.key == "settle" }?.value == "2s")
        #expect(lines.first { $0.key == "tenant" }?.origin == "default")
        #expect(lines.map(\.key) == SettingsReader.keys.filter { key in lines.contains { $0.key == key } })
    }

    @Test(arguments: [
        ("inboxes: {}", "1:10: “inboxes” names none; write one with its folder"),
        ("inbox: {a: {folder: x}}", "1:1: muster.yaml has no key “inbox”; use one of: inboxes,"),
        ("inboxes: {a: {region: US}}", "1:11: the inbox “a” needs the key “folder”"),
        ("inboxes: {a: {folder: x, regoin: US}}", "1:26: the inbox “a” has no key “regoin”; did you mean “region”?"),
        ("inboxes: {a: {folder: x, plan: gold}}", "1:32: “plan” cannot be “gold”;"),
        ("inboxes: {a: {folder: x, settle: soon}}", "1:34: “settle” must be a length of time"),
        ("inboxes: {a: {folder: x, settle: 1ms}}", "1:34: “settle” must be a length of time"),
        ("inboxes: {a: {folder: x, parallel: 0}}", "1:36: “parallel” must be a whole number from 1 to 64"),
        ("inboxes: {a: {folder: x, guards: {leavers: 200 %}}}", "1:44: “leavers” must be a number of rows"),
        ("inboxes: {a: {folder: x, region: Eurpe}}", "1:34: There is no region “Eurpe”; did you mean “Europe”?"),
        ("inboxes: {a: {folder: x, service: work-new-usr}}", "1:35: there is no service “work-new-usr”; did you mean"),
        ("inboxes: {a: {folder: x, default-country: XX}}", "1:43: “XX” is no country;"),
        ("inboxes: {a: {folder: x, date-order: mdyy}}", "1:38: “date-order” cannot be “mdyy”"),
        ("inboxes: {a: {folder: x, notify: {command: /no/such}}}", "1:34: there is no program “/no/such”"),
        ("inboxes: {a: {folder: x, notify: {mail-to: 'a@b, c'}}}", "1:44: “a@b, c” is no e-mail address"),
        ("inboxes: {a: {folder: x, notify: {mail-from: '-f@b'}}}", "1:46: “-f@b” is no e-mail address"),
        ("inboxes: {a: {folder: x}, b: {folder: ./x}}", "1:39: the inbox “a” has this folder already"),
        ("inboxes: {a: {folder: x}, b: {folder: x/y}}", "1:39: this folder and that of the inbox “a” lie one within"),
        ("log: {level: loud}\ninboxes: {a: {folder: x}}", "1:14: “level” cannot be “loud”"),
        ("inboxes: [a]", "1:10: “inboxes” must be a group of keys"),
        ("a: b: c", "1:5: a colon is not allowed here"),
    ])
    func `a mistake is named with its place`(text: String, problem: String) throws {
        let found = try problems(text)
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test func `all mistakes are named at once, those of definitions too`() throws {
        try folder.write("product: 8x8 Work\n", to: "services/broken.yaml")
        let found = try problems("inboxes: {a: {folder: x, services: services, plan: gold, settle: soon}}")
        #expect(found.count { $0.hasPrefix("1:") } == 2)
        #expect(found.contains { $0.contains("services/broken.yaml:") })
    }

    @Test func `profiles of one's own are checked with the configuration`() throws {
        try folder.write("id: broken\n", to: "profiles/broken.yaml")
        let found = try problems("inboxes: {a: {folder: x, profiles: profiles, profile: broken}}")
        #expect(found.contains { $0.contains("profiles/broken.yaml:1:1: a profile needs the key") })
    }

    @Test(arguments: [
        ("500ms", 0.5), ("5s", 5), ("5", 5), ("10 m", 600), ("24h", 86_400), ("7d", 604_800),
    ])
    func `lengths of time are read`(text: String, seconds: Double) throws {
        let duration = try #require(Duration(words: text))
        #expect(duration.seconds == seconds)
        #expect(Duration(words: duration.short) == duration)
    }

    @Test(arguments: ["", "s", "-5s", "5 weeks", "1.5h", "99999999999999999999s", "9999999d", "٥s"])
    func `what is no length of time is refused`(text: String) {
        #expect(Duration(words: text) == nil)
    }
}
