import Foundation
import Glibc
import TestSupport

/// One of the watchers that a soak starts and kills.
///
/// One of another machine sees no process but its own: it has only leases to tell whether the others are alive, and they
/// have only its leases.
final class SoakWatcher {
    private let program: RunningProgram
    let isOfOtherMachine: Bool
    /// Started again when this time has come; it is stopped till then.
    var stoppedUntil: Date?

    /// Whether this machine lets us play another one, which needs root's rights.
    static let canPlayOtherMachine =
        (try? Program(path: "/usr/bin/unshare").run(Array(otherMachine.dropFirst() + ["true"])).status) == 0

    private static let otherMachine = ["/usr/bin/unshare", "--kill-child", "--pid", "--fork", "--mount-proc"]

    init(_ arguments: [String], isOfOtherMachine: Bool, in folder: String) throws {
        self.isOfOtherMachine = isOfOtherMachine
        let command = (isOfOtherMachine ? Self.otherMachine : []) + [Program.muster.path] + arguments
        program = try Program(path: command[0]).start(
            Array(command.dropFirst()), environment: ["SWIFT_BACKTRACE": "enable=no"], in: folder)
    }

    /// Sends a signal to the watcher itself, never to what plays the other machine.
    func send(_ number: Int32) {
        if let process { kill(process, number) }
    }

    private var process: Int32? {
        guard isOfOtherMachine else { return program.processID }
        let path = "/proc/\(program.processID)/task/\(program.processID)/children"
        return (try? Files.text(of: path)).flatMap { Int32($0.prefix { $0 != " " }) }
    }

    /// Waits for the end; one that takes longer is killed.
    ///
    /// - Returns: `nil` when it came to its end by itself, else what it has left in the log.
    func end(seconds: Double) -> String? {
        send(SIGCONT)
        let outcome = program.wait(seconds: seconds)
        guard outcome.isTimedOut else { return nil }
        return "a watcher did not end: \(outcome.errorText.suffix(500))"
    }
}
