package import Logging

/// Tells everybody who wants to know what has become of a file: the log first.
package final class InboxReporter: Sendable {
    private let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    package func tell(_ event: InboxEvent) async {
        InboxLog.record(event, to: logger)
    }
}
