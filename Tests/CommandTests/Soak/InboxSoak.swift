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
        /// How often a watcher is killed or stopped.
        var disturbances: Int
        /// Half of the watchers work as if on another machine.
        var hasOtherMachine = false
    }

    private let plan: Plan
    private let folder: TemporaryFolder
    private var random: SeededGenerator
    private(set) var drops = SoakDrops()
    private var watchers: [SoakWatcher] = []
    private var ending: [SoakWatcher] = []
    private(set) var kills = 0
    /// Times at which somebody sees to a watcher.
    private var disturbances: [Date] = []
    /// What is being written piece by piece: the open file, the pieces to come, and when the next is due.
    private var slow: [(handle: FileHandle, pieces: [[UInt8]], due: Date)] = []
    /// Answers to files that will be held.
    private var answers: [(name: String, due: Date)] = []
    /// Files that were dropped a moment ago.
    private var recent: [[UInt8]] = []

    init(_ plan: Plan, random: SeededGenerator) throws {
        self.plan = plan
        self.random = random
        folder = try TemporaryFolder()
        // Another machine cannot see who has a file open: there the writer's pauses must be shorter than this.
        let settle = plan.hasOtherMachine ? "2s" : "500ms"
        try folder.write(
            """
            inboxes:
              soak:
                folder: in
                region: US
                settle: \(settle)
                poll: 500ms
                empty-wait: 1s
                lease: 10s
                guards: {minimum-rows: 0, largest-drop: off, leavers: off, cut-file: true}
            """, to: "muster.yaml")
        try FileManager.default.createDirectory(atPath: folder.path("in/inbox"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.path("making"), withIntermediateDirectories: true)
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    // MARK: The play

    /// - Throws: `Failure` when files are left that nobody takes, or a watcher does not end.
    func run() throws {
        for number in 0..<plan.watchers {
            watchers.append(try startWatcher(isOfOtherMachine: plan.hasOtherMachine && number.isMultiple(of: 2)))
        }
        let start = Date()
        disturbances = (0..<plan.disturbances).map { _ in
            start.addingTimeInterval(Double.random(in: 0..<plan.seconds, using: &random))
        }.sorted()
        for number in 0..<plan.files {
            try drop(number)
            try play()
            let due = plan.seconds * Double(number + 1) / Double(plan.files)
            // Now and then a heap of files comes at once.
            while !number.isMultiple(of: 7), Date().timeIntervalSince(start) < due {
                Thread.sleep(forTimeInterval: 0.01)
                try play()
            }
        }
        while !(slow.isEmpty && answers.isEmpty && disturbances.isEmpty) {
            Thread.sleep(forTimeInterval: 0.01)
            try play()
        }
        try finish()
    }

    func account() throws -> SoakAccount { try SoakAccount(drops, in: folder) }

    /// All that is due at this moment.
    private func play() throws {
        let now = Date()
        for index in slow.indices.reversed() where slow[index].due <= now {
            try slow[index].handle.write(contentsOf: slow[index].pieces.removeFirst())
            slow[index].due = now.addingTimeInterval(Double.random(in: 0.01..<0.4, using: &random))
            if slow[index].pieces.isEmpty {
                try slow[index].handle.close()
                slow.remove(at: index)
            }
        }
        for index in answers.indices.reversed() where answers[index].due <= now {
            try folder.write("", to: "in/inbox/\(answers.remove(at: index).name)")
        }
        for watcher in watchers where watcher.stoppedUntil.map({ $0 <= now }) == true {
            watcher.stoppedUntil = nil
            watcher.send(SIGCONT)
        }
        while let due = disturbances.first, due <= now {
            disturbances.removeFirst()
            try disturb()
        }
    }

    private func startWatcher(isOfOtherMachine: Bool) throws -> SoakWatcher {
        try SoakWatcher(
            ["watch", "--config", "muster.yaml", "--log-level", "error"], isOfOtherMachine: isOfOtherMachine,
            in: folder.path)
    }

    /// Kills, ends or stops a watcher, now and then all of them; others take their place.
    private func disturb() throws {
        kills += 1
        if Int.random(in: 0..<20, using: &random) == 0 {
            for index in watchers.indices { try replace(index, SIGKILL) }
            return
        }
        let index = Int.random(in: watchers.indices, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: try replace(index, SIGTERM)
        case 1:
            // Longer than a lease: from another machine it looks as if it were dead, and then it goes on.
            let time = watchers[index].isOfOtherMachine ? 5.0...20 : 0.1...2
            watchers[index].stoppedUntil = Date().addingTimeInterval(Double.random(in: time, using: &random))
            watchers[index].send(SIGSTOP)
        default: try replace(index, SIGKILL)
        }
    }

    private func replace(_ index: Int, _ signal: Int32) throws {
        let old = watchers[index]
        old.send(signal)
        if old.stoppedUntil != nil { old.send(SIGCONT) }
        ending.append(old)
        watchers[index] = try startWatcher(isOfOtherMachine: old.isOfOtherMachine)
    }

    /// Waits until the inbox is empty, ends all watchers, and looks whether a drain finds anything left.
    private func finish() throws {
        for watcher in watchers where watcher.stoppedUntil != nil { watcher.send(SIGCONT) }
        let deadline = Date().addingTimeInterval(180 + plan.seconds)
        while true {
            let left = ["inbox", "working", "held"].flatMap { Files.names(in: folder.path("in/\($0)")) }
            if left.isEmpty { break }
            guard Date() < deadline else {
                throw Failure(description: "left behind: \(left), \(Files.listing(of: folder.path("in/working")))")
            }
            Thread.sleep(forTimeInterval: 0.2)
        }
        for watcher in watchers { watcher.send(SIGTERM) }
        for watcher in ending + watchers {
            if let fault = watcher.end(seconds: 30) { throw Failure(description: fault) }
        }
        let drain = try Program.muster.run(["drain", "--config", "muster.yaml"], in: folder.path)
        guard drain.status == 0 else { throw Failure(description: "a drain finds more: \(drain.errorText)") }
    }

    // MARK: Dropping

    private func drop(_ number: Int) throws {
        let name = name(number)
        switch Int.random(in: 0..<25, using: &random) {
        case 0:
            drops.failures += 1
            try place([0, 1, 2, 0, 0, 3], as: name)
        case 1:
            drops.failures += 1
            try place([], as: "empty-\(number).csv")
        case 2:
            drops.failures += 1
            guard symlink("/etc/hostname", folder.path("in/inbox/link-\(number).csv")) == 0 else {
                throw Failure(description: "no link can be made")
            }
        case 3: try dropFolder(number)
        case 4, 5, 6: try dropSlowly(file(), as: "slow-\(number).csv")
        case 7, 8, 9: try dropOver("daily.csv")
        case 10, 11:
            // Another name first, as browsers and careful scripts do.
            let made = try folder.write(file(), to: "in/inbox/\(name).part")
            guard rename(made, folder.path("in/inbox/\(name)")) == 0 else { throw Failure(description: "no rename") }
        case 12:
            try place(drops.file(5), as: name)
            try folder.write("", to: "in/inbox/\(name).done")
        case 13:
            // Once more, while the first may still be under way.
            guard let bytes = recent.randomElement(using: &random) else { return }
            drops.again(bytes)
            try place(bytes, as: "again-\(number).csv")
        case 14:
            guard let bytes = recent.randomElement(using: &random) else { return }
            try place(drops.withMore(bytes, 5), as: "more-\(number).csv")
        case 15: try dropCut(number)
        default:
            let bytes = file()
            recent = [bytes] + recent.prefix(5)
            try place(bytes, as: name)
        }
    }

    private func file() -> [UInt8] { drops.file(Int.random(in: 1...300, using: &random)) }

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

    /// In pieces, by a program that keeps the file open.
    private func dropSlowly(_ bytes: [UInt8], as name: String) throws {
        let path = folder.path("in/inbox/\(name)")
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw Failure(description: "\(path) cannot be made") }
        let size = max(1, bytes.count / Int.random(in: 2...6, using: &random))
        let pieces = stride(from: 0, to: bytes.count, by: size).map {
            Array(bytes[$0..<min(bytes.count, $0 + size)])
        }
        slow.append((handle, pieces, Date()))
    }

    /// The same name again and again: the new file swaps places with one that nobody has taken yet.
    private func dropOver(_ name: String) throws {
        let made = try folder.write(drops.file(20), to: "making/over")
        let target = folder.path("in/inbox/\(name)")
        while true {
            // Either of the two fails when a watcher takes the file in this moment.
            if muster_renameat2(made, target, UInt32(MUSTER_RENAME_NOREPLACE)) == 0 { return }
            if muster_renameat2(made, target, UInt32(MUSTER_RENAME_EXCHANGE)) == 0 { break }
        }
        // What came back was never taken, so its rows are not expected.
        drops.takeBack(try Files.bytes(of: made))
    }

    /// It is held, and somebody answers a moment later, or too early.
    private func dropCut(_ number: Int) throws {
        let isGivenUp = Bool.random(using: &random)
        try place(drops.cutFile(Int.random(in: 2...50, using: &random), isGivenUp: isGivenUp), as: "cut-\(number).csv")
        let time = Double.random(in: 0..<8, using: &random)
        answers.append(
            ("cut-\(number).csv.\(isGivenUp ? "reject" : "approve")", Date().addingTimeInterval(time)))
    }

    private func dropFolder(_ number: Int) throws {
        for name in ["a.csv", "b.csv", "same.csv"] {
            try folder.write(drops.file(Int.random(in: 1...40, using: &random)), to: "making/folder/\(name)")
        }
        guard rename(folder.path("making/folder"), folder.path("in/inbox/folder-\(number)")) == 0 else {
            throw Failure(description: "no folder")
        }
    }
}
