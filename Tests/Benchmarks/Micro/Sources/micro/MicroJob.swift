import Foundation
import Glibc
import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks

/// A file that has been read and judged, as material for the single steps.
final class MicroJob {
    let blocks: [JudgedBlock]
    let intake: Intake
    let rowCount: Int
    private let bytes: [UInt8]
    private let dialect: CSVDialect

    init(path: String) throws {
        bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        var reader = try CSVReader(MemorySource(bytes))
        dialect = reader.dialect
        let services = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Services").standardized.path
        intake = try Intake(
            catalog: try ServiceCatalog.load(customDirectory: services), calendars: try CalendarCatalog.load(),
            header: reader.header,
            options: IntakeOptions(receivedAt: try Instant("2026-11-25T22:15:00Z"), fileName: "standard.csv"))
        var judge = RowJudge(intake)
        var index = DuplicateIndex()
        var blocks: [JudgedBlock] = []
        var next = 1
        while true {
            var block = JudgedBlock()
            guard try reader.read(into: &block.records) else { break }
            judge.judge(block.records, into: &block.verdicts)
            next = try block.settle(&index, firstRecord: next)
            block.explain(intake)
            blocks.append(block)
        }
        self.blocks = blocks
        rowCount = next - 1
    }

    func steps() -> [MicroStep] {
        let cases = CaseCSV(CaseLayout(intake), areCellsBare: true)
        let rejections = RejectionCSV(intake, dialect: dialect)
        return [scan(), xml(), judging(), judgingOneBlock(), duplicates(), hash()]
            + [rendering("cases", cases), rendering("rejections", rejections), packs()] + tests()
    }

    // MARK: Reading

    private func scan() -> MicroStep {
        MicroStep(name: "scan CSV", count: rowCount) { [bytes] in
            var reader = try CSVReader(MemorySource(bytes))
            var block = RecordBlock()
            while try reader.read(into: &block) {}
        }
    }

    private func xml() -> MicroStep {
        let records = min(rowCount, 100_000)
        var text = "<People>"
        for number in 0..<records {
            text += "<Person><ID>P\(number)</ID><Name>Ines Okafor</Name><Mail>p\(number)@example.com</Mail></Person>"
        }
        let document = Array((text + "</People>").utf8)
        return MicroStep(name: "read XML, 3 fields", count: records) {
            var reader = try XMLReader(MemorySource(name: "people.xml", document), options: XMLOptions())
            var block = RecordBlock()
            while try reader.read(into: &block) {}
        }
    }

    // MARK: Verdicts

    private func judging() -> MicroStep {
        MicroStep(name: "judge", count: rowCount) { [blocks, intake] in
            var judge = RowJudge(intake)
            var verdicts = VerdictBlock()
            for block in blocks { judge.judge(block.records, into: &verdicts) }
        }
    }

    /// The same block again and again: what judging costs where nothing comes from far away.
    private func judgingOneBlock() -> MicroStep {
        let block = blocks.first.map { [$0] } ?? []
        let rows = block.reduce(0) { $0 + $1.records.rows.count }
        let rounds = rows > 0 ? max(rowCount / rows, 1) : 0
        return MicroStep(name: "judge, in the cache", count: rows * rounds) { [intake] in
            var judge = RowJudge(intake)
            var verdicts = VerdictBlock()
            for _ in 0..<rounds {
                for block in block { judge.judge(block.records, into: &verdicts) }
            }
        }
    }

    private func duplicates() -> MicroStep {
        let keys = blocks.flatMap { $0.verdicts.rows.compactMap(\.key) }
        return MicroStep(name: "duplicate index", count: keys.count) {
            var index = DuplicateIndex(expected: keys.count)
            for (record, key) in keys.enumerated() { _ = index.insert(key, record: record + 1) }
        }
    }

    private func hash() -> MicroStep {
        MicroStep(name: "hash of a row's text", count: rowCount) { [blocks] in
            var seen: UInt64 = 0
            for block in blocks {
                let bytes = block.records.bytes.span
                for row in block.records.rows { seen ^= Hash128(of: bytes.extracting(row.text)).low }
            }
            if seen == 0 { print("an unlikely hash") }
        }
    }

    /// Each built-in format and a test of each other kind, over one value that passes.
    private func tests() -> [MicroStep] {
        let samples: [(String, ValueTest, String)] = [
            ("username", .format(.username), "ines.okafor"), ("email", .format(.email), "ines.okafor@example.com"),
            ("extension", .format(.extensionNumber), "4100"), ("phone, E.164", .format(.phone), "+14088001500"),
            ("phone, written", .format(.phone), "+1 (408) 800-1500"), ("date, ISO", .format(.date), "2026-03-02"),
            ("date, dotted", .format(.date), "02.03.2026"), ("mac", .format(.mac), "64:16:7F:12:34:56"),
            ("locale", .format(.locale), "en-GB"), ("time zone", .format(.timeZone), "Europe/London"),
            ("length", .length(2...30), "Ines Okafor"), ("range", .range(1...1000), "412"),
            ("characters", .characters(.targetName), "Ines Okafor"),
            ("words, as written", .oneOf(WordList([Name("X1"), Name("X2")], matching: .folded)), "X2"),
            ("words, folded", .oneOf(WordList([Name("San Jose")], matching: .folded)), "san-jose"),
        ]
        let patterns = ["[0-9]{3,7}", "[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*", "([0-9]{2}-){3}[A-Z]{12}"]
        let texts = ["4100", "ines.okafor@example.com", "12-34-56-ABCDEFGHIJKL"]
        let compiled = zip(patterns, texts).compactMap { pattern, text in
            (try? BytePattern(pattern)).map { ("pattern \(pattern.prefix(12))", ValueTest.pattern($0), text) }
        }
        return (samples + compiled).map { name, test, text in
            let program = TestProgram([test])
            let value = Array(text.utf8)
            return MicroStep(name: name, count: 1_000_000) {
                var canonical: [UInt8] = []
                var passed = 0
                for _ in 0..<1_000_000 {
                    canonical.removeAll(keepingCapacity: true)
                    if program.accepts(0, value.span, value.indices, canonical: &canonical) { passed += 1 }
                }
                if passed == 0 { print("\(name): the sample does not pass") }
            }
        }
    }

    // MARK: Writing

    private func rendering(_ name: String, _ renderer: any BlockRenderer) -> MicroStep {
        MicroStep(name: "render \(name)", count: rowCount) { [blocks] in
            var output = OutputBuffer()
            for block in blocks {
                output.removeAll()
                _ = renderer.render(block, into: &output)
            }
        }
    }

    private func packs() -> MicroStep {
        rendering("one pack", PackCSV(intake, service: 0))
    }
}
