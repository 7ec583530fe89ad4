import Foundation
import Ledger
import ServiceLevels
import TestSupport
import Testing

/// A process that is killed, that cannot write, or that is one of many.
@Suite(.serialized) struct CrashTests {
    /// `MUSTER_KILL_ROWS` and `MUSTER_KILLS` make more of it: 20,000 rows and 1,000 kills, say, take an hour.
    private static let rows = number("MUSTER_KILL_ROWS") ?? 1_500
    private static let kills = number("MUSTER_KILLS") ?? 12
    /// Each seed is imported twice, and killed twice at each of them.
    private static let seeds = (kills + 3) / 4
    private let folder: TemporaryFolder
    private let trial = Program.helper("LedgerTrial")

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private func arguments(_ ledger: String, seed: Int, version: Int = 0) -> [String] {
        [
            folder.path(ledger), "--rows", "\(Self.rows)", "--seed", "\(seed)", "--version", "\(version)", "--results",
            folder.path("results"), "--log-pages", "1",
        ]
    }

    /// What the ledger and its results must be after these imports, whatever happened on the way.
    private func requireWhole(_ name: String, imports: Int, seeds: Int) throws {
        let ledger = try Ledger.open(folder.path(name), mode: .readOnly)
        #expect(try ledger.check() == [])
        let batches = try ledger.batches(limit: 1_000)
        #expect(batches.count == imports)
        #expect(batches.allSatisfy { $0.cases == Self.rows && $0.results != nil })
        #expect(batches.reduce(0) { $0 + $1.openCases } == seeds * Self.rows)
        for batch in batches {
            let file = try Files.text(of: "\(batch.results ?? "")/cases.csv")
            #expect(file == (1...Self.rows).map { "\($0)\n" }.joined())
        }
        #expect(try ledger.executions(limit: 10_000).allSatisfy { $0.outcome != .running })
    }

    @Test func `imports killed at any instant are as if they had run once`() throws {
        var generator = SeededGenerator.announced()
        let start = ContinuousClock.now
        #expect(try trial.run(arguments("first.ledger", seed: 1)).status == 0)
        let usual = (ContinuousClock.now - start) / .milliseconds(1)
        for seed in 1...Self.seeds {
            // The second version amends every case of the first.
            for version in 0...1 {
                for _ in 0..<2 {
                    let running = try trial.start(arguments("killed.ledger", seed: seed, version: version))
                    usleep(UInt32(Double.random(in: 0...(usual * 1_200), using: &generator)))
                    running.send(SIGKILL)
                    _ = running.wait()
                }
                let last = try trial.run(arguments("killed.ledger", seed: seed, version: version))
                #expect(last.status == 0, "\(last.errorText)")
            }
        }
        try requireWhole("killed.ledger", imports: 2 * Self.seeds, seeds: Self.seeds)
    }

    @Test func `an import that cannot write leaves the ledger as it was`() throws {
        var generator = SeededGenerator.announced()
        let ledger = folder.path("full.ledger")
        #expect(try trial.run(arguments("full.ledger", seed: 1)).status == 0)
        let size = try Files.bytes(of: ledger).count
        var failed = 0
        for attempt in 0..<8 {
            // In units of 512 bytes: from next to nothing to nearly enough.
            let limit = attempt == 0 ? 16 : Int.random(in: 17...(size * 2 / 512), using: &generator)
            let command = "trap '' XFSZ; ulimit -f \(limit); exec \"$0\" \"$@\""
            let outcome = try Program.shell.run(
                ["-c", command, trial.path] + arguments("full.ledger", seed: 2))
            #expect([0, 74, 75].contains(outcome.status), "limit \(limit): \(outcome.status) \(outcome.errorText)")
            if outcome.status == 0 { break }
            failed += 1
            #expect(outcome.errorText.split(separator: "\n").count == 1, "\(outcome.errorText)")
            #expect(try Ledger.open(ledger, mode: .readOnly).check() == [])
        }
        #expect(failed > 0)
        #expect(try trial.run(arguments("full.ledger", seed: 2)).status == 0)
        try requireWhole("full.ledger", imports: 2, seeds: 2)
    }

    @Test func `twenty processes with one file make each case once`() throws {
        let running = try (0..<20).map { _ in try trial.start(arguments("many.ledger", seed: 7)) }
        let outcomes = running.map { $0.wait() }
        #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes.map(\.errorText).joined())")
        let firsts = outcomes.filter { $0.outputText.contains("rows \(Self.rows) new \(Self.rows)\n") }
        let others = outcomes.filter { $0.outputText.contains("rows \(Self.rows) known \(Self.rows)\n") }
        #expect(firsts.count == 1)
        #expect(others.count == 19)
        try requireWhole("many.ledger", imports: 1, seeds: 1)
    }

    @Test func `who waits in vain learns who is at work`() throws {
        let path = folder.path("busy.ledger")
        let ledger = try Ledger.open(path, mode: .readWrite)
        let session = try ledger.beginImport(Desk.attempt(), wait: .zero) { _ in nil }
        let other = try Ledger.open(path, mode: .readWrite)
        let error = #expect(throws: LedgerError.self) {
            _ = try other.beginImport(Desk.attempt(), wait: .milliseconds(30)) { _ in nil }
        }
        #expect(error?.code == .busy)
        #expect(error?.message.contains("process \(getpid()) on ") == true, "\(error?.message ?? "")")
        // Questions are answered meanwhile.
        #expect(try Ledger.open(path, mode: .readOnly).executions(limit: 1).map(\.outcome) == [.running])
        session.abandon("enough")
        try other.beginImport(Desk.attempt(), wait: .zero) { _ in nil }.abandon("enough")
    }
}
