import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks

/// Puts the report of one import together from what was counted and what the run knows.
struct ReportBuilder {
    var options: ImportOptions
    var catalog: ServiceCatalog
    var calendars: CalendarCatalog
    var intake: Intake
    var tally: Tally
    var input: Input
    var facts: [ReadingFact]
    var profile: ChosenProfile?
    var skipped: [SkippedRow]
    var started: RunClock
    var files: [WrittenFile]
    var hold: Hold?
    /// The batch has an id that a command can name.
    var hasBatch: Bool
    var allowance: AllowanceCheck?

    /// What is known of the file when it has been read to its end.
    struct Input {
        var name: String
        var bytes: Int
        var sha256: String
        /// Seconds since 1970.
        var modified: Int
    }

    func report() throws -> BatchReport {
        let finished = RunClock.now
        let seconds = max(finished.uptime - started.uptime, 0)
        let regions = regionCounts()
        let status: ExitStatus = hold != nil ? .held : tally.rejected > 0 ? .someRejected : .success
        return BatchReport(
            program: BatchReport.Program(name: "muster", version: Version.current),
            run: BatchReport.Run(
                outcome: hold == nil ? .finished : .held, exitStatus: Int(status.rawValue), dryRun: options.isDryRun,
                batch: hasBatch ? String(input.sha256.prefix(12)) : nil, explanation: hold?.explanation,
                release: hold?.release ?? releaseOfHeldRows, started: started.instant.description,
                finished: finished.instant.description,
                durationSeconds: (seconds * 1000).rounded() / 1000,
                rowsPerSecond: seconds > 0 ? Int(Double(tally.read) / seconds) : 0),
            input: BatchReport.Input(
                fileName: input.name, bytes: input.bytes, sha256: input.sha256,
                modified: Instant(secondsSince1970: Int64(input.modified))?.description, tenant: options.tenant,
                plan: options.plan.rawValue, defaultRegion: options.region,
                receivedAt: intake.options.receivedAt.description, profile: profile?.profile.name),
            counts: BatchReport.Counts(
                read: tally.read, accepted: tally.accepted, rejected: tally.rejected, held: tally.held,
                unchanged: tally.unchanged, alreadyImported: tally.alreadyImported, withWarnings: tally.withWarnings),
            skipped: skippedRows(), cases: caseCounts(), regions: regions, reasons: reasonCounts(),
            rejectedRows: tally.rejectedRows, warnedRows: tally.warnedRows,
            otherRows: tally.otherRows, dueTimes: try dueTimes(),
            dialect: BatchReport.Dialect(
                settings: facts.map { fact in
                    BatchReport.Setting(
                        name: fact.name, value: fact.value,
                        known: BatchReport.Known(rawValue: fact.origin.rawValue) ?? .standard)
                }, notes: unchangedNotes()),
            columns: columns(), definitions: definitions(),
            calendars: calendars.regions.filter { region in regions.contains { $0.region == region.id } }
                .map { BatchReport.Calendar(id: $0.id, origin: calendars.origin(ofRegion: $0.id)) },
            files: options.isDryRun ? [] : Self.outputFiles(files), allowance: allowanceFigures())
    }

    /// Rows beyond the allowance are let go by whoever sits at the terminal; where nobody does, a batch is approved.
    private var releaseOfHeldRows: String? {
        tally.held > 0 && !options.isUnattended ? "muster import \(input.name) --approve" : nil
    }

    // MARK: Counts

    private func skippedRows() -> [BatchReport.Skipped] {
        var causes: [(cause: String, count: Int)] = []
        func add(_ cause: String, _ count: Int) {
            guard count > 0 else { return }
            if let index = causes.firstIndex(where: { $0.cause == cause }) {
                causes[index].count += count
            } else {
                causes.append((cause, count))
            }
        }
        for row in skipped { add(row.cause, 1) }
        for cause in SkipCause.allCases { add(cause.rawValue, tally.skippedRows[cause, default: 0]) }
        add("blank line", tally.blankLines)
        add(SkipCause.emptyRow.rawValue, tally.emptyRows)
        return causes.map { BatchReport.Skipped(cause: $0.cause, count: $0.count) }
    }

    /// Why rows became neither cases nor rejections.
    private func unchangedNotes() -> [String] {
        tally.unchangedCauses.sorted { $0.key < $1.key }.map { cause, count in
            let causes = intake.profile?.causes ?? []
            let words = causes.indices.contains(cause) ? causes[cause] : "asks for nothing"
            return "Unchanged, \(count) \(count == 1 ? "row" : "rows"): \(words)."
        }
    }

