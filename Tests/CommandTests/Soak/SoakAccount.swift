import Foundation
import TestSupport

/// Holds what lies in the folders of an inbox, and in its ledger, against what was dropped.
struct SoakAccount {
    let folder: TemporaryFolder
    let drops: SoakDrops
    /// Everything that does not come out.
    private(set) var faults: [String] = []
    /// How many results show a row as a case, or as rejected.
    private var accepted: [Int: Int] = [:]
    private var rejected: [Int: Int] = [:]
    private var cases: Set<String> = []
    private(set) var filedRows = 0
    private(set) var rejectedRows = 0
    private(set) var repeatedRows = 0
    private(set) var repeatedFiles = 0

    init(_ drops: SoakDrops, in folder: TemporaryFolder) throws {
        self.drops = drops
        self.folder = folder
        let archived = try checkArchive()
        try checkResults(archived)
        checkFailed()
        try checkLedger()
        for place in ["inbox", "working", "held"] {
            let left = Files.listing(of: folder.path("in/\(place)"))
            if !left.isEmpty { faults.append("left in \(place): \(left.prefix(5))") }
        }
    }

    private static func isMarker(_ name: String) -> Bool {
        [".done", ".approve", ".reject"].contains { name.hasSuffix($0) || name.contains($0 + "-") }
    }

    /// Every file that was dropped lies in the archive with the very bytes it had, as many times as it was dropped.
    ///
    /// - Returns: what is there.
    private mutating func checkArchive() throws -> [SoakDrops.Content] {
        var counts: [[UInt8]: Int] = [:]
        for name in Files.listing(of: folder.path("in/archive")) where !name.hasSuffix("/") && !Self.isMarker(name) {
            let bytes = try Files.bytes(of: folder.path("in/archive/\(name)"))
            if drops.content(bytes) == nil { faults.append("\(name) in the archive is not what was dropped") }
            counts[bytes, default: 0] += 1
        }
        let archived = counts.keys.compactMap(drops.content)
        for (bytes, count) in counts {
            guard let content = drops.content(bytes) else { continue }
            let expected = content.isGivenUp ? 0 : content.copies
            if count != expected {
                faults.append("the file from row \(content.rows[0]) is archived \(count) times of \(expected)")
            }
        }
        if counts.values.reduce(0, +) != drops.imports {
            faults.append("\(counts.values.reduce(0, +)) archived of \(drops.imports)")
        }
        return archived
    }

    private struct Report: Decodable {
        struct Run: Decodable { var outcome: String }
        struct Input: Decodable { var sha256: String }
        struct Counts: Decodable {
            var read: Int
            var accepted: Int
            var rejected: Int
            var alreadyImported: Int
            var balanced: Bool
        }
        var run: Run
        var input: Input
        var counts: Counts
    }

    /// Each content was judged once and only once; each of its rows is a case, is rejected, or was a case already.
    private mutating func checkResults(_ archived: [SoakDrops.Content]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        var judged: Set<String> = []
        var repeated: [String: Int] = [:]
        var held = 0
        var reads: [Int: Int] = [:]
        for day in Files.names(in: folder.path("in/results")) {
            for name in Files.names(in: folder.path("in/results/\(day)")) where !name.hasPrefix(".muster-") {
                // A hidden folder is left by a killed process; the next import of the day sweeps it away.
                let place = folder.path("in/results/\(day)/\(name)")
                let report = try decoder.decode(
                    Report.self, from: Data(try Files.bytes(of: "\(place)/report.json")))
                switch report.run.outcome {
                case "held": held += 1
                case "already imported": repeated[report.input.sha256, default: 0] += 1
                case "finished":
                    if !judged.insert(report.input.sha256).inserted { faults.append("\(name) was judged twice") }
                    try check(report, name, place, &reads)
                default: faults.append("\(name) is \(report.run.outcome)")
                }
            }
        }
        repeatedFiles = repeated.values.reduce(0, +)
        for hash in repeated.keys where !judged.contains(hash) { faults.append("results of \(hash) are gone") }
        if judged.count != archived.count { faults.append("\(judged.count) results of \(archived.count) contents") }
        if judged.count + repeatedFiles != drops.imports {
            faults.append("\(judged.count) and \(repeatedFiles) repeated results of \(drops.imports) files")
        }
        if held != drops.givenUp { faults.append("\(held) results are held, \(drops.givenUp) were given up") }
        checkRows(archived, reads)
    }

