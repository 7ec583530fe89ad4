import CLinux
import Foundation
import Glibc
import SystemPackage

/// The note beside a claimed file: whose it is, and what is known of the file.
///
/// It is written before the file is taken, so a claimed file has a lease from its first moment.
package struct Lease: Codable, Hashable, Sendable {
    /// Of the file, from its first claim to its end; also when another process goes on with it.
    package var id: String
    /// What the file is called, see ``FileName/plain``.
    package var file: String
    /// When the file counts as received, ISO 8601, UTC: a later attempt gives the same due times.
    package var received: String
    /// How many imports of it have been begun; one that ends the process is not tried for ever.
    package var attempts = 0
    /// The folder it was dropped in, where it was not dropped by itself.
    package var group: String?
    /// A person has looked at it: no guard holds it again.
    package var isApproved = false
    /// Part of the file was filed before it was held: the results of the rest stand beside those.
    package var isRest = false
    package var owner: ProcessIdentity

    /// Its name in the folder of the claim; names with a point are never taken from an inbox.
    static let name = ".lease.json"

    static func path(in folder: FilePath) -> FilePath { folder.appending(name) }

    /// `nil` when there is none that can be read.
    static func read(in folder: FilePath) -> Lease? {
        guard let data = FileManager.default.contents(atPath: path(in: folder).string) else { return nil }
        return try? JSONDecoder().decode(Lease.self, from: data)
    }

    func write(in folder: FilePath) throws(InboxError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        try Placement.write(text, to: Self.path(in: folder))
    }

    /// A sign of life, which needs no room on the disk: the lease's time moves on. Nobody compares it with a clock.
    static func beat(in folder: FilePath) {
        _ = path(in: folder).withPlatformString { utimensat(AT_FDCWD, $0, nil, 0) }
    }

    /// What moves with each sign of life; `nil` when there is no lease. Opening the file makes a share tell the truth.
    static func pulse(in folder: FilePath) -> Pulse? {
        let file = path(in: folder).withPlatformString { open($0, O_RDONLY | O_CLOEXEC) }
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { return nil }
        return Pulse(inode: UInt64(status.st_ino), modified: muster_modified(&status))
    }

    struct Pulse: Hashable, Sendable {
        var inode: UInt64
        var modified: Int64
    }
}

/// Watches the claims of others, to tell which of them nobody works on any more.
///
/// On this machine and in this container the kernel knows whether the owner runs. Elsewhere the lease must move: one that
/// has stood still for as long as ``time``, counted on our own clock from our own first look, is given up.
struct LeaseWatch {
    enum Verdict: Equatable {
        case alive
        /// Not known before this time, on the clock of `Uptime`.
        case undecided(until: Duration)
        case abandoned
    }

    var time: Duration
    private var sights: [FileName: (pulse: Lease.Pulse?, since: Duration)] = [:]

    init(time: Duration) {
        self.time = time
    }

    /// - Parameter life: of the lease's owner; `.unknown` where there is no lease that can be read.
    mutating func observe(
        _ claim: FileName, pulse: Lease.Pulse?, life: ProcessIdentity.Life, now: Duration
    ) -> Verdict {
        switch life {
        case .alive:
            sights[claim] = nil
            return .alive
        case .dead: return .abandoned
        case .unknown: break
        }
        guard let sight = sights[claim], sight.pulse == pulse else {
            let hasMoved = sights[claim] != nil
            sights[claim] = (pulse, now)
            return hasMoved ? .alive : .undecided(until: now + time)
        }
        return now - sight.since >= time ? .abandoned : .undecided(until: sight.since + time)
    }

    mutating func keep(only claims: Set<FileName>) {
        sights = sights.filter { claims.contains($0.key) }
    }
}
