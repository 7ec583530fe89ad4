import Intake
import Ledger
import Records
package import ServiceCatalog
import ServiceLevels
import Sinks
import SystemPackage

/// One file from its first byte to its results: the spine of the program.
///
///     file → records → verdicts → ledger → cases, rejections, packs → counts held against each other → guards
///          → reports → the ledger's commit → their place
///
/// A run that throws has changed nothing that can be seen: an earlier result stands as it was, and nothing is filed.
package struct ImportJob: Sendable {
    private let catalog: ServiceCatalog
    private let profiles: ProfileCatalog
    private let calendars: CalendarCatalog
    private var options: ImportOptions

    /// - Parameter profiles: those that there are; `nil`: the built-in ones.
    package init(
        catalog: ServiceCatalog, profiles: ProfileCatalog? = nil, calendars: CalendarCatalog, options: ImportOptions
    ) {
        self.catalog = catalog
        self.profiles = profiles ?? ProfileCatalog(services: catalog)
        self.calendars = calendars
        self.options = options
    }

    /// - Parameters:
    ///   - path: of the file; `-` is standard input.
    ///   - progress: called after each block, a few thousand times for a million rows.
    /// - Throws: `RecordError`, `IntakeError`, `LedgerError`, `SinkError`, `ReportPageError` or `InternalError`;
    ///   `CancellationError` when the task was cancelled before anything was filed.
    package func run(
        file path: String, progress: (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportResult {
        if let spooled = try SpooledInput.of(path, output: options.isDryRun ? nil : options.output) {
            var job = self
            job.options.input.name = spooled.name
            defer { withExtendedLifetime(spooled) {} }
            return try await job.run(file: spooled.path, progress: progress)
        }
        let own = try options.reportTemplate.map { try ReportPage(template: $0) }
        // Reading the built-in page takes as long as opening file and ledger: both at a time.
        async let parsed = own ?? ReportPage.builtIn.get()
        let started = RunClock.now
        // What cannot be judged at all is refused before anybody is kept waiting for the ledger.
        var judgeable = try open(path, started)
        var desk = try openDesk(judgeable.opened.file, judgeable.settings, started)
        let page = try await parsed
        let batch = try desk?.finishedBatch(of: FileSource(path: path))
        if let batch, !options.importsAgain, let earlier = EarlierResult.of(batch, casesFormat: options.casesFormat) {
            desk?.session.abandon("The file had been imported before; its earlier results stand.")
            return options.isUnattended ? try await noted(earlier, path, page) : earlier
        }
        var allowance = try options.allowance.map { AllowanceCheck($0, used: try used(desk, at: started)) }
        var judged = try await judge(judgeable, desk, ownBatch: batch?.id, &allowance, progress)
        if judged.hold == nil, let second = allowance?.secondPass() {
            desk?.session.abandon("The file goes beyond the month's allowance and is judged once more.")
            judgeable = try open(path, started)
            desk = try openDesk(judgeable.opened.file, judgeable.settings, started)
            allowance = second
            judged = try await judge(judgeable, desk, ownBatch: batch?.id, &allowance, progress)
        }
        let report = try report(judged, judgeable.opened.file, started, hasLedger: desk != nil, allowance)
        if let folder = judged.folder { try await write(report, page, to: folder) }
        try await judged.writing.synced()
        try Task.checkCancellation()
        let place = try finish(judged, desk, report, started)
        if desk == nil, judged.hold == nil {
            try judged.export.remember(rows: judged.tally.read, day: started.instant)
        }
        return ImportResult(report: report, folder: place)
    }

    /// Says where people look for results that the file was imported before: its own results lie elsewhere.
    private func noted(_ earlier: ImportResult, _ path: String, _ page: ReportPage) async throws -> ImportResult {
        let stem = options.resultName ?? ResultFolder.stem(ofFile: options.input.name ?? path)
        // A run that was killed between filing and the end finds its own results: they are not to be replaced.
        if let place = earlier.folder, FilePath(place).lastComponent?.string == stem { return earlier }
        let folder = try ResultFolder(in: FilePath(options.output), stem: stem)
        let inputHash = earlier.report.input.sha256
        var result = earlier
        // What is replaced here may hold the cases of an import by other definitions.
        let kept = try folder.keepEarlierCases(stem: stem, inputHash: inputHash) { _ in false }
        result.report.files = ReportBuilder.outputFiles(kept)
        try await write(result.report, page, to: folder)
        result.folder = try folder.commit(stem: stem, inputHash: inputHash).string
        return result
    }

    // MARK: Steps

    /// A file that can be judged, open at its first record.
    private struct JudgeableFile {
        var path: String
        var opened: OpenedInput
        /// What had to be known of the whole file before its first row is judged.
        var survey: FileSurvey
        var settings: IntakeOptions
        var intake: Intake
    }

    private func open(_ path: String, _ started: RunClock) throws -> JudgeableFile {
        let opened = try OpenedInput.open(
            path, options: options.input, setting: options.profile, service: options.service, catalog: catalog,
            profiles: profiles)
        var settings = intakeOptions(opened, receivedAt: options.receivedAt ?? started.instant)
        var intake: Intake
        do {
            intake = try compile(opened.reader.header, settings)
        } catch let error as IntakeError where error.code == .header {
            throw explained(error, opened, path)
        }
        let survey = try FileSurvey(
            opened, intake: intake, isOrderKnown: settings.dateOrder != nil || settings.profile?.dates.order != nil,
            again: { try opened.again(options: options.input, catalog: catalog, path: path) },
            compile: { try compile($0, settings) })
        settings.primaryPeople = survey.people
        settings.dateOrder = settings.dateOrder ?? survey.dates?.order
        if survey.hasFindings { intake = try compile(opened.reader.header, settings) }
        return JudgeableFile(
            path: options.input.name ?? path, opened: opened, survey: survey, settings: settings, intake: intake)
    }

    /// What is wrong with a header, in view of the exports before it.
    private func explained(_ error: IntakeError, _ opened: OpenedInput, _ path: String) -> IntakeError {
        let ledger = options.ledger.path(forResultsIn: options.output).flatMap { try? LedgerDesk.askable($0) }
        let hint = ExportHint(path: options.input.name ?? path, options: options, ledger: ledger)
        return hint?.explained(error, opened, profiles: profiles) { profile in
            try OpenedInput.open(
                path, options: options.input, setting: .named(profile), service: nil, catalog: catalog,
                profiles: profiles)
        } ?? error
    }

    private func compile(_ header: Header, _ settings: IntakeOptions) throws -> Intake {
        try Intake(catalog: catalog, calendars: calendars, header: header, options: settings)
    }

    /// A file whose rows have all been judged, with its results in a hidden folder.
    private struct JudgedFile {
        var export: ExportCheck
        var stem: String
        var folder: ResultFolder?
        var writing: BlockWriting
        var intake: Intake
        var tally: Tally
        var written: [WrittenFile]
        /// Of earlier imports of the file.
        var kept: [WrittenFile]
        var hold: Hold?
        var facts: [ReadingFact]
        var profile: ChosenProfile?
        var skipped: [SkippedRow]
        var bytesRead: Int
        var hexDigest: String
    }

    private func judge(
        _ judgeable: JudgeableFile, _ desk: LedgerDesk?, ownBatch: Int64?, _ allowance: inout AllowanceCheck?,
        _ progress: (ImportProgress) -> Void
    ) async throws -> JudgedFile {
        let (opened, intake) = (judgeable.opened, judgeable.intake)
        let (file, input) = (opened.file, opened.input)
        var source = opened.source
        // XML takes longer to parse than to judge, so that is done on a thread of its own, which has nothing else to do.
        let readsAhead = input.isXML && options.jobs > 1
        if readsAhead { source.hashAside() }
        let reader: any RecordReader = readsAhead ? ReadAhead(opened.reader) : opened.reader
        let stem = options.resultName ?? ResultFolder.stem(ofFile: judgeable.path)
        let export = ExportCheck(
            path: judgeable.path, opened: opened, intake: intake, options: options,
            ledger: try desk?.ledger ?? askableLedger())
        let folder =
            try options.isDryRun
            ? nil : ResultFolder(in: FilePath(options.output), stem: stem, ledger: desk?.path)
        var written: [WrittenFile] = []
        var hold = try export.objection()
        let files =
            try hold == nil
            ? folder.map { try ResultFiles(intake, input: input, format: options.casesFormat, folder: $0.staging) }
            : nil
        let first = BlockPlan(intake, files?.renderers ?? [])
        let feed = BlockFeed(reader, first) { header in
            let grown = try compile(header, judgeable.settings)
            let renderers =
                files == nil ? [] : ResultFiles.renderers(grown, input: input, format: options.casesFormat)
            return BlockPlan(grown, renderers)
        }
        let writing = BlockWriting(first, files: files)
        if hold == nil {
            let filing = BlockFiling(
                allowance: allowance,
                ledger: desk.map { CaseFiling($0.session, options: options, ownBatch: ownBatch) })
            let pipeline = Pipeline(feed, size: file.size, jobs: options.jobs, filing: filing, writing: writing)
            try await pipeline.run { rows in
                progress(ImportProgress(bytesRead: source.bytesRead, bytesInAll: file.size, rows: rows))
            }
            allowance = filing?.allowance
            written = try writing.finish()
            try writing.tally.requireBalance(rowsRead: feed.rowsRead, written: files == nil ? nil : written)
            hold = try export.objection(to: writing.tally, isCut: !source.endsInLineEnd)
            if hold != nil {
                writing.holdAccepted()
                written = try folder?.setAside(written) ?? []
            }
        } else {
            try source.finish()
        }
        try file.requireUnchanged()
        let (tally, hexDigest) = (writing.tally, source.hexDigest)
        let kept =
            try folder?.keepEarlierCases(stem: stem, inputHash: hexDigest) { earlier in
                // Nothing is filed of a held file. Without a ledger all is filed anew, and so is what this very batch filed.
                guard hold == nil else { return false }
                guard desk != nil else { return true }
                if ownBatch == nil { return earlier.run.batch == nil }
                return earlier.input.tenant == options.tenant && earlier.counts.alreadyImported == 0
            } ?? []
        return JudgedFile(
            export: export, stem: stem, folder: folder, writing: writing, intake: feed.plan.intake,
            tally: tally, written: written, kept: kept, hold: hold,
            facts: feed.reader.facts + opened.facts(judgeable.survey), profile: opened.profile,
            skipped: feed.reader.skipped, bytesRead: source.bytesRead, hexDigest: hexDigest)
    }

    private func report(
        _ judged: JudgedFile, _ file: FileSource, _ started: RunClock, hasLedger: Bool, _ allowance: AllowanceCheck?
    ) throws -> BatchReport {
        let input = ReportBuilder.Input(
            name: file.name, bytes: judged.bytesRead, sha256: judged.hexDigest, modified: file.modified)
        return try ReportBuilder(
            options: options, catalog: catalog, calendars: calendars, intake: judged.intake, tally: judged.tally,
            input: input, facts: judged.facts, profile: judged.profile, skipped: judged.skipped, started: started,
            files: judged.written + judged.kept,
            hold: judged.hold, hasBatch: hasLedger || judged.hold != nil, allowance: allowance
        ).report()
    }

    /// The report for programs and the one for people, made at the same time.
    private func write(_ report: BatchReport, _ page: ReportPage, to folder: ResultFolder) async throws {
        async let html = page.bytes(of: report)
        try folder.write(try ReportJSON.bytes(of: report), to: "report.json")
        try folder.write(await html, to: "report.html")
    }

    /// Files the cases and gives the results their place: from the commit on, the import is done.
    private func finish(
        _ judged: JudgedFile, _ desk: LedgerDesk?, _ report: BatchReport, _ started: RunClock
    ) throws -> String? {
        guard let folder = judged.folder else { return nil }
        guard let desk, judged.hold == nil else {
            desk?.session.abandon(judged.hold?.explanation ?? "The import was not carried out.")
            return try folder.commit(stem: judged.stem, inputHash: judged.hexDigest).string
        }
        let pending = try folder.seal(stem: judged.stem, inputHash: judged.hexDigest, ledger: desk.path)
        let shape = try judged.export.shape(rows: judged.tally.read, day: started.instant)
        do {
            try desk.commit(
                report, pending: pending, shape: try shape.map { ($0.source, try ExportMemory.json(of: $0.shape)) })
        } catch {
            if desk.session.mayBeCommitted { folder.markFiled() }
            throw error
        }
        folder.markFiled()
        let place = try folder.commit(stem: judged.stem, inputHash: judged.hexDigest).string
        try desk.session.finished(results: ResultFolder.absolute(place))
        return place
    }

    // MARK: What the steps need

    private func openDesk(
        _ file: FileSource, _ settings: IntakeOptions, _ started: RunClock
    ) throws -> LedgerDesk? {
        guard !options.isDryRun, let path = options.ledger.path(forResultsIn: options.output) else { return nil }
        let attempt = ImportAttempt(
            tenant: options.tenant, file: file.name, inputBytes: file.size,
            definitionsHash: LedgerDesk.definitionsHash(catalog, settings), started: started.instant,
            expectedRows: file.size / 120)
        return try LedgerDesk(path: path, attempt: attempt, wait: options.ledgerWait)
    }

    /// The ledger for a dry run, which writes nothing.
    private func askableLedger() throws -> Ledger? {
        guard options.isDryRun, let path = options.ledger.path(forResultsIn: options.output) else { return nil }
        return try LedgerDesk.askable(path)
    }

    /// How many cases the tenant has used in the month of this import, in the zone of the tenant's region.
    /// By itself, since the optimiser of Swift 6.3.1 falls over it within the asynchronous ``run(file:progress:)``.
    @inline(never)
    private func used(_ desk: LedgerDesk?, at started: RunClock) throws -> Int {
        let received = options.receivedAt ?? started.instant
        guard let desk, let month = try AllowanceUse.month(options.region, calendars, at: received) else { return 0 }
        return try desk.session.used(month: month)
    }

    private func intakeOptions(_ opened: OpenedInput, receivedAt: Instant) -> IntakeOptions {
        IntakeOptions(
            tenant: options.tenant, plan: options.plan, defaultRegion: options.region, receivedAt: receivedAt,
            defaultCountry: options.defaultCountry, dateOrder: options.dateOrder, serviceID: options.service,
            fileName: opened.file.name, isSpreadsheet: !opened.input.isXML, profile: opened.profile?.profile)
    }
}

extension OpenedInput {
    /// What was found out besides what the reader has to say.
    fileprivate func facts(_ survey: FileSurvey) -> [ReadingFact] {
        var facts: [ReadingFact] = []
        if let profile {
            facts.append(ReadingFact("profile", profile.profile.id, profile.isSetByUser ? .setByUser : .detected))
            if !profile.evidence.isEmpty {
                facts.append(ReadingFact("profile known by", profile.evidence, .detected))
            }
        }
        if let dates = survey.dates, dates.isNeeded {
            let order = dates.order.map { $0 == .dayMonthYear ? "day first (dmy)" : "month first (mdy)" }
            let doubt = dates.isContradictory ? "unclear: dates contradict each other" : "unclear: no date proves it"
            facts.append(ReadingFact("date order", order ?? doubt, .detected))
        } else if let order = profile?.profile.dates.order {
            facts.append(ReadingFact("date order", "\(order.rawValue), by the profile", .byDefault))
        }
        return facts
    }
}
