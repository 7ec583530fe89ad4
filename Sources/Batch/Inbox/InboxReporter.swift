import Glibc
package import Logging
import Synchronization
import SystemPackage

/// Tells everybody who wants to know what has become of a file: log, totals, metrics, people.
package final class InboxReporter: Sendable {
    private let logger: Logger
    private let state: Mutex<State>

    private struct State: Sendable {
        var inboxes: [InboxSettings]
        var metrics: MetricsFile?
        var saidMetricsFailed = false
    }

    package init(_ configuration: Configuration, logger: Logger) {
        self.logger = logger
        state = Mutex(
            State(
                inboxes: configuration.inboxes,
                metrics: configuration.metricsFile.map { MetricsFile(path: $0) }))
    }

    package func use(_ configuration: Configuration) {
        state.withLock {
            $0 = State(
                inboxes: configuration.inboxes,
                metrics: configuration.metricsFile.map { MetricsFile(path: $0) })
        }
    }

    func tell(_ event: InboxEvent, _ settings: InboxSettings) async {
        InboxLog.record(event, to: logger)
        let now = Int64(time(nil))
        InboxTotalsFile(InboxFolders(FilePath(settings.folder))).update { $0.count(event, now: now) }
        writeMetrics()
        await Notifier(settings.notification, logger: logger).tell(event)
    }

    /// Notes that an inbox is being worked on.
    func sawInbox(_ settings: InboxSettings) {
        let now = Int64(time(nil))
        InboxTotalsFile(InboxFolders(FilePath(settings.folder))).update { $0.lastLook = now }
    }

    package func writeMetrics() {
        let (inboxes, metrics) = state.withLock { ($0.inboxes, $0.metrics) }
        guard let metrics else { return }
        var failure: InboxError?
        do throws(InboxError) {
            try metrics.write(inboxes)
        } catch {
            failure = error
        }
        let isNew = state.withLock { state in
            defer { state.saidMetricsFailed = failure != nil }
            return failure != nil && !state.saidMetricsFailed
        }
        if isNew, let failure { logger.error("the metrics cannot be written: \(failure)") }
    }
}
