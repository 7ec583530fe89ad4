import Foundation
import TestSupport
import Testing

/// Imports on a disk that fails at some write: what is seen afterwards is as if it had never failed.
///
/// The suite fails some of the writes of an import, `MUSTER_FAULTS=all` every one.
@Suite(.serialized) struct FaultyDiskTests {
    private let folder: TemporaryFolder
    private let rows = 40
    private let rejected: Set = [7, 19]

    init() throws {
        folder = try TemporaryFolder()
        let source = Repository.path("Tests/CommandTests/FaultyDisk/FaultyDisk.c")
        // The compiler that comes with Swift, or the system's where that is not in the path.
        let compile = "$(command -v clang || command -v cc) -shared -fPIC -O1 -Wall -o \"$0\" \"$1\""
        let made = try Program.shell.run(["-c", compile, folder.path(Self.sharedObject), source])
        try #require(made.status == 0, "\(made.errorText)")
        try folder.write(Command.hires(rows, rejected: rejected), to: "hires.csv")
        // Three of them change cases that are open already.
        try folder.write(
            Command.hires(3).replacingOccurrences(of: "Robin,Sample", with: "Robin,Before"), to: "before.csv")
    }

    private static let sharedObject = "libFaultyDisk.so"

    enum Fault: String, CaseIterable, CustomTestStringConvertible {
        /// One call fails, the next ones do not.
        case onceIO, onceFull
        /// All fail from then on.
        case io, full, readOnly

        var environment: [String: String] {
            switch self {
            case .onceIO: ["FAULTY_DISK_ERROR": "5", "FAULTY_DISK_CALLS": "1"]
            case .onceFull: ["FAULTY_DISK_ERROR": "28", "FAULTY_DISK_CALLS": "1"]
            case .io: ["FAULTY_DISK_ERROR": "5"]
            case .full: ["FAULTY_DISK_ERROR": "28"]
            case .readOnly: ["FAULTY_DISK_ERROR": "30"]
            }
        }

        var testDescription: String { rawValue }
    }

    private func run(_ file: String, _ output: String, _ faults: [String: String]) throws -> Outcome {
        let preload = ["LD_PRELOAD": folder.path(Self.sharedObject)]
        return try Program.muster.run(
            ["import", file, "--output", output, "--quiet"] + Command.steady,
            environment: preload.merging(faults) { _, fault in fault }, in: folder.path)
    }

    private func results(in output: String) throws -> [String: [UInt8]] {
        try Files.contents(of: folder.path("\(output)/hires")).filter { !$0.key.hasPrefix("report.") }
    }

    @Test(arguments: Fault.allCases)
    func `an import on a failing disk says so, and the next one makes it good`(fault: Fault) throws {
        #expect(try run("before.csv", "reference", [:]).status == 0)
        let count = ["FAULTY_DISK_COUNT": folder.path("count")]
        #expect(try run("hires.csv", "reference", count).status == 2)
        let calls = try #require(Int(try folder.text(of: "count")))
        #expect(calls > 20)
        let reference = try results(in: "reference")
        #expect(reference.count == 3)

        var random = SeededGenerator.announced()
        let isWhole = ProcessInfo.processInfo.environment["MUSTER_FAULTS"] == "all"
        let places = isWhole ? Array(1...calls) : Array((1...calls).shuffled(using: &random).prefix(2))
        var failed = 0
        for call in places {
            let output = "out-\(call)"
            #expect(try run("before.csv", output, [:]).status == 0)
            let faulty = try run(
                "hires.csv", output, fault.environment.merging(["FAULTY_DISK_AT": "\(call)"]) { _, at in at })
            let place: Comment = "\(fault.rawValue) at call \(call) of \(calls): \(faulty.status) \(faulty.errorText)"
            // 2: what failed was not needed for the import, or its results are in their place although it failed.
            #expect([2, 73, 74, 75].contains(faulty.status), place)
            if faulty.status != 2 {
                failed += 1
                #expect(faulty.errorText.contains("."), place)
            }
            if Files.exists(folder.path("\(output)/hires")) { #expect(try results(in: output) == reference, place) }
            let last = try run("hires.csv", output, [:])
            #expect([0, 2].contains(last.status), place)
            #expect(try results(in: output) == reference, place)
            #expect(Files.names(in: folder.path(output)) == ["before", "hires"], place)
            try folder.expectEachCaseOnce(output, rows: rows, accepted: rows - rejected.count, place)
        }
        if isWhole { #expect(failed > 0) }
    }

    /// Large results go past the system's cache, where the file system lets them.
    @Test func `what may not go past the cache goes by way of it, and what goes nowhere ends the import`() throws {
        try folder.write(Command.hires(60_000), to: "large.csv")
        func run(_ output: String, refusing what: String?) throws -> Outcome {
            try Program.muster.run(
                ["import", "large.csv", "--output", output, "--quiet", "--ledger", "none"] + Command.steady,
                environment: ["LD_PRELOAD": folder.path(Self.sharedObject), "FAULTY_DISK_REFUSES": what ?? "none"],
                in: folder.path)
        }
        #expect(try run("reference", refusing: nil).status == 0)
        #expect(try run("direct", refusing: "direct").status == 0)
        let reference = try folder.bytes(of: "reference/large/cases.csv")
        #expect(reference.count > 12 << 20)
        #expect(try folder.bytes(of: "direct/large/cases.csv") == reference)
        let refused = try run("none", refusing: "all")
        // On a file system that has no way past its cache, no write says at which place it goes.
        if refused.status == 0 {
            #expect(try folder.bytes(of: "none/large/cases.csv") == reference)
        } else {
            #expect(refused.status == 74 && refused.errorText.contains("cases.csv cannot be written"))
            #expect(!Files.exists(folder.path("none/large")))
        }
    }
}
