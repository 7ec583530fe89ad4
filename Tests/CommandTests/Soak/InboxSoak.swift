import CLinux
import Foundation
import Glibc
import TestSupport

/// Several watchers on one inbox, files of all kinds dropped in every way people and programs have, and processes killed
/// at random: then every row of every file must be accounted for exactly once.
final class InboxSoak {
    struct Plan {
        var files: Int
        var watchers: Int
        /// How long dropping takes, in seconds; the end is waited for besides.
        var seconds: Double
    }

    private let plan: Plan
    private let folder: TemporaryFolder
    private var random: SeededGenerator
    private var watchers: [RunningProgram] = []
    /// Numbers of the rows that Muster must account for, each in one place.
    private(set) var expectedRows: Set<Int> = []
    /// Files that cannot be imported.
    private(set) var expectedFailures = 0
    /// Files whose results must be there.
    private(set) var expectedImports = 0
    private(set) var kills = 0
    private var nextRow = 1
    /// What is being written piece by piece: the open file and the pieces to come.
    private var slow: [(handle: FileHandle, pieces: [[UInt8]])] = []

    init(_ plan: Plan, random: SeededGenerator) throws {
        self.plan = plan
        self.random = random
        folder = try TemporaryFolder()
        try folder.write(
            """
            inboxes:
              soak: {folder: in, region: US, settle: 500ms, poll: 500ms, empty-wait: 1s, guards: off, lease: 10s}
            """, to: "muster.yaml")
        try FileManager.default.createDirectory(atPath: folder.path("in/inbox"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("making"), withIntermediateDirectories: true)
    }

    // MARK: The play

    /// - Throws: `Failure` when files are left that nobody takes.
    func run() throws {
        for _ in 0..<plan.watchers { watchers.append(try startWatcher()) }
        let start = Date()
        for number in 0..<plan.files {
            try drop(number)
            try writePieces(all: false)
            let disturbances = max(Double(plan.watchers) * 4, plan.seconds / 4)
            if Double.random(in: 0..<1, using: &random) < disturbances / Double(plan.files) { try disturb() }
            let due = plan.seconds * Double(number + 1) / Double(plan.files)
            // Now and then a heap of files comes at once.
            while !number.isMultiple(of: 7), Date().timeIntervalSince(start) < due {
                Thread.sleep(forTimeInterval: 0.01)
                try writePieces(all: false)
            }
        }
        while !slow.isEmpty { try writePieces(all: true) }
        try finish()
    }

    private func startWatcher() throws -> RunningProgram {
        try Program.muster.start(
            ["watch", "--config", "muster.yaml", "--log-level", "error"], environment: ["SWIFT_BACKTRACE": "enable=no"],
            in: folder.path)
    }

    /// Kills, stops or suspends a watcher; another takes its place.
    private func disturb() throws {
        let index = Int.random(in: 0..<watchers.count, using: &random)
        kills += 1
        switch Int.random(in: 0..<4, using: &random) {
        case 0: watchers[index].send(SIGTERM)
        case 1:
            watchers[index].send(SIGSTOP)
            Thread.sleep(forTimeInterval: 0.2)
            return watchers[index].send(SIGCONT)
        default: watchers[index].send(SIGKILL)
        }
        let old = watchers[index]
        watchers[index] = try startWatcher()
        _ = old.wait(seconds: 30)
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Waits until the inbox is empty, then ends all watchers.
    private func finish() throws {
        let deadline = Date().addingTimeInterval(180 + plan.seconds)
        while true {
            let left = Files.names(in: folder.path("in/inbox")) + Files.names(in: folder.path("in/working"))
            if left.isEmpty { break }
            guard Date() < deadline else {
                throw Failure(description: "left behind: \(Files.listing(of: folder.path("in/working"))), \(left)")
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        for watcher in watchers { watcher.send(SIGTERM) }
        for watcher in watchers { _ = watcher.wait(seconds: 30) }
    }

    // MARK: Dropping

    private func drop(_ number: Int) throws {
        let name = name(number)
        switch Int.random(in: 0..<20, using: &random) {
        case 0:
            expectedFailures += 1
            try place([0, 1, 2, 0, 0, 3], as: name)
        case 1:
            expectedFailures += 1
            try place([], as: "empty-\(number).csv")
        case 2:
            expectedFailures += 1
            guard symlink("/etc/hostname", folder.path("in/inbox/link-\(number).csv")) == 0 else {
                throw Failure(description: "no link can be made")
            }
        case 3: try dropFolder(number)
        case 4, 5, 6:
            // In pieces, by a program that keeps the file open.
            let bytes = file(Int.random(in: 1...300, using: &random))
            let path = folder.path("in/inbox/slow-\(number).csv")
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw Failure(description: "\(path) cannot be made") }
            let count = Int.random(in: 2...6, using: &random)
            let size = max(1, bytes.count / count)
            slow.append(
                (
                    handle,
                    stride(from: 0, to: bytes.count, by: size).map {
                        Array(bytes[$0..<min(bytes.count, $0 + size)])
                    }
                ))
            expectedImports += 1
        case 7, 8: try dropOver("daily.csv")
        case 9, 10:
            // Another name first, as browsers and careful scripts do.
            let made = try folder.write(file(Int.random(in: 1...300, using: &random)), to: "in/inbox/\(name).part")
            guard rename(made, folder.path("in/inbox/\(name)")) == 0 else { throw Failure(description: "no rename") }
            expectedImports += 1
        case 11:
            try place(file(5), as: name)
            try folder.write("", to: "in/inbox/\(name).done")
            expectedImports += 1
        default:
            try place(file(Int.random(in: 1...300, using: &random)), as: name)
            expectedImports += 1
        }
    }

    private func name(_ number: Int) -> String {
        switch number % 9 {
        case 0: "with space \(number).csv"
        case 1: "Übung-\(number).csv"
        case 2: "$(x); '\(number).csv"
        case 3: "two\nlines-\(number).csv"
        case 4: String(repeating: "long", count: 55) + "-\(number).csv"
        default: "file-\(number).csv"
        }
    }

    /// A file appears whole: made elsewhere, then moved.
    private func place(_ bytes: [UInt8], as name: String) throws {
        let made = try folder.write(bytes, to: "making/next")
        guard rename(made, folder.path("in/inbox/\(name)")) == 0 else {
            throw Failure(description: "no rename: \(name)")
        }
    }

    /// The same name again and again: the new file swaps places with one that nobody has taken yet.
    private func dropOver(_ name: String) throws {
        let first = nextRow
        let made = try folder.write(file(20), to: "making/over")
        let target = folder.path("in/inbox/\(name)")
        while true {
            // Either of the two fails when a watcher takes the file in this moment.
            if muster_renameat2(made, target, UInt32(MUSTER_RENAME_NOREPLACE)) == 0 {
                expectedImports += 1
                return
            }
            if muster_renameat2(made, target, UInt32(MUSTER_RENAME_EXCHANGE)) == 0 { break }
        }
        // What came back was never taken, so its rows are not expected.
        let text = try Files.text(of: made)
        for id in ReferenceCSV(text).column("Employee ID") {
            if let row = Int(id.dropFirst()), row < first { expectedRows.remove(row) }
        }
    }

    private func dropFolder(_ number: Int) throws {
        let names = ["a.csv", "b.csv", "same.csv"]
        for name in names {
            try folder.write(file(Int.random(in: 1...40, using: &random)), to: "making/folder/\(name)")
        }
        guard rename(folder.path("making/folder"), folder.path("in/inbox/folder-\(number)")) == 0 else {
            throw Failure(description: "no folder")
        }
        expectedImports += names.count
    }

    /// Writes the next piece of one slow file, or of all.
    private func writePieces(all: Bool) throws {
        for index in slow.indices.reversed() where all || Int.random(in: 0..<20, using: &random) == 0 {
            try slow[index].handle.write(contentsOf: slow[index].pieces.removeFirst())
            if slow[index].pieces.isEmpty {
                try slow[index].handle.close()
                slow.remove(at: index)
            }
        }
    }

    /// New users with numbers that no other file has; every tenth row is wrong.
    private func file(_ rows: Int) -> [UInt8] {
        var text = "Employee ID,First Name,Last Name,Email,Username,Site,Product,Service\n"
        for row in nextRow..<(nextRow + rows) {
            let at = row.isMultiple(of: 10) ? " at " : "@"
            text += "E\(row),Robin,Sample,robin.\(row)\(at)example.com,robin.\(row),London,8x8 Work,New User Set-Up\n"
            expectedRows.insert(row)
        }
        nextRow += rows
        return Array(text.utf8)
    }

    // MARK: The account

    /// Everything that does not come out; empty when each row of each file is in one place.
    func account() throws -> [String] {
        var faults: [String] = []
        var seen: [Int: Int] = [:]
        var cases: [String: Int] = [:]
        var read = 0
        var results = 0
        for day in Files.names(in: folder.path("in/results")) {
            for name in Files.names(in: folder.path("in/results/\(day)")) {
                let place = folder.path("in/results/\(day)/\(name)")
                if name.hasPrefix(".muster-") {
                    continue  // left by a killed process; the next import of the day sweeps it away
                }
                results += 1
                let report = try JSONSerialization.jsonObject(with: Data(try Files.bytes(of: "\(place)/report.json")))
                let counts = (report as? [String: Any])?["counts"] as? [String: Any]
                if counts?["balanced"] as? Bool != true { faults.append("\(name): its report does not balance") }
                read += counts?["read"] as? Int ?? 0
                let accepted = ReferenceCSV(try Files.text(of: "\(place)/cases.csv"))
                for id in accepted.column("case_id") { cases[id, default: 0] += 1 }
                let rejected = ReferenceCSV(try Files.text(of: "\(place)/rejected.csv"))
                for id in accepted.column("employee_id") + rejected.column("Employee ID") {
                    guard let row = Int(id.dropFirst()) else { continue }
                    seen[row, default: 0] += 1
                }
            }
        }
        let missing = expectedRows.subtracting(seen.keys)
        let unexpected = Set(seen.keys).subtracting(expectedRows)
        let twice = seen.filter { $0.value > 1 }.keys
        if !missing.isEmpty { faults.append("\(missing.count) rows missing: \(missing.sorted().prefix(5))") }
        if !unexpected.isEmpty { faults.append("\(unexpected.count) rows of nobody: \(unexpected.sorted().prefix(5))") }
        if !twice.isEmpty { faults.append("\(twice.count) rows twice: \(twice.sorted().prefix(5))") }
        if let id = cases.first(where: { $0.value > 1 }) {
            faults.append("the case \(id.key) is there \(id.value) times")
        }
        if read != expectedRows.count { faults.append("\(read) rows read where \(expectedRows.count) were dropped") }
        if results != expectedImports { faults.append("\(results) results of \(expectedImports) files") }
        let failed = Files.names(in: folder.path("in/failed"))
        let notes = failed.filter { $0.hasSuffix(".why.txt") }
        if notes.count != expectedFailures || failed.count != 2 * expectedFailures {
            faults.append("\(failed.count) in failed, \(notes.count) notes, for \(expectedFailures) files")
        }
        let archived = Files.listing(of: folder.path("in/archive")).filter {
            !$0.hasSuffix("/") && !$0.hasSuffix(".done")
        }
        if archived.count != expectedImports { faults.append("\(archived.count) archived of \(expectedImports)") }
        return faults
    }
}
