package import Logging
import Sinks

/// Says in the log what has become of a file: its name, counts and codes, never a value.
package enum InboxLog {
    package static func record(_ event: InboxEvent, to logger: Logger) {
        var facts: Logger.Metadata = [
            "inbox": .string(event.inbox), "file": .string(event.file), "id": .string(event.id),
        ]
        if let report = event.report, !event.isImportedBefore {
            let counts = report.counts
            for (name, count) in [
                ("read", counts.read), ("accepted", counts.accepted), ("rejected", counts.rejected),
                ("unchanged", counts.unchanged), ("already_imported", counts.alreadyImported),
            ] where count > 0 || name == "read" { facts[name] = .stringConvertible(count) }
            let codes = report.reasons.filter { $0.grade == .error }.prefix(5).map {
                Logger.MetadataValue.string($0.code)
            }
            if !codes.isEmpty { facts["reasons"] = .array(Array(codes)) }
        }
        if event.report != nil { facts["milliseconds"] = .stringConvertible(Int(event.seconds * 1000)) }
        if let results = event.results { facts["results"] = .string(results) }
        if let batch = event.batch { facts["batch"] = .string(batch) }
        if let reason = event.reason { facts["reason"] = .string(reason) }
        switch event.kind {
        case .finished where event.isImportedBefore:
            logger.info("imported before: nothing was filed", metadata: facts)
        case .finished: logger.info("imported", metadata: facts)
        case .recovered: logger.notice("finished for a process that was ended", metadata: facts)
        case .held where event.report?.run.outcome == .finished:
            logger.warning("held in part: some rows wait until somebody approves them", metadata: facts)
        case .held: logger.warning("held: nothing is filed until somebody approves it", metadata: facts)
        case .failed: logger.error("cannot be imported", metadata: facts)
        case .waiting(let seconds):
            facts["next_try_in_seconds"] = .stringConvertible(seconds)
            logger.warning("waits for another try", metadata: facts)
        case .takenBack: logger.notice("taken back from a process that is gone", metadata: facts)
        case .givenBack: logger.notice("given back to the inbox", metadata: facts)
        }
    }
}
