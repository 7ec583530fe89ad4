import Foundation
import TestSupport
import Testing

/// Imports that are killed at any instant, run again and held against one that nobody disturbed.
///
/// The suite kills a few small ones; `Scripts/crash` kills a thousand of 20,000 rows.
@Suite(.serialized) struct KilledImportTests {
    private let folder: TemporaryFolder
    private let rows = Self.number("MUSTER_KILL_ROWS") ?? 1_500
    private let kills = Self.number("MUSTER_KILLS") ?? 8

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init)
    }

    /// Lies among results from the rename until the ledger knows of it.
    private let mark = ".filed"

    private func arguments(_ file: String, _ output: String) -> [String] {
        ["import", file, "--output", output, "--quiet"] + Command.steady
    }

    /// What must be the same whenever an import runs: all but the reports, which tell the time.
    private func results(in output: String) throws -> [String: [UInt8]] {
        try Files.contents(of: folder.path("\(output)/hires")).filter { !$0.key.hasPrefix("report.") && $0.key != mark }
    }

    @Test func `an import that is killed at any instant is brought to its end by the next, byte for byte`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let rejected = Set((0..<rows / 50).map { _ in Int.random(in: 1...rows, using: &random) })
        try folder.write(Command.hires(rows, rejected: rejected), to: "hires.csv")
        let start = ContinuousClock.now
        #expect(try Program.muster.run(arguments("hires.csv", "reference"), in: folder.path).status == 2)
        let duration = (ContinuousClock.now - start) / .microseconds(1)
        let reference = try results(in: "reference")
        #expect(reference.count == 3)

        var killed = 0
        var round = 0
        while killed < kills {
            round += 1
            let output = "out-\(round)"
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let run = try Program.muster.start(arguments("hires.csv", output), in: folder.path)
                usleep(UInt32(Double.random(in: 0...1.05 * duration, using: &random)))
                run.send(SIGKILL)
                if run.wait().status == 128 + SIGKILL { killed += 1 }
                // What is to be seen is whole.
                if Files.exists(folder.path("\(output)/hires")) {
                    #expect(try results(in: output) == reference, "seed \(seed), round \(round)")
                }
            }
            let last = try Program.muster.run(arguments("hires.csv", output), in: folder.path)
            // 0: the killed run had filed all, and this one gave its results their place.
            #expect([0, 2].contains(last.status), "seed \(seed), round \(round): \(last.errorText)")
            #expect(try results(in: output) == reference, "seed \(seed), round \(round)")
            #expect(!Files.exists(folder.path("\(output)/hires/\(mark)")), "seed \(seed), round \(round)")
            #expect(Files.names(in: folder.path(output)) == ["hires"], "seed \(seed), round \(round)")
            try folder.expectEachCaseOnce(
                output, rows: rows, accepted: rows - rejected.count, "seed \(seed), round \(round)")
            try FileManager.default.removeItem(atPath: folder.path(output))
        }
    }

    @Test func `twenty imports of one file at once file each case once`() throws {
        try folder.write(Command.hires(200), to: "hires.csv")
        let runs = try (0..<20).map { _ in
            try Program.muster.start(arguments("hires.csv", "out"), in: folder.path)
        }
        for run in runs { #expect(run.wait(seconds: 300).status == 0) }
        try folder.expectEachCaseOnce("out", rows: 200, accepted: 200, "20 at once")
        #expect(Files.names(in: folder.path("out")) == ["hires", "more"])
    }
}