    private func caseCounts() -> [BatchReport.CaseCount] {
        intake.services.enumerated().flatMap { index, definition in
            MACDKind.allCases.enumerated().compactMap { kind, macd in
                let count = tally.cases[index][kind]
                guard count > 0 else { return nil }
                return BatchReport.CaseCount(
                    product: definition.product.name, service: definition.service.name, macd: macd.rawValue,
                    count: count)
            }
        }
    }

    private func regionCounts() -> [BatchReport.RegionCount] {
        zip(intake.regions, tally.dues).compactMap { region, counts in
            let count = counts.reduce(0, +)
            return count > 0 ? BatchReport.RegionCount(region: region.id, count: count) : nil
        }
    }

    private func reasonCounts() -> [BatchReport.ReasonCount] {
        tally.reasons.all.map { reason in
            BatchReport.ReasonCount(
                code: reason.code, title: ReasonCode.named(reason.code)?.title ?? reason.code,
                grade: reason.grade == .error ? .error : .warning, count: reason.count,
                firstRecord: reason.firstRecord, firstLine: reason.firstLine, fields: reason.fields,
                example: reason.example)
        }
    }

    private func allowanceFigures() -> BatchReport.Allowance? {
        allowance.map {
            BatchReport.Allowance(
                monthlyCases: $0.allowance.monthlyCases, usedBefore: $0.used, thisFile: $0.asked,
                beyond: $0.rowsBeyond, policy: $0.allowance.policy.rawValue)
        }
    }

    // MARK: Due times

    private func dueTimes() throws -> [BatchReport.DueTime] {
        try zip(intake.regions, tally.dues).flatMap { region, counts in
            try zip(region.dues, counts).compactMap { due, count in
                guard count > 0 else { return nil }
                return try dueTime(region, due, count: count)
            }
        }
    }

    private func dueTime(_ form: RegionForm, _ due: RegionForm.Due, count: Int) throws -> BatchReport.DueTime {
        let received = intake.options.receivedAt
        let steps = try form.calendar.working(received: received, clock: due.level.clock, target: due.level.target)
        return BatchReport.DueTime(
            region: form.id, serviceLevel: due.level.id, officeZone: form.calendar.region.zone,
            clock: due.level.clock.rawValue, target: due.level.target.words, receivedAt: received.description,
            receivedLocal: form.calendar.localDescription(of: received), dueAt: due.instant.description,
            dueLocal: form.calendar.localDescription(of: due.instant), measuredTo: due.level.measuredTo, cases: count,
            working: steps.map(Self.step),
            supportPhones: form.calendar.region.phones.map { BatchReport.Phone(label: $0.label, number: $0.number) })
    }

    private static func step(_ step: WorkingStep) -> BatchReport.WorkingStep {
        if case .counted(let from, let to, let seconds) = step.outcome {
            return BatchReport.WorkingStep(
                date: step.date.words, counted: WorkingStep.length(seconds), note: "\(from)–\(to)")
        }
        return BatchReport.WorkingStep(date: step.date.words, counted: "", note: step.words)
    }

    // MARK: Origins

    private func columns() -> [BatchReport.Column] {
        intake.header.names.enumerated().map { index, name in
            let use = intake.columns.uses[index]
            let isOwn = !intake.columns.sourceColumns.contains(index)
            return BatchReport.Column(
                position: index + 1, header: name, field: isOwn ? "(Muster's own)" : use.field ?? use.role,
                services: use.services)
        }
    }

    private func definitions() -> [BatchReport.Definition] {
        intake.requestable.enumerated().map { index, definition in
            // A definition judges the rows that take its requests back as well.
            let rows = tally.rowsOfService[index] + tally.rowsOfService[index + intake.requestable.count]
            return
                BatchReport.Definition(
                    id: definition.id, product: definition.product.name, service: definition.service.name,
                    origin: definition.source.origin, sha256: definition.source.contentHash, rows: rows)
        }
    }

    /// What lies in a folder of results: files that took rows, and the reports.
    static func outputFiles(_ files: [WrittenFile]) -> [BatchReport.OutputFile] {
        files.map { file in
            BatchReport.OutputFile(name: file.name, purpose: purpose(of: file.name), rows: file.rows, bytes: file.bytes)
        } + [
            BatchReport.OutputFile(name: "report.html", purpose: "This report, for people."),
            BatchReport.OutputFile(name: "report.json", purpose: "This report, for programs."),
        ]
    }

    private static func purpose(of name: String) -> String {
        if EarlierCases.holds(name) { return "Cases that an earlier import of this file made." }
        if name.hasPrefix("packs/") { return "A table for the customer portal: all requests of one kind as one case." }
        if name.hasPrefix("rejected.") { return "The rejected rows with their reasons, to correct and drop again." }
        if name.hasPrefix("held-") {
            return "What the rows would become, once the import is approved. Nothing is filed yet."
        }
        return "The accepted rows as MACD cases, for programs."
    }
}
