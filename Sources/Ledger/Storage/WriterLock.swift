import Foundation
import Glibc
import ServiceLevels

/// The right to write to a ledger, which one process has at a time.
///
/// It is a lock of the system (`flock`) on a small file beside the ledger, so it ends with its process, however that
/// ends. Who holds it is written into the file, for those who wait.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Waits for the lock, asking again and again; each of those who wait is as likely to be the next.
    ///
    /// - Parameters:
    ///   - path: the ledger's.
    ///   - wait: how long; then `busy` names the holder.
    static func acquire(ledger path: String, wait: Duration, now: Instant) throws(LedgerError) -> WriterLock {
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw LedgerError(
                errno == EROFS || errno == EACCES ? .cannotCreate : .inputOutput,
                "\(lockPath) cannot be made: \(SystemFault.text(errno)). Check who may write in that folder.")
        }
        let deadline = ContinuousClock.now + wait
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let fault = errno
            guard fault == EWOULDBLOCK || fault == EINTR else {
                close(descriptor)
                throw LedgerError(.inputOutput, "\(lockPath) cannot be locked: \(SystemFault.text(fault)).")
            }
            guard ContinuousClock.now < deadline else {
                let holder = Holder.read(descriptor)
                close(descriptor)
                let seconds = wait.components.seconds
                let waited = seconds > 0 ? " for \(seconds) s" : ""
                throw LedgerError(
                    .busy,
                    "The ledger \(path) is in use by \(holder)\(waited.isEmpty ? "" : "; waited\(waited)"). Try again later."
                )
            }
            usleep(UInt32.random(in: 2_000...12_000))
        }
        Holder.current(since: now).write(descriptor)
        return WriterLock(descriptor: descriptor)
    }

    /// Whether a process holds the lock at this moment.
    static func isHeld(ledger path: String) -> Bool {
        let descriptor = open(path + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        ftruncate(descriptor, 0)
        close(descriptor)
    }

    /// Who holds the lock.
    private struct Holder: Codable, CustomStringConvertible {
        var process: Int32
        var host: String
        var command: String
        var since: String

        static func current(since: Instant) -> Holder {
            Holder(
                process: getpid(), host: ProcessInfo.processInfo.hostName,
                command: CommandLine.arguments.prefix(2).map { $0.split(separator: "/").last.map(String.init) ?? $0 }
                    .joined(separator: " "),
                since: since.description)
        }

        func write(_ descriptor: Int32) {
            guard let data = try? JSONEncoder().encode(self) else { return }
            ftruncate(descriptor, 0)
            _ = data.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        }

        static func read(_ descriptor: Int32) -> String {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = pread(descriptor, &bytes, bytes.count, 0)
            guard count > 0, let holder = try? JSONDecoder().decode(Holder.self, from: Data(bytes.prefix(count))) else {
                return "another process"
            }
            return holder.description
        }

        var description: String { "“\(command)” (process \(process) on \(host), since \(since))" }
    }
}

/// Words for what the system reports.
enum SystemFault {
    static func text(_ number: Int32) -> String {
        String(cString: strerror(number))
    }
}
