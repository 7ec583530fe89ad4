import Intake
import Records
import ServiceCatalog
import TestSupport
import Testing

/// Whatever a file holds, each of its rows ends in one place, and nothing traps.
struct NothingIsLostTests {
    private static let cells = [
        "", " ", "Phones", "Hire", "Change", "hier", "E1", "E2", "E3", "a@b.co", "c@d.eu", "nobody", "+14088001500",
        "'+1", "=1",
        "X1", "8x8 x1", "4100", "12", "2026-12-01", "2027-02-30", "US", "EMEA", "Atlantis", "site", "leave", "Zoë",
        "Müller",
        "\u{A0}x\u{A0}", "\"Hire\"", "\"a\nb\"", "\"open", "clo\"se", "\"a\"b", "\"\"", "row.fields: #0000000",
        "#1234567",
        "\"duplicate.in-file: x. #7K3F9QX\"", String(repeating: "long", count: 60),
    ]
    private static let headers = [
        "Product,Service,Employee ID,E-mail,Full name,Phone,License,Extension,Start date,Region,What",
        "Service,Email,Region", "Service", "Email,Service,muster_record,muster_line,muster_reasons,muster_suggestions",
        "muster_reasons,Service,Employee ID,What", "Service,,,Phone",
    ]

    private func file(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array((Self.headers.randomElement(using: &random) ?? "Service").utf8) + [0x0A]
        let width = bytes.count(where: { $0 == 0x2C }) + 1
        for _ in 0..<Int.random(in: 0...25, using: &random) {
            let count = Int.random(in: 0..<8, using: &random) == 0 ? Int.random(in: 0...14, using: &random) : width
            for index in 0..<count {
                if index > 0 { bytes.append(0x2C) }
                bytes += Array((Self.cells.randomElement(using: &random) ?? "").utf8)
            }
            bytes += [[0x0A], [0x0D, 0x0A], [0x0D], [0x0A, 0x0A]].randomElement(using: &random) ?? [0x0A]
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            if place > 120 { bytes[place] = UInt8.random(in: 1...255, using: &random) }
        }
        return bytes
    }

    @Test func `each row of a dirty file is accepted, rejected or skipped, exactly once`() throws {
        var random = SeededGenerator.announced()
        for _ in 0..<150 {
            let bytes = file(&random)
            var trial = Trial()
            trial.options = Trial.options(region: Bool.random(using: &random) ? "US" : nil)
            try check(bytes, trial, blockSize: Int.random(in: 1...300, using: &random))
        }
    }

    private func check(_ bytes: [UInt8], _ trial: Trial, blockSize: Int) throws {
        var reader = try CSVReader(
            MemorySource(bytes), options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: blockSize)
        let intake = try trial.intake(header: reader.header.names)
        var judge = RowJudge(intake)
        var duplicates = DuplicateIndex()
        var block = JudgedBlock()
        var record = 1
        var counts: [RowOutcome: Int] = [:]
        var lines: [Int] = []
        while try reader.read(into: &block.records) {
            judge.judge(block.records, into: &block.verdicts)
            let next = try block.settle(&duplicates, firstRecord: record)
            block.explain(intake)
            let verdicts = block.verdicts.rows
            #expect(verdicts.count == block.records.rows.count)
            #expect(next - record == verdicts.count { $0.outcome != .skipped })
            #expect(block.rejections.map(\.row) == verdicts.indices.filter { verdicts[$0].outcome == .rejected })
            lines += block.records.rows.map(\.line)
            for (verdict, row) in zip(verdicts, block.records.rows) {
                counts[verdict.outcome, default: 0] += 1
                #expect((verdict.outcome == .skipped) == (row.form == .empty))
                checkWords(verdict, row, block, intake)
            }
            for rejection in block.rejections {
                #expect(!rejection.words.reasons.isEmpty, "a rejected row has an error")
                _ = intake.rejectedCells(of: block.records.rows[rejection.row], in: block.records)
                _ = intake.surplusCells(of: block.records.rows[rejection.row], in: block.records)
            }
            record = next
        }
        #expect(record - 1 == counts[.accepted, default: 0] + counts[.rejected, default: 0])
        #expect(zip(lines, lines.dropFirst()).allSatisfy { $0 < $1 })
    }

    private func checkWords(_ verdict: RowVerdict, _ row: RecordBlock.Row, _ block: JudgedBlock, _ intake: Intake) {
        let reasons = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
        #expect(reasons.allSatisfy { !$0.code.isEmpty && !$0.sentence.isEmpty })
        if verdict.outcome == .accepted {
            #expect(row.form == .whole || row.form == .ragged)
            #expect(reasons.allSatisfy { $0.grade == .warning })
            #expect(verdict.service >= 0 && verdict.region >= 0)
            _ = intake.due(of: verdict)
        }
    }
}
