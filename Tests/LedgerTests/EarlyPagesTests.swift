import Ledger
import ServiceLevels
import TestSupport
import Testing

/// A long import writes cases to the file on its way. They are as if they were not there until it has ended.
@Suite struct EarlyPagesTests {
    private let desk: Desk
    private static let rows = 2_000

    init() throws {
        desk = try Desk(.sqlite)
    }

    /// - Parameter version: another one is about the same, and asks for it with other details.
    private func record(_ session: ImportSession, version: UInt64 = 0) throws -> Set<String> {
        let group = try session.group(Desk.group())
        var words: Set<String> = []
        for start in stride(from: 0, to: Self.rows, by: 200) {
            var block = RequestBlock()
            for row in start..<(start + 200) {
                var generator = SeededGenerator(seed: UInt64(row))
                let key = CaseKey(high: generator.next(), low: generator.next())
                let content = CaseKey(high: key.head ^ version, low: key.tail)
                block.append(
                    CaseRequest(content: content, subject: key, group: group, record: row + 1), who: "p\(row)")
            }
            words.formUnion(try session.record(block).map(\.word))
        }
        return words
    }

    private func requireEmpty(_ ledger: Ledger) throws {
        var seen = 0
        try ledger.forEachCase(CaseQuery()) { _ in
            seen += 1
            return true
        }
        #expect(seen == 0)
        #expect(try ledger.check() == [])
        #expect(try ledger.used(tenant: "acme", month: try #require(AllowanceMonth("2026-11"))) == 0)
    }

    @Test func `nobody sees the cases of an import that is under way`() throws {
        let session = try desk.begin()
        #expect(try record(session) == ["new"])
        // Whatever is asked of the ledger comes behind the pages that are on their way.
        _ = try session.used(month: try #require(AllowanceMonth("2026-11")))
        // They are in the file: it has grown beyond what its tables take.
        #expect(try Files.bytes(of: desk.ledger.path).count > 200_000)
        let other = try Ledger.open(desk.ledger.path, mode: .readOnly)
        try requireEmpty(other)
        try session.commit(Desk.completion("hires.csv"))
        try session.finished(results: nil)
        #expect(try other.batches(limit: 2).map(\.cases) == [Self.rows])
        #expect(try other.check() == [])
    }

    @Test func `cases that take the place of others are written on the way, too`() throws {
        let first = try desk.begin()
        _ = try record(first)
        try first.commit(Desk.completion("hires.csv"))
        try first.finished(results: nil)
        let size = try Files.bytes(of: desk.ledger.path).count
        let session = try desk.begin("changes.csv")
        #expect(try record(session, version: 1) == ["amends"])
        _ = try session.used(month: try #require(AllowanceMonth("2026-11")))
        let grown = try Files.bytes(of: desk.ledger.path).count - size
        #expect(grown > 40_000)
        #expect(try Ledger.open(desk.ledger.path, mode: .readOnly).batches(limit: 3).map(\.openCases) == [Self.rows])
        try session.commit(Desk.completion("changes.csv"))
        try session.finished(results: nil)
        #expect(try desk.ledger.batches(limit: 3).map(\.openCases) == [Self.rows, 0])
        #expect(try desk.ledger.check() == [])
    }

    @Test func `an import that is given up leaves none of its cases`() throws {
        let session = try desk.begin()
        _ = try record(session)
        session.abandon("The batch is held.")
        try requireEmpty(desk.ledger)
        let again = try desk.begin()
        #expect(try record(again) == ["new"])
        try again.commit(Desk.completion("hires.csv"))
        try again.finished(results: nil)
        #expect(try desk.ledger.batches(limit: 2).map(\.cases) == [Self.rows])
        #expect(try desk.ledger.check() == [])
    }
}
