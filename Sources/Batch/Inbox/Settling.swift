/// Tells when a dropped file is complete: when nothing about it has changed for a while, as our own clock counts.
///
/// The times that a disk or share gives a file are compared with each other only. So it does not matter whether the
/// share's clock goes right, and a file that was copied with an old date counts as new.
struct Settling {
    enum Readiness: Equatable {
        case ready
        /// It may be ready at this time, on the clock of `Uptime`.
        case settling(until: Duration)
        /// It holds nothing, and has not for so long that nothing will come.
        case empty
        /// Nothing can be expected of it: an empty folder, a folder with copies under way, a file without its `.done`.
        case waiting
    }

    /// How long a file must be unchanged.
    var time: Duration
    /// How long a file without any byte is waited for.
    var emptyTime: Duration
    /// Take only files that have a `.done` beside them.
    var needsDone = false

    private struct Sight {
        var fingerprint: FolderEntry.Fingerprint
        var since: Duration
    }
    private var sights: [FileName: Sight] = [:]

    init(time: Duration, emptyTime: Duration, needsDone: Bool = false) {
        self.time = time
        self.emptyTime = emptyTime
        self.needsDone = needsDone
    }

    /// Takes a look at a file into account.
    ///
    /// - Parameters:
    ///   - isDone: a `.done` lies beside it.
    ///   - now: on the clock of `Uptime`.
    mutating func observe(_ entry: FolderEntry, isDone: Bool, now: Duration) -> Readiness {
        var since = now
        if let sight = sights[entry.name], sight.fingerprint == entry.fingerprint {
            since = sight.since
        } else {
            sights[entry.name] = Sight(fingerprint: entry.fingerprint, since: now)
        }
        switch entry.kind {
        case .link, .special: return .ready
        case .folder:
            let contents = entry.fingerprint.contents
            guard contents.contains(where: { $0.name.role == .ordinary }) else { return .waiting }
            guard !contents.contains(where: \.name.isUnderWay) else { return .waiting }
        case .file where entry.size == 0:
            if isDone { return .empty }
            return now - since >= emptyTime ? .empty : .settling(until: since + emptyTime)
        case .file: break
        }
        if isDone { return .ready }
        if needsDone { return .waiting }
        return now - since >= time ? .ready : .settling(until: since + time)
    }

    /// Starts the wait of a file anew: somebody is still writing to it.
    mutating func restart(_ name: FileName, now: Duration) {
        sights[name]?.since = now
    }

    /// Forgets files that are not there any more.
    mutating func keep(only names: Set<FileName>) {
        sights = sights.filter { names.contains($0.key) }
    }
}