    private mutating func check(_ report: Report, _ name: String, _ place: String, _ reads: inout [Int: Int]) throws {
        let counts = report.counts
        let file = ReferenceCSV(try Files.text(of: "\(place)/cases.csv"))
        let filed = file.column("employee_id").compactMap { Int($0.dropFirst()) }
        let refused = ReferenceCSV(try Files.text(of: "\(place)/rejected.csv")).column("Employee ID")
            .compactMap { Int($0.dropFirst()) }
        if !counts.balanced || counts.read != counts.accepted + counts.rejected + counts.alreadyImported
            || filed.count != counts.accepted || refused.count != counts.rejected
        {
            faults.append(
                "\(name): \(counts.read) rows read, \(filed.count) filed, \(refused.count) rejected, "
                    + "\(counts.alreadyImported) known already")
        }
        for row in filed { accepted[row, default: 0] += 1 }
        for row in refused { rejected[row, default: 0] += 1 }
        for id in file.column("case_id") where !cases.insert(id).inserted { faults.append("the case \(id) is twice") }
        reads[counts.read, default: 0] += 1
        filedRows += filed.count
        rejectedRows += refused.count
        repeatedRows += counts.alreadyImported
    }

    /// - Parameter reads: how many results have so many rows.
    private mutating func checkRows(_ archived: [SoakDrops.Content], _ reads: [Int: Int]) {
        var sizes: [Int: Int] = [:]
        var wrong: [Int: Int] = [:]
        var good: Set<Int> = []
        for content in archived {
            sizes[content.rows.count, default: 0] += 1
            for row in content.rows {
                if content.isWrong(row) { wrong[row, default: 0] += 1 } else { good.insert(row) }
            }
        }
        if sizes != reads { faults.append("results do not have the numbers of rows that the files have") }
        let seen = Set(accepted.keys).union(rejected.keys)
        let groups: [(String, Set<Int>)] = [
            ("missing", drops.rows.subtracting(seen)), ("of nobody", seen.subtracting(drops.rows)),
            ("filed twice", Set(accepted.filter { $0.value > 1 }.keys)),
            ("not filed", good.subtracting(accepted.keys)),
            ("filed though wrong", Set(accepted.keys).subtracting(good)),
            ("rejected more or less often than read", Set(rejected.filter { $0.value != wrong[$0.key] }.keys)),
            ("wrong and not rejected", Set(wrong.keys).subtracting(rejected.keys)),
        ]
        for (what, rows) in groups where !rows.isEmpty {
            faults.append("\(rows.count) rows \(what): \(rows.sorted().prefix(5))")
        }
    }

    /// Whatever is in `failed` has its note. An answer comes there when a process is killed between obeying it and putting
    /// it away.
    private mutating func checkFailed() {
        let names = Files.names(in: folder.path("in/failed"))
        let files = names.filter { !$0.hasSuffix(".why.txt") }
        if Set(names) != Set(files + files.map { $0 + ".why.txt" }) { faults.append("notes in failed: \(names)") }
        let count = files.count { !Self.isMarker($0) }
        if count != drops.failures + drops.givenUp {
            faults.append("\(count) in failed of \(drops.failures) and \(drops.givenUp) given up")
        }
    }

    /// The ledger is whole, and has the very cases that the results have.
    private mutating func checkLedger() throws {
        let ledger = folder.path("in/.muster/ledger.sqlite")
        let check = try Program.muster.run(["ledger", "check", "--ledger", ledger])
        if check.status != 0 { faults.append("ledger check: \(check.outputText)\(check.errorText)") }
        let list = try Program.muster.run(["cases", "--ledger", ledger, "--format", "csv"])
        let known = ReferenceCSV(list.outputText)
        let ids = known.column("case_id")
        if list.status != 0 || Set(ids) != cases || ids.count != cases.count {
            faults.append("the ledger has \(ids.count) cases, the results \(cases.count)")
        }
    }
}
