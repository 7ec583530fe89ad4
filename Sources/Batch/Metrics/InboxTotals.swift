import Foundation
import Glibc
import Sinks
import SystemPackage

/// What has gone through an inbox since its folder was made, over all processes: numbers and codes only.
package struct InboxTotals: Codable, Sendable, Equatable {
    /// Files, by what became of them: accepted, rejected (some rows), held, failed.
    package var batches: [String: Int] = [:]
    /// Rows, by what became of them.
    package var rows: [String: Int] = [:]
    /// Rejected rows by the code of the reason.
    package var reasons: [String: Int] = [:]
    /// How long all imports together took, in seconds.
    package var seconds: Double = 0
    package var lastSeconds: Double = 0
    /// When an import was last finished, in seconds since 1970.
    package var lastSuccess: Int64?
    /// When a process last had a look and found the inbox in order, in seconds since 1970.
    package var lastLook: Int64?

    package init() {}

    mutating func count(_ event: InboxEvent, now: Int64) {
        switch event.kind {
        case .finished, .recovered:
            batches[event.rejectedRows > 0 ? "rejected" : "accepted", default: 0] += 1
            lastSuccess = now
        case .held: batches["held", default: 0] += 1
        case .failed: batches["failed", default: 0] += 1
        case .waiting, .takenBack, .givenBack: return
        }
        guard let report = event.report, let counts = event.counts, event.kind != .held else { return }
        for (name, count) in [
            ("accepted", counts.accepted), ("rejected", counts.rejected), ("held", counts.held),
            ("unchanged", counts.unchanged), ("already_imported", counts.alreadyImported),
        ] where count > 0 { rows[name, default: 0] += count }
        // Those of a file that was imported before were counted then.
        if !event.isImportedBefore {
            for reason in report.reasons where reason.grade == .error {
                reasons[reason.code, default: 0] += reason.count
            }
        }
        seconds += event.seconds
        lastSeconds = event.seconds
    }
}

/// Keeps the totals in a small file of the inbox; several processes may count at the same time.
package struct InboxTotalsFile: Sendable {
    private let folders: InboxFolders
    private var path: FilePath { folders.notes.appending("totals.json") }

    package init(_ folders: InboxFolders) {
        self.folders = folders
    }

    /// What was counted so far; nothing when there is no such file or it cannot be read.
    package func read() -> InboxTotals {
        guard let data = FileManager.default.contents(atPath: path.string) else { return InboxTotals() }
        return (try? JSONDecoder().decode(InboxTotals.self, from: data)) ?? InboxTotals()
    }

    /// Counts on; where nothing can be written (a full disk) the count is lost rather than the import.
    func update(_ change: (inout InboxTotals) -> Void) {
        let lock = open(folders.notes.appending("totals.lock").string, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        defer { if lock >= 0 { close(lock) } }
        if lock >= 0 { _ = flock(lock, LOCK_EX) }
        var totals = read()
        change(&totals)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let data = try? encoder.encode(totals) else { return }
        try? Placement.write(String(decoding: data, as: UTF8.self) + "\n", to: path)
    }
}
