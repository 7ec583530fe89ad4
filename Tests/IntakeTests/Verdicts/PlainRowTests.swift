import Records
import ServiceCatalog
import TestSupport
import Testing

@testable import Intake

/// The short way that plain rows go, held against the long one that any row can go.
struct PlainRowTests {
    /// All that is to be the same of a row, whichever way it went.
    private struct Judged: Equatable {
        var outcome: RowOutcome
        var kind: MACDKind
        var service: Int32
        var form: Int32
        var region: Int32
        var content: Hash128
        var key: Hash128?
        var cause: UInt8
        var codes: [String]
        var sentences: [String]
        var values: [String]
        var subject: String

        init(_ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock, _ intake: Intake) {
            outcome = verdict.outcome
            kind = verdict.kind
            service = verdict.service
            form = verdict.form
            region = verdict.region
            content = verdict.content
            key = verdict.key
            cause = verdict.cause
            let reasons = intake.reasons(of: verdict, in: verdicts, block: block)
            codes = reasons.map { "\($0.code) \($0.field ?? "") \($0.column ?? 0) \($0.grade)" }
            sentences = reasons.map(\.sentence)
            values = (0..<verdict.valueCount).map { intake.text(ofField: $0, verdict, verdicts, block) }
            subject = intake.subject(of: verdict, in: verdicts, block: block)
        }
    }

    private struct Counts {
        var plain = 0
        var long = 0
        var byService: [Int32: Int] = [:]
    }

    /// Judges the rest of a file twice, block by block.
    ///
    /// - Parameter hasRoom: values may be loaded sixteen bytes at a time up to the last of a block.
    private func compare(
        _ reader: inout some RecordReader, _ intake: Intake, hasRoom: Bool = true, _ counts: inout Counts
    ) throws {
        var short = RowJudge(intake)
        var long = RowJudge(intake, takesPlainRows: false)
        var (block, same) = (RecordBlock(), RecordBlock())
        var (one, other) = (VerdictBlock(), VerdictBlock())
        while try reader.read(into: &block) {
            same = block
            if hasRoom {
                short.reshape(&block)
                long.reshape(&same)
            }
            short.judge(block, into: &one)
            long.judge(same, into: &other)
            #expect(one.rows.count == block.rows.count && other.rows.count == block.rows.count)
            for (verdict, expected) in zip(one.rows, other.rows) {
                let text = block.text(of: block.rows[verdict.row]).debugDescription
                let (found, wanted) = (Judged(verdict, one, block, intake), Judged(expected, other, same, intake))
                if found != wanted { Issue.record("\(text): \(found) instead of \(wanted)") }
                if expected.isPlain { Issue.record("\(text) has gone the short way where there is none") }
                if verdict.isPlain, verdict.outcome != .accepted || verdict.findingCount > 0 {
                    Issue.record("\(text) is no plain row")
                }
                counts.plain += verdict.isPlain ? 1 : 0
                counts.long += verdict.isPlain ? 0 : 1
                if verdict.isPlain { counts.byService[verdict.service, default: 0] += 1 }
            }
        }
    }

    private func compare(
        _ trial: Trial, _ file: [UInt8], blockSize: Int, hasRoom: Bool = true, _ counts: inout Counts
    ) throws {
        var reader = try CSVReader(
            MemorySource(file), options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: blockSize)
        let intake = try trial.intake(header: reader.header.names)
        try compare(&reader, intake, hasRoom: hasRoom, &counts)
    }

    @Test(arguments: [0, 20, 100, 400])
    func `both ways come to the same verdicts`(dirt: Int) throws {
        var random = SeededGenerator.announced()
        var counts = Counts()
        for _ in 0..<40 {
            var trial = Trial()
            trial.definitions = PlainRows.definitions
            let region = Int.random(in: 0...3, using: &random) > 0 ? "US" : nil
            let country = Bool.random(using: &random) ? "US" : nil
            trial.options = Trial.options(region: region, country: country)
            let file = PlainRows(&random).file(rows: 40, dirt: dirt, &random)
            let blockSize = [1, 150, 5_000, 1 << 16].randomElement(using: &random) ?? 1
            try compare(trial, file, blockSize: blockSize, &counts)
        }
        #expect(counts.plain > (dirt < 400 ? 50 : 0), "\(counts)")
        #expect(counts.long > 0)
        // Of a thousand cells four hundred wrong ones leave few rows, and of some services none.
        if dirt <= 20 {
            #expect(counts.byService.count == PlainRows.definitions.count, "rows of each service are plain: \(counts)")
        }
    }

