import Glibc
import ServiceCatalog
import SystemPackage

/// Whether somebody should look at the inboxes: one line and a status, for a monitor.
package struct InboxHealth: Sendable {
    package var isWell: Bool
    /// `OK: …` or `ATTENTION: …`, without a line end.
    package var line: String

    /// - Parameters:
    ///   - longestWait: in seconds; a file that lies in an inbox for longer is not being taken.
    ///   - longestSilence: in seconds; an inbox that nobody has looked at for longer is being worked on by nobody.
    package init(_ inboxes: [InboxSettings], longestWait: Int, longestSilence: Int, now: Int = time(nil)) {
        var complaints: [String] = []
        var facts: [String] = []
        for settings in inboxes {
            let folders = InboxFolders(FilePath(settings.folder))
            let census = InboxCensus(folders, now: now)
            let totals = InboxTotalsFile(folders).read()
            var own: [String] = []
            if let obstacle = census.obstacle { own.append(obstacle) }
            if census.held > 0 { own.append("\(census.held) held, to be approved or rejected") }
            if census.failedToday > 0 { own.append("\(census.failedToday) failed within a day") }
            if census.waiting > 0, census.oldestWaiting > longestWait {
                own.append(
                    "\(census.waiting) waiting, the oldest for \(Self.words(census.oldestWaiting))")
            }
            if census.oldestWorking > longestWait {
                own.append(
                    "\(census.working) in work, the oldest for \(Self.words(census.oldestWorking)): see the log for what "
                        + "it waits for")
            }
            if let last = totals.lastLook {
                let silence = max(0, now - Int(last))
                if silence > longestSilence {
                    own.append("nobody has looked at it for \(Self.words(silence)): is watch or drain running?")
                }
            } else {
                own.append("nobody has ever looked at it: start muster watch or drain")
            }
            // Good to know in either case, and no fault of an inbox: what goes beyond is warned of, or held.
            let allowance = Self.allowance(of: settings).map { ", \($0.words)" } ?? ""
            if own.isEmpty {
                facts.append("\(settings.name): \(census.waiting) waiting, \(census.working) in work\(allowance)")
            } else {
                complaints.append("\(settings.name): \(own.joined(separator: ", "))\(allowance)")
            }
        }
        isWell = complaints.isEmpty
        line = isWell ? "OK: " + facts.joined(separator: "; ") : "ATTENTION: " + complaints.joined(separator: "; ")
    }

    /// What is left of the month's cases; `nil` where no number is agreed, or it cannot be told now.
    static func allowance(of settings: InboxSettings) -> AllowanceUse? {
        guard settings.allowance != nil, let calendars = try? CalendarCatalog.load(custom: settings.calendars) else {
            return nil
        }
        return try? AllowanceUse(of: settings, calendars, at: RunClock.now.instant)
    }

    private static func words(_ seconds: Int) -> String {
        for (length, unit) in [(86_400, "day"), (3600, "hour"), (60, "minute")] where seconds >= length {
            let count = seconds / length
            return "\(count) \(unit)\(count == 1 ? "" : "s")"
        }
        return "\(seconds) second\(seconds == 1 ? "" : "s")"
    }
}
