import Foundation
import Glibc

/// A process, told from any other that ever ran on any machine, as far as that can be.
package struct ProcessIdentity: Codable, Hashable, Sendable {
    package var host: String
    package var pid: Int32
    /// The kernel's id of this start of the machine.
    package var boot: String
    /// Process ids count within this; containers have their own.
    package var namespace: String
    /// When the process was started, in the kernel's ticks since boot: a number that is used again starts later.
    package var started: String

    package static let own = ProcessIdentity(
        host: hostName, pid: getpid(), boot: text(of: "/proc/sys/kernel/random/boot_id") ?? "",
        namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
        started: fields(of: getpid())?.start ?? "")

    package enum Life: Sendable {
        case alive, dead
        /// It runs where we cannot look: its heartbeat must tell.
        case unknown
    }

    /// Whether the process is running now.
    package var life: Life {
        guard boot == Self.own.boot, namespace == Self.own.namespace, !boot.isEmpty, !started.isEmpty else {
            return .unknown
        }
        if let fields = Self.fields(of: pid) {
            // One that has ended may stay listed until somebody asks how.
            return fields.start == started && fields.state != "Z" && fields.state != "X" ? .alive : .dead
        }
        // The process is gone, or the system hides those of other users.
        return kill(pid, 0) == 0 || errno == EPERM ? .unknown : .dead
    }

    private static var hostName: String {
        var name = utsname()
        guard uname(&name) == 0 else { return "unknown" }
        return withUnsafeBytes(of: &name.nodename) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// The 3rd and the 22nd field of `/proc/PID/stat`: how the process stands, and when it was started; `nil` when there is
    /// no such process that we may see.
    private static func fields(of pid: Int32) -> (state: Substring, start: String)? {
        // The second field, the program's name, may hold anything, so counting begins behind its bracket.
        guard let stat = text(of: "/proc/\(pid)/stat"), let bracket = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: bracket)...].split(separator: " ")
        return fields.count > 19 ? (fields[0], String(fields[19])) : nil
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }
}