    @Test func `without room for loads no row goes the short way`() throws {
        var random = SeededGenerator.announced()
        var counts = Counts()
        var trial = Trial()
        trial.definitions = PlainRows.definitions
        let file = PlainRows(&random).file(rows: 40, dirt: 0, &random)
        try compare(trial, file, blockSize: 5_000, hasRoom: false, &counts)
        #expect(counts.plain == 0)
        #expect(counts.long > 0)
    }

    @Test func `both ways come to the same verdicts where the run names the service`() throws {
        var random = SeededGenerator.announced()
        var counts = Counts()
        for service in ["new-user", "change", "exact", "across"] {
            var trial = Trial()
            trial.definitions = PlainRows.definitions
            trial.options = Trial.options(service: service)
            for _ in 0..<12 {
                let file = PlainRows(&random).file(rows: 40, dirt: 30, &random)
                try compare(trial, file, blockSize: 1 << 16, &counts)
            }
        }
        #expect(counts.plain > 50)
    }

    /// Each value once at each place where sixteen bytes end, and at the end of a block.
    @Test func `both ways come to the same verdicts for values of every length`() throws {
        var counts = Counts()
        var trial = Trial()
        trial.definitions = [
            Trial.definition(
                "unique: [[a, b]]\nfields: {a: {length: 2..60}, b: {pattern: '[a-c]*'}, c: {length: ..40}}")
        ]
        for letter in ["a", "Ab", "é", "ÿ", "王"] {
            let rows = (0...70).map { count in
                let text = String(repeating: letter, count: count)
                return "S,\(text),\(text.prefix(35)),\(text)\nS,,\(text),\nS,\(text),,\n"
            }
            for part in [rows.joined()] + rows {
                try compare(
                    trial, Array("Service,A,B,C\n\(part)".utf8), blockSize: 1 << 16, hasRoom: part.utf8.count > 300,
                    &counts)
            }
        }
        #expect(counts.plain > 200)
    }

    @Test func `both ways come to the same verdicts for rows that a profile makes`() throws {
        var random = SeededGenerator.announced()
        let profile = ProfileRun.csv(
            """
            columns: {status: [Status]}
            fields: {employee_id: [ID], email: [Mail], username: [User], site: [Site]}
            requests:
              - {when: {status: joins}, service: work-new-user, set: {effective_date: [Day]}}
              - {when: {status: leaves}, service: work-offboard, set: {effective_date: [Day]}}
              - {when: {status: unknown}, unclear: "{status} is no status."}
              - changes: {site: [Old Site, Site]}
                service: work-change
              - otherwise: unchanged

            """)
        let columns: [[String]] = [
            ["E1", "E2", " E3"], ["Ines", "Zoë", "I"], ["Okafor", "Müller"], ["ines@example.com", "nobody"],
            ["ines.okafor", "i o"], ["Rome", "Zürich", "A site with a name of many letters"],
            ["joins", "joins", "leaves", "unknown", "Joins", ""], ["2027-03-01", "2027-03-02", "1.3.2027"],
            ["", "Rome", "Paris"],
        ]
        var counts = Counts()
        for _ in 0..<4 {
            let rows = (0..<50).map { _ in
                columns.map { column in
                    // The first of a column is the likeliest.
                    Bool.random(using: &random) ? column[0] : column.randomElement(using: &random) ?? ""
                }.joined(separator: ",")
            }
            let header = "ID,First Name,Last Name,Mail,User,Site,Status,Day,Old Site"
            var reader = try CSVReader(
                MemorySource(name: "export.csv", "\(header)\n\(rows.joined(separator: "\n"))\n"),
                options: CSVOptions(delimiter: UInt8(ascii: ",")))
            try compare(&reader, try ProfileRun(profile: profile).intake(reader.header), &counts)
        }
        #expect(counts.plain > 10 && counts.long > 10, "\(counts)")
    }

    @Test func `rows that an earlier run has rejected go the long way`() throws {
        var counts = Counts()
        try compare(
            Trial(), Array("Service,Email,muster_reasons\nHire,a@b.co,\n".utf8), blockSize: 1 << 16, &counts)
        #expect(counts.plain == 0 && counts.long == 1)
    }
}
