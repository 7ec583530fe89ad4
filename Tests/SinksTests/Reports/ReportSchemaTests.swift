import Foundation
import Templates
import Testing

@testable import Sinks

@Suite struct ReportSchemaTests {
    private let checker: JSONSchemaChecker

    init() throws {
        let bytes = try #require(Templates.report(named: "report.schema.json"))
        checker = JSONSchemaChecker(schema: try JSONDecoder().decode(JSONTree.self, from: Data(bytes)))
    }

    private func tree(_ report: BatchReport) throws -> JSONTree {
        try JSONDecoder().decode(JSONTree.self, from: Data(ReportJSON.bytes(of: report)))
    }

    @Test(arguments: ReportSamples.all.map(\.name))
    func `every report agrees with the published schema`(name: String) throws {
        let report = try #require(ReportSamples.all.first { $0.name == name }).report
        #expect(try checker.faults(in: tree(report)) == [])
    }

    @Test func `a report full of awkward values agrees with the schema`() throws {
        #expect(
            try checker.faults(in: tree(ReportSamples.hostile("\u{0}\"\\\u{2028}\u{1F469}\u{200D}\u{1F4BB}"))) == [])
    }

    @Test func `the checker sees a missing key, a surplus key, a wrong type and a wrong word`() throws {
        guard case .object(let members) = try tree(ReportSamples.typical) else {
            Issue.record("a report is an object")
            return
        }
        var missing = members
        missing["counts"] = nil
        var surplus = members
        surplus["salary"] = .number(1)
        var wrongType = members
        wrongType["rejected_rows_left_out"] = .string("15")
        var wrongWord = members
        wrongWord["format"] = .string("muster-report/0")
        for (changed, key) in [
            (missing, "counts"), (surplus, "salary"), (wrongType, "rejected_rows_left_out"), (wrongWord, "format"),
        ] {
            let faults = checker.faults(in: .object(changed))
            #expect(faults.count == 1)
            #expect(faults.first?.hasPrefix("$.\(key)") == true)
        }
    }

    @Test func `every object of the schema names all its keys, wants all of them and allows no other`() {
        var objects = Array(checker.schema["$defs"]?.members ?? [:]).filter { $0.value["type"]?.text == "object" }
        objects.append(("report", checker.schema))
        #expect(objects.count > 15)
        for (name, object) in objects {
            let properties = object["properties"]?.members ?? [:]
            #expect(Set(object["required"]?.items.compactMap(\.text) ?? []) == Set(properties.keys), "\(name)")
            #expect(object["additionalProperties"] == .bool(false), "\(name)")
            #expect(object["description"] != nil, "\(name)")
            for (key, property) in properties where property["$ref"] == nil {
                #expect(property["description"] != nil, "\(name).\(key)")
            }
        }
    }

    @Test func `the words of the schema are the words of the program`() {
        func words(_ path: JSONTree?) -> Set<String> { Set(path?["enum"]?.items.compactMap(\.text) ?? []) }
        let definitions = checker.schema["$defs"]
        #expect(words(definitions?["grade"]) == Set(BatchReport.Grade.allCases.map(\.rawValue)))
        #expect(
            words(definitions?["run"]?["properties"]?["outcome"]) == Set(BatchReport.Outcome.allCases.map(\.rawValue)))
        #expect(
            words(definitions?["setting"]?["properties"]?["known"]) == Set(BatchReport.Known.allCases.map(\.rawValue)))
        let properties = checker.schema["properties"]
        #expect(properties?["format"]?["const"]?.text == BatchReport.currentFormat)
        #expect(properties?["rejected_rows"]?["maxItems"]?.number == Double(BatchReport.rejectedRowsListed))
        #expect(properties?["warned_rows"]?["maxItems"]?.number == Double(BatchReport.warnedRowsListed))
        #expect(properties?["other_rows"]?["maxItems"]?.number == Double(BatchReport.otherRowsListed))
    }
}
