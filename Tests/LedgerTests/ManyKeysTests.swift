import Ledger
import ServiceLevels
import TestSupport
import Testing

/// Enough keys for files without a name, several buckets, filters and merged runs.
@Suite struct ManyKeysTests {
    @Test func `fifty thousand cases are found again, and none that is not there`() throws {
        var generator = SeededGenerator.announced()
        let seed = generator.next()
        let desk = try Desk(.sqlite)
        for file in 0..<5 {
            let first = file * 10_000
            // The first expects too little, so that its filter has to grow.
            let words = try Self.record(first..<(first + 10_000), seed, desk, "\(file).csv", expected: file * 3_000)
            #expect(words == ["new": 10_000])
        }
        #expect(try Self.record(0..<50_000, seed, desk, "all.csv", expected: 50_000) == ["known": 50_000])
        #expect(try Self.record(49_990..<50_010, seed, desk, "few.csv", expected: 20) == ["known": 10, "new": 10])
        #expect(try desk.ledger.check() == [])
    }

    @Test func `keys that are no hashes are kept as well`() throws {
        let desk = try Desk(.sqlite)
        let session = try desk.begin()
        let group = try session.group(Desk.group())
        var block = RequestBlock()
        for number in 0..<2_000 {
            let key = CaseKey(high: UInt64(number), low: 0)
            block.append(CaseRequest(content: key, subject: key, group: group, record: number + 1), who: "")
        }
        #expect(try session.record(block).allSatisfy { $0 == .new })
        #expect(try session.record(block).allSatisfy { $0.word == "known" })
        try session.commit(Desk.completion("hires.csv"))
        try session.finished(results: nil)
        #expect(try desk.ledger.caseRecord(caseBits: 1_999)?.record == 2_000)
        #expect(try desk.ledger.check() == [])
    }

    private static func record(
        _ rows: Range<Int>, _ seed: UInt64, _ desk: Desk, _ file: String, expected: Int
    ) throws -> [String: Int] {
        let attempt = Desk.attempt(file, rows: expected)
        let session = try desk.ledger.beginImport(attempt, wait: .seconds(20)) { _ in nil }
        let group = try session.group(Desk.group())
        var words: [String: Int] = [:]
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 3_000) {
            var block = RequestBlock()
            for row in start..<min(start + 3_000, rows.upperBound) {
                var generator = SeededGenerator(seed: seed &+ UInt64(row) &* 0x1234_5679)
                let content = CaseKey(high: generator.next(), low: generator.next())
                let subject = CaseKey(high: generator.next(), low: generator.next())
                block.append(
                    CaseRequest(content: content, subject: subject, group: group, record: row + 1), who: "p\(row)")
            }
            for decision in try session.record(block) { words[decision.word, default: 0] += 1 }
        }
        try session.commit(Desk.completion(file))
        try session.finished(results: nil)
        return words
    }
}
