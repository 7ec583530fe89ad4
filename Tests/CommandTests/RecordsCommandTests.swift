import Foundation
import TestSupport
import Testing

/// `muster records`: what was read, before any rule.
@Suite struct RecordsCommandTests {
    @Test(arguments: Repository.samples)
    func `records and reports together are the rows of a sample`(name: String) throws {
        let folder = Repository.path("Samples/\(name)")
        let words = try Files.text(of: "\(folder)/command.txt").split(whereSeparator: \.isWhitespace).map(String.init)
        // XML has no header, and which element is a record may be its profile's to say.
        guard !words[1].hasSuffix(".xml") else { return }
        let outcome = try Program.muster.run(["records", words[1]], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.error.isEmpty)

        let lines = try outcome.outputText.split(separator: "\n").map { line in
            try #require(try json(Array(line.utf8)) as? [String: Any], "\(line)")
        }
        let header = try #require(lines.first?["header"] as? [String])
        #expect(Set(header).count == header.count, "every column has a name of its own")
        let summary = try #require(lines.last?["summary"] as? [String: Int])
        let rows = lines.dropFirst().dropLast()
        let records = rows.filter { $0["record"] != nil }
        let rejected = rows.filter { $0["rejected"] is String }
        let skipped = rows.filter { $0["skipped"] is String }
        #expect(records.count + rejected.count + skipped.count == rows.count)
        #expect(summary == ["accepted": records.count, "rejected": rejected.count, "skipped": skipped.count])

        // File order, and each record numbered.
        let places = rows.compactMap { $0["line"] as? Int }
        #expect(places.count == rows.count && places == places.sorted())
        #expect(records.compactMap { $0["record"] as? Int } == records.compactMap { $0["record"] as? Int }.sorted())
        for record in records {
            let fields = try #require(record["fields"] as? [String: String], "every value is text")
            #expect(Set(fields.keys) == Set(header))
        }

        // The import counts the same rows.
        let report = try json(try Files.bytes(of: "\(folder)/expected/report.json")) as? [String: Any]
        let counts = try #require(report?["counts"] as? [String: Any])
        #expect(counts["read"] as? Int == records.count + rejected.count)
    }

    @Test func `values stay what they are, whatever they look like`() throws {
        let folder = try TemporaryFolder()
        let text = "Name,Phone,Code,Note\r\n\"A \"\"B\"\" C\",+4420,007,\"two\r\nlines\"\r\ntrue,1e5,, x \r\n"
        try folder.write("\u{FEFF}" + text, to: "in.csv")
        let outcome = try Command.run("records", "in.csv", in: folder)
        #expect(
            outcome.outputText == #"""
                {"header":["Name","Phone","Code","Note"]}
                {"record":1,"line":2,"fields":{"Name":"A \"B\" C","Phone":"+4420","Code":"007","Note":"two\r\nlines"}}
                {"record":2,"line":4,"fields":{"Name":"true","Phone":"1e5","Code":"","Note":" x "}}
                {"summary":{"accepted":2,"rejected":0,"skipped":0}}

                """#)
    }

    @Test(arguments: [("missing.csv", 66), ("empty.csv", 65), ("workbook.csv", 65)])
    func `a file that cannot be read is one plain line on standard error`(name: String, status: Int32) throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "empty.csv")
        try folder.write("PK\u{3}\u{4}\u{1B}[31m", to: "workbook.csv")
        let outcome = try Command.run("records", name, in: folder)
        #expect(outcome.status == status)
        #expect(outcome.output.isEmpty)
        let message = outcome.errorText.dropLast()
        #expect((12...600).contains(message.count))
        #expect(outcome.errorText.hasSuffix("\n"))
        #expect(!message.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }, "\(message)")
    }

    @Test func `a name with control characters does not reach the terminal`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Command.run("records", "no\u{1B}[31m\nsuch.csv", in: folder)
        #expect(outcome.status == 66)
        #expect(!outcome.errorText.dropLast().unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func `a reader that goes away ends the listing quietly`() throws {
        let folder = try TemporaryFolder()
        try folder.write(Command.hires(5_000), to: "hires.csv")
        let outcome = try Program.shell.run(
            ["-c", "\"$0\" records hires.csv | head -n 1", Program.muster.path], in: folder.path)
        #expect(outcome.status == 0)
        #expect(outcome.outputText.hasPrefix("{\"header\":"))
        #expect(outcome.error.isEmpty)
    }
}
