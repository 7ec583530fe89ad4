import Foundation
package import Logging
import Sinks
import Subprocess
import SystemPackage

/// Tells people what has become of a file: through a program of theirs, and by mail.
///
/// Programs are started directly, never through a shell; what they are to know is in their environment. They get no value
/// of any person: names of files and folders, counts and codes.
package struct Notifier: Sendable {
    private let settings: NotificationSettings
    private let logger: Logger

    package init(_ settings: NotificationSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    package func tell(_ event: InboxEvent) async {
        guard !event.isRepeated, let kind = Self.kind(of: event), settings.events.contains(kind) else { return }
        if let program = settings.command.first {
            await run(
                program, Array(settings.command.dropFirst()), input: "", environment: Self.environment(event, kind),
                what: "the notification command")
        }
        if !settings.mailTo.isEmpty {
            var arguments = ["-t", "-i"]
            if let from = settings.mailFrom { arguments += ["-f", from] }
            await run(
                settings.sendmail, arguments, input: MailText(event, kind, settings).text, environment: [:],
                what: "sendmail")
        }
    }

    static func kind(of event: InboxEvent) -> NotificationSettings.Event? {
        switch event.kind {
        case .finished, .recovered: event.rejectedRows > 0 ? .rejected : .finished
        case .held: .held
        case .failed: .failed
        case .waiting: .waiting
        case .takenBack, .givenBack: nil
        }
    }

    /// What a program is told, under names that begin with `MUSTER_`.
    static func environment(_ event: InboxEvent, _ kind: NotificationSettings.Event) -> [String: String] {
        var values = [
            "EVENT": kind.rawValue, "INBOX": event.inbox, "FILE": event.file, "ID": event.id,
            "BATCH": event.batch ?? "", "REASON": event.reason ?? "", "PLACE": event.place ?? "",
        ]
        if let results = event.results {
            values["RESULTS"] = results
            values["REPORT"] = results + "/report.html"
            values["REPORT_JSON"] = results + "/report.json"
        }
        if let counts = event.counts {
            values["READ"] = "\(counts.read)"
            values["ACCEPTED"] = "\(counts.accepted)"
            values["REJECTED"] = "\(counts.rejected)"
            values["HELD"] = "\(counts.held)"
        }
        // A zero byte cannot stand in an environment.
        return Dictionary(uniqueKeysWithValues: values.map { ("MUSTER_" + $0.key, $0.value.replacing("\0", with: "")) })
    }

    /// Runs a program to its end; after the time limit it is asked to end, and then made to.
    private func run(
        _ program: String, _ arguments: [String], input: String, environment: [String: String], what: String
    ) async {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))]
        let variables = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let (platformOptions, timeout) = (options, settings.timeout)
        do {
            let status = try await withThrowingTaskGroup(of: TerminationStatus?.self) { group in
                group.addTask {
                    try await Subprocess.run(
                        .path(FilePath(program)), arguments: Arguments(arguments),
                        environment: .inherit.updating(variables), platformOptions: platformOptions,
                        input: .string(input), output: .discarded, error: .discarded
                    ).terminationStatus
                }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    return nil
                }
                defer { group.cancelAll() }
                return try await group.next() ?? nil
            }
            switch status {
            case nil: logger.error("\(what) took longer than \(settings.timeout.words) and was ended")
            case .exited(0)?: break
            case let status?: logger.error("\(what) failed", metadata: ["status": .string("\(status)")])
            }
        } catch {
            logger.error("\(what) could not be run", metadata: ["cause": .string("\(error)")])
        }
    }
}
