import Foundation
import Glibc
import Ledger
import SystemPackage

/// The state of all inboxes as a text that Prometheus' node exporter collects from a folder.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/
package struct MetricsFile: Sendable {
    private let path: String

    package init(path: String) {
        self.path = path
    }

    /// Writes the file whole: a collector sees the old one or the new one.
    package func write(_ inboxes: [InboxSettings]) throws(InboxError) {
        let path = FilePath(path)
        try Placement.write(text(inboxes, now: time(nil)), to: path)
    }

    private struct Family {
        var name: String
        var help: String
        var type: String
        var lines: [String] = []
    }

    func text(_ inboxes: [InboxSettings], now: Int) -> String {
        var families: [Family] = []
        func add(
            _ name: String, _ type: String, _ help: String, _ inbox: String, _ label: (String, String)?, _ value: String
        ) {
            var labels = "inbox=\"\(Self.escaped(inbox))\""
            if let label { labels += ",\(label.0)=\"\(Self.escaped(label.1))\"" }
            let line = "muster_\(name){\(labels)} \(value)"
            if let index = families.firstIndex(where: { $0.name == name }) {
                families[index].lines.append(line)
            } else {
                families.append(Family(name: name, help: help, type: type, lines: [line]))
            }
        }
        for settings in inboxes {
            let folders = InboxFolders(FilePath(settings.folder))
            let totals = InboxTotalsFile(folders).read()
            let census = InboxCensus(folders, now: now)
            let inbox = settings.name
            for outcome in ["accepted", "rejected", "held", "failed"] {
                add(
                    "batches_total", "counter", "Files by what became of them.", inbox, ("outcome", outcome),
                    "\(totals.batches[outcome] ?? 0)")
            }
            for outcome in ["accepted", "rejected", "held", "unchanged", "already_imported"] {
                add(
                    "rows_total", "counter", "Rows by what became of them.", inbox, ("outcome", outcome),
                    "\(totals.rows[outcome] ?? 0)")
            }
            for (code, count) in totals.reasons.sorted(by: { $0.key < $1.key }) {
                add("reasons_total", "counter", "Rejected rows by reason.", inbox, ("code", code), "\(count)")
            }
            add(
                "import_seconds_total", "counter", "Time that imports took, from claim to archive.", inbox, nil,
                "\(totals.seconds)")
            add("last_import_seconds", "gauge", "Time that the last import took.", inbox, nil, "\(totals.lastSeconds)")
            add("files_waiting", "gauge", "Files in the inbox.", inbox, nil, "\(census.waiting)")
            add(
                "oldest_waiting_seconds", "gauge", "Age of the oldest file in the inbox.", inbox, nil,
                "\(census.oldestWaiting)")
            add("files_working", "gauge", "Files that are being imported.", inbox, nil, "\(census.working)")
            add(
                "oldest_working_seconds", "gauge", "Since when the oldest of those was taken.", inbox, nil,
                "\(census.oldestWorking)")
            add("batches_held", "gauge", "Batches that wait for approval.", inbox, nil, "\(census.held)")
            add(
                "files_failed_last_day", "gauge", "Files that failed within a day.", inbox, nil, "\(census.failedToday)"
            )
            add(
                "inbox_up", "gauge", "Whether the folders can be read and written.", inbox, nil,
                census.obstacle == nil ? "1" : "0")
            if let last = totals.lastSuccess {
                add("last_success_timestamp_seconds", "gauge", "When a file was last imported.", inbox, nil, "\(last)")
            }
            if let last = totals.lastLook {
                add("last_look_timestamp_seconds", "gauge", "When the inbox was last looked at.", inbox, nil, "\(last)")
            }
            if let use = InboxHealth.allowance(of: settings) {
                add(
                    "allowance_cases", "gauge", "Cases that the contract includes in a month.", inbox, nil,
                    "\(use.monthlyCases)")
                add("allowance_used_cases", "gauge", "Cases used of the month at hand.", inbox, nil, "\(use.used)")
            }
            if let status = Self.ledgerStatus(settings) {
                add("cases_open", "gauge", "Open cases.", inbox, nil, "\(status.open)")
                add("cases_due_soon", "gauge", "Open cases that are due within a day.", inbox, nil, "\(status.dueSoon)")
                add("cases_overdue", "gauge", "Open cases that are overdue.", inbox, nil, "\(status.overdue)")
            }
        }
        return families.map { family in
            (["# HELP muster_\(family.name) \(family.help)", "# TYPE muster_\(family.name) \(family.type)"]
                + family.lines)
                .joined(separator: "\n") + "\n"
        }.joined()
    }

    /// What the ledger knows of the inbox's tenant; `nil` where none is kept, or it cannot be read now.
    private static func ledgerStatus(_ settings: InboxSettings) -> LedgerStatus? {
        guard let path = settings.ledgerChoice(in: settings.folder).path(forResultsIn: settings.folder),
            FolderListing.exists(FilePath(path))
        else { return nil }
        return try? Ledger.open(path, mode: .readOnly).status(at: RunClock.now.instant, tenant: settings.tenant) { _ in
            nil
        }
    }

    private static func escaped(_ label: String) -> String {
        label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}
