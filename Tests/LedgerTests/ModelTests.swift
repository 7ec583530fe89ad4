import Ledger
import ServiceLevels
import TestSupport
import Testing

/// Random imports against a model of a few lines.
@Suite struct ModelTests {
    /// What the rules come to, in dictionaries.
    private struct Model {
        var contents: Set<CaseKey> = []
        /// The open case of each subject, by its content.
        var open: [CaseKey: CaseKey] = [:]
        var openWithoutSubject = 0
        var cancellations = 0

        mutating func decide(_ ask: Ask) -> String {
            if contents.contains(ask.contentKey) { return "known" }
            let current = ask.subjectKey.flatMap { open[$0] }
            if ask.isCancellation {
                guard current != nil, let subject = ask.subjectKey else { return "nothing" }
                contents.insert(ask.contentKey)
                open[subject] = nil
                cancellations += 1
                return "cancels"
            }
            contents.insert(ask.contentKey)
            guard let subject = ask.subjectKey else {
                openWithoutSubject += 1
                return "new"
            }
            open[subject] = ask.contentKey
            return current == nil ? "new" : "amends"
        }
    }

    @Test(arguments: Engine.allCases)
    func `random imports are decided as the model decides`(engine: Engine) throws {
        var generator = SeededGenerator.announced()
        let desk = try Desk(engine)
        var model = Model()
        for file in 0..<12 {
            let session = try desk.begin("\(file).csv")
            let group = try session.group(Desk.group())
            let isAbandoned = file % 5 == 4
            var scratch = model
            var record = 1
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let asks = (0..<Int.random(in: 0...700, using: &generator)).map { _ in
                    Self.ask(&generator, crowd: file < 6 ? 60 : 3_000)
                }
                let expected = asks.map { scratch.decide($0) }
                let decisions = try session.record(asks.block(in: group, firstRecord: record))
                #expect(decisions.map(\.word) == expected)
                record += asks.count
            }
            if isAbandoned {
                session.abandon("a test")
                continue
            }
            model = scratch
            try session.commit(Desk.completion("\(file).csv"))
            try session.finished(results: nil)
        }
        #expect(try desk.openCount() == model.open.count + model.openWithoutSubject + model.cancellations)
        let status = try desk.ledger.status(at: Desk.november) { _ in AllowanceMonth("2026-11") }
        #expect(status.uses.map(\.cases) == [model.contents.count])
        #expect(try desk.ledger.check() == [])
        for content in model.open.values.prefix(200) {
            #expect(try desk.ledger.caseRecord(caseBits: content.caseBits)?.outcome == .open)
        }
        try desk.ledger.compact(wait: .seconds(20))
        #expect(try desk.ledger.check() == [])
        #expect(try desk.openCount() == model.open.count + model.openWithoutSubject + model.cancellations)
    }

    private static func ask(_ generator: inout SeededGenerator, crowd: Int) -> Ask {
        let number = Int.random(in: 0..<crowd, using: &generator)
        let subject = number % 10 == 0 ? nil : "person \(number)"
        return Ask(
            subject: subject, content: "\(Int.random(in: 0..<4, using: &generator))",
            isCancellation: Int.random(in: 0..<8, using: &generator) == 0)
    }
}
