import TestSupport
import Testing

/// What may not depend on when, or in what dress, a file comes.
@Suite struct SteadinessTests {
    @Test(arguments: Sample.all)
    func `the same file gives the same bytes twice`(sample: Sample) throws {
        let (first, second) = (try sample.result(), try sample.run())
        for name in ["cases.csv", first.rejectionFile] {
            let difference = Difference.firstLine(expected: try first.bytes(name), actual: try second.bytes(name))
            #expect(difference == nil, "\(name), \(difference ?? "")")
        }
    }

    @Test(arguments: Sample.all)
    func `every record that asks for anything is a case or a rejection, once`(sample: Sample) throws {
        let result = try sample.result()
        let counts = try result.report().counts
        let accepted = try result.cases().column("record").compactMap(Int.init)
        let rejected = try result.rejections().map(\.record)
        let told = Set(accepted + rejected)
        #expect(told.count == accepted.count + rejected.count)
        #expect(told.isSubset(of: 1..<(counts.read + 1)))
        #expect(told.count + counts.unchanged == counts.read)
        #expect(accepted.count == counts.accepted)
        #expect(rejected.count == counts.rejected)
        let ids = try result.cases().column("case_id")
        #expect(Set(ids).count == ids.count, "no two cases have one id")
    }

    @Test(arguments: Sample.all)
    func `line ends change no case and no reason`(sample: Sample) throws {
        let source = try Files.bytes(of: "\(sample.folder)/\(try sample.input())")
        // CR LF where the file has LF, and the other way round.
        let lines = source.filter { $0 != UInt8(ascii: "\r") }
        let pairs = lines.flatMap { $0 == UInt8(ascii: "\n") ? [UInt8(ascii: "\r"), $0] : [$0] }
        try expectSame(try sample.result(), try sample.run(source == lines ? pairs : lines))
    }

    @Test(arguments: Sample.tables)
    func `the delimiter changes no case and no reason`(sample: Sample) throws {
        let result = try sample.result()
        let report = try result.report()
        // Rows that are not CSV cannot be written in another form by anybody.
        guard !report.hasBrokenRows else { return }
        let path = "\(sample.folder)/\(try sample.input())"
        var table = ReferenceCSV(report.decoded(try Files.bytes(of: path)), delimiter: report.delimiter)
        table.rows.removeAll { $0.first?.lowercased() == "sep=" }
        let other: Character = report.delimiter == ";" ? "," : ";"
        try expectSame(result, try sample.run(Array(table.text(delimiter: other).utf8)))
    }

    @Test func `another tenant has other cases`() throws {
        let sample = Sample(name: "clean-hires")
        let one = Set(try sample.result().cases().column("case_id"))
        let other = Set(try sample.run(adding: ["--tenant", "acme"]).cases().column("case_id"))
        #expect(one.count == 12)
        #expect(one.isDisjoint(with: other))
    }

    private func expectSame(_ one: SampleResult, _ other: SampleResult) throws {
        #expect(try one.cases().column("case_id") == (try other.cases().column("case_id")))
        #expect(try one.rejections().map(\.codes) == (try other.rejections().map(\.codes)))
    }
}
