import Foundation
import Glibc
import Ledger
import ServiceLevels

/// Imports made-up requests into a ledger, to measure it and to be killed at it. No part of the product.
///
///     LedgerTrial LEDGER --rows 1000000 --seed 7      # cases of their own for each seed
///     LedgerTrial LEDGER --rows 20000 --results DIR   # with a result file, as an import has
@main
struct Trial {
    private static let blockSize = 2_000

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        func option(_ name: String) -> String? {
            arguments.firstIndex(of: "--\(name)").flatMap { $0 + 1 < arguments.count ? arguments[$0 + 1] : nil }
        }
        guard let path = arguments.first else { return print("LedgerTrial LEDGER --rows N --seed S") }
        let rows = option("rows").flatMap { Int($0) } ?? 1_000_000
        let seed = option("seed").flatMap { UInt64($0) } ?? 1
        let version = option("version").flatMap { UInt64($0) } ?? 0
        do {
            try run(
                path, rows: rows, seed: seed, version: version, results: option("results"),
                pagesOfLog: option("log-pages").flatMap { Int($0) } ?? 512)
        } catch let error as LedgerError {
            _ = Array("\(error)\n".utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            exit(error.code == .busy ? 75 : 74)
        }
    }

    private static func run(
        _ path: String, rows: Int, seed: UInt64, version: UInt64, results: String?, pagesOfLog: Int
    ) throws {
        let start = Clocks.now
        let ledger = try Ledger.open(path, mode: .readWrite, pagesOfLog: pagesOfLog)
        let attempt = ImportAttempt(
            tenant: "trial", file: "trial-\(seed).csv", inputBytes: rows * 100, definitionsHash: "trial",
            started: Instant(secondsSince1970: 1_795_000_000) ?? .earliest, expectedRows: rows)
        let session = try ledger.beginImport(attempt) { try place($0) }
        let opened = Clocks.now
        let groups = try (0..<12).map { try session.group(group($0)) }
        var counts: [String: Int] = [:]
        var block = RequestBlock()
        var row = 0
        var output = Data()
        var making = 0.0
        while row < rows {
            let before = Clocks.now
            block.removeAll()
            for _ in 0..<min(blockSize, rows - row) {
                row += 1
                add(row, seed: seed, version: version, groups, to: &block)
            }
            making += Clocks.now - before
            for (index, decision) in try session.record(block).enumerated() {
                counts[name(decision), default: 0] += 1
                if results != nil { output.append(Data("\(row - block.requests.count + index + 1)\n".utf8)) }
            }
        }
        let recorded = Clocks.now
        let hash = "input-\(seed)-\(version)-\(rows)"
        var pending: PendingResults?
        if let results {
            let staging = "\(results)/.trial-\(getpid())"
            try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: true)
            try output.write(to: URL(fileURLWithPath: "\(staging)/cases.csv"))
            pending = PendingResults(
                staging: staging, output: results, name: "trial-\(seed)-\(version)", inputHash: hash)
        }
        try session.commit(
            ImportCompletion(
                inputHash: hash, ended: attempt.started, counts: "{}", dialect: "{}", definitions: "{}",
                results: pending))
        let committed = Clocks.now
        try session.finished(results: pending.flatMap { try place($0) })
        let finished = Clocks.now
        try ledger.close()
        let closed = Clocks.now
        func seconds(_ value: Double) -> String { String(format: "%.3f", value) }
        print(
            """
            rows \(rows) \(counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: " "))
            open \(seconds(opened - start)) record \(seconds(recorded - opened - making)) \
            commit \(seconds(committed - recorded)) finish \(seconds(finished - committed)) \
            close \(seconds(closed - finished)) (making rows \(seconds(making)))
            durable after \(seconds(committed - start - making)) s: \
            \(Int(Double(rows) / (committed - start - making))) rows/s; \
            with tidying \(Int(Double(rows) / (closed - start - making))) rows/s; peak \(Clocks.peak) MiB
            """)
    }

    private static func add(
        _ row: Int, seed: UInt64, version: UInt64, _ groups: [CaseGroupNumber], to block: inout RequestBlock
    ) {
        let (one, two) = (mix(seed &* 0x1_0000_0001 &+ UInt64(row)), mix(seed &* 31 &+ UInt64(row) &* 0x9E37_79B9))
        let request = CaseRequest(
            content: CaseKey(high: one ^ mix(version), low: two ^ version),
            subject: CaseKey(high: two, low: one), group: groups[row % groups.count], record: row,
            effectiveDate: nil)
        block.append(request, who: "Robin Sample \(row) · robin.\(row)@example.com")
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value &+ 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private static func group(_ number: Int) -> CaseGroup {
        let received = Instant(secondsSince1970: 1_795_000_000) ?? .earliest
        let due = Instant(secondsSince1970: 1_795_086_400) ?? .latest
        return CaseGroup(
            product: "8x8 Work", serviceID: "service-\(number)", service: "Service \(number)", kind: "addition",
            region: "US", plan: "standard", serviceLevel: "user-administration", received: received, due: due,
            month: AllowanceMonth("2026-11"))
    }

    private static func name(_ decision: Decision) -> String {
        switch decision {
        case .new: "new"
        case .alreadyImported: "known"
        case .amends: "amended"
        case .cancels: "cancelled"
        case .nothingToCancel: "nothing"
        }
    }

    /// Gives results their name; where they have it already, that is where they are.
    private static func place(_ pending: PendingResults) throws -> String? {
        let folder = "\(pending.output)/\(pending.name)"
        if rename(pending.staging, folder) == 0 || access(folder, F_OK) == 0 { return folder }
        return nil
    }
}

private enum Clocks {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Peak memory in MiB.
    static var peak: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss / 1_024
    }
}
