import Templates

/// All that a long-running command is told: its inboxes, and what they share.
package struct Configuration: Sendable {
    package var inboxes: [InboxSettings]
    /// Where the metrics go; `nil`: nowhere.
    package var metricsFile: String?
    package var log = LogSettings()

    package init(inboxes: [InboxSettings]) {
        self.inboxes = inboxes
    }

    /// A file to begin with, every setting explained.
    package static var example: [UInt8] { Templates.configuration() }
}
