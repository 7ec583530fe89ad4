import TestSupport
import Testing

/// The rejection file goes back to HR and comes in again: unchanged, or corrected.
@Suite struct RoundTripTests {
    @Test(arguments: Sample.all)
    func `a rejection file dropped again unchanged gives the same rejections`(sample: Sample) throws {
        let first = try sample.result()
        let file = first.rejectionFile
        let again = try sample.run(first.bytes(file))
        #expect(try again.report().counts.accepted == 0, "no rejected row is accepted the second time")
        #expect(again.status == (try first.rejections().isEmpty ? 0 : 2))

        // What names a place speaks of the file that was read.
        let (before, after) = (try first.rejections(), try again.rejections())
        #expect(before.map(\.reasons) == after.map(\.reasons))
        #expect(before.map(\.rest) == after.map(\.rest))
        if !sample.isXML {
            let place: Set<String> = ["muster_record", "muster_line"]
            #expect(Self.leaving(out: place, try first.rejected()) == Self.leaving(out: place, try again.rejected()))
        }

        let third = try sample.run(again.bytes(file))
        let difference = Difference.firstLine(expected: try again.bytes(file), actual: try third.bytes(file))
        #expect(difference == nil, "the third file is another one than the second, \(difference ?? "")")
    }

    @Test(arguments: Sample.corrected.filter { !$0.isXML })
    func `a rejection file that a spreadsheet has saved unchanged gives the same rejections`(sample: Sample) throws {
        var table = try sample.result().rejected()
        let before = Self.reasons(of: table)
        // A spreadsheet saves a rectangle, with the separator of its country, CR LF, and no byte order mark.
        let width = table.rows.map(\.count).max() ?? 0
        let wide = Set(table.rows.filter { $0.count > table.header.count }.map(Self.key))
        table.rows = table.rows.map { $0 + [String](repeating: "", count: width - $0.count) }
        let again = try sample.run(Array(table.text(delimiter: ";", lineEnd: "\r\n").utf8))
        let after = Self.reasons(of: try again.rejected())
        for (key, reasons) in before {
            // What the spreadsheet itself has repaired: a row that was too long, a character that was no character.
            let isMended = wide.contains(key) || reasons.hasPrefix("row.encoding:")
            if isMended {
                #expect(after[key] == reasons)
            } else {
                #expect(after[key] == reasons)
            }
        }
    }

    /// The reasons of each row, by its first cells.
    private static func reasons(of table: ReferenceCSV) -> [[String]: String] {
        let pairs = zip(table.rows.dropFirst().map(key), table.column("muster_reasons"))
        return Dictionary(pairs) { $0 + $1 }
    }

    private static func key(_ row: [String]) -> [String] {
        Array(row.prefix(8))
    }

    @Test(arguments: Sample.corrected)
    func `a corrected rejection file is accepted whole`(sample: Sample) throws {
        let first = try sample.result()
        let corrected = try sample.run(Files.bytes(of: sample.correction))
        let left = try corrected.rejections().map(\.reasons)
        #expect(left.isEmpty, "still rejected: \(left)")
        #expect(corrected.status == 0)
        let counts = try corrected.report().counts
        #expect(counts.accepted > 0)
        #expect(counts.accepted <= (try first.report().counts.rejected), "a correction adds no rows")

        let ids = Set(try first.cases().column("case_id"))
        #expect(ids.isDisjoint(with: try corrected.cases().column("case_id")), "no accepted row comes twice")
    }

    @Test func `every sample with rejections has been corrected`() throws {
        let needed = try Sample.all.filter { sample in
            try Files.text(of: "\(sample.expected)/report.json").contains("\"rejected\": 0,") == false
        }
        #expect(needed.map(\.name) == Sample.corrected.map(\.name))
    }

    @Test(arguments: Sample.corrected)
    func `a corrected file starts from the rejection file`(sample: Sample) throws {
        let result = try sample.result()
        let bytes = try Files.bytes(of: sample.correction)
        if sample.isXML {
            let kept = Rejection.all(inXML: String(decoding: bytes, as: UTF8.self)).map(\.record)
            #expect(!kept.isEmpty)
            #expect(Set(kept).isSubset(of: try result.rejections().map(\.record)))
            return
        }
        let (rejected, report) = (try result.rejected(), try result.report())
        var corrected = ReferenceCSV(report.decoded(bytes), delimiter: report.delimiter)
        corrected.rows.removeAll { $0.first?.lowercased() == "sep=" }
        #expect(corrected.header == rejected.header)
        #expect(Set(corrected.column("muster_record")).isSubset(of: rejected.column("muster_record")))
    }

    @Test func `when the bad one of two like rows is deleted, the good one is accepted`() throws {
        let sample = Sample(name: "clean-hires")
        let source = try ReferenceCSV(Files.text(of: "\(sample.folder)/hires.csv"))
        let email = try #require(source.header.firstIndex(of: "Work Email"))
        var twins = ReferenceCSV(rows: [source.rows[0], source.rows[1], source.rows[1]])
        twins.rows[1][email] = "nobody"
        let result = try sample.run(Array(twins.text().utf8))
        #expect(try result.report().counts.rejected == 2)
        var kept = try result.rejected()
        kept.rows.remove(at: 1)
        let again = try sample.run(Array(kept.text().utf8))
        #expect(again.status == 0)
    }

    private static func leaving(out names: Set<String>, _ table: ReferenceCSV) -> [[String]] {
        let columns = table.header.indices.filter { names.contains(table.header[$0]) }
        return table.rows.map { row in
            row.indices.filter { !columns.contains($0) }.map { row[$0] }
        }
    }
}
