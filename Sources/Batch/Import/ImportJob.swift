import Intake
import Records
package import ServiceCatalog
import ServiceLevels
import Sinks
import SystemPackage

/// One file from its first byte to its results: the spine of the program.
///
///     file → records → verdicts → cases, rejections, packs → counts held against each other → guards → reports → place
///
/// A run that throws has changed nothing that can be seen: an earlier result stands as it was.
package struct ImportJob: Sendable {
    private let catalog: ServiceCatalog
    private let calendars: CalendarCatalog
    private let options: ImportOptions

    package init(catalog: ServiceCatalog, calendars: CalendarCatalog, options: ImportOptions) {
        self.catalog = catalog
        self.calendars = calendars
        self.options = options
    }

    /// - Parameter progress: called after each block, a few thousand times for a million rows.
    /// - Throws: `RecordError`, `IntakeError`, `SinkError`, `ReportPageError` or `InternalError`.
    package func run(
        file path: String, progress: (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportResult {
        let page = try ReportPage(template: options.reportTemplate)
        let started = RunClock.now
        let opened = try OpenedInput.open(
            path, options: options.input, setting: options.profile, service: options.service, catalog: catalog,
            profiles: ProfileCatalog(services: catalog))
        let (file, input) = (opened.file, opened.input)
        var source = opened.source
        var reader: any RecordReader = opened.reader
        var settings = intakeOptions(opened, receivedAt: options.receivedAt ?? started.instant)
        let compile = { (header: Header) throws in
            try Intake(catalog: catalog, calendars: calendars, header: header, options: settings)
        }
        let survey = try FileSurvey(
            opened, isOrderKnown: settings.dateOrder != nil || settings.profile?.dates.order != nil,
            again: { try opened.again(options: options.input, catalog: catalog, path: path) }, compile: compile)
        settings.primaryPeople = survey.people
        settings.dateOrder = settings.dateOrder ?? survey.dates?.order
        let intake = try compile(reader.header)
        let stem = options.resultName ?? ResultFolder.stem(ofFile: path)
        let export = ExportCheck(path: path, input: input, intake: intake, options: options)
        let folder = try options.isDryRun ? nil : ResultFolder(in: FilePath(options.output), stem: stem)
        var pipeline: Pipeline
        var written: [WrittenFile] = []
        var hold = try export.objection()
        if hold == nil {
            var files = try folder.map {
                try ResultFiles(intake, input: input, format: options.casesFormat, folder: $0.staging)
            }
            pipeline = Pipeline(
                intake,
                renderers: {
                    files == nil ? [] : ResultFiles.renderers($0, input: input, format: options.casesFormat)
                },
                jobs: options.jobs)
            try await pipeline.run(
                &reader, size: file.size, recompile: compile, write: { try files?.write($0) },
                progress: { progress(ImportProgress(bytesRead: source.bytesRead, bytesInAll: file.size, rows: $0)) })
            written = try files?.finish() ?? []
            try pipeline.tally.requireBalance(rowsRead: pipeline.rowsRead, written: files == nil ? nil : written)
            hold = try export.objection(to: pipeline.tally, isCut: !source.endsInLineEnd)
            if hold != nil {
                pipeline.holdAccepted()
                written = try folder?.setAside(written) ?? []
            }
        } else {
            pipeline = Pipeline(intake, renderers: { _ in [] }, jobs: 1)
            try source.finish()
        }
        try file.requireUnchanged()

        let inputFacts = ReportBuilder.Input(
            name: file.name, bytes: source.bytesRead, sha256: source.hexDigest, modified: file.modified)
        let builder = ReportBuilder(
            options: options, catalog: catalog, calendars: calendars, intake: pipeline.intake,
            tally: pipeline.tally, input: inputFacts,
            facts: reader.facts + opened.facts(survey), profile: opened.profile, skipped: reader.skipped,
            started: started, files: written, hold: hold)
        let report = try builder.report()
        try folder?.write(try ReportJSON.bytes(of: report), to: "report.json")
        try folder?.write(page.bytes(of: report), to: "report.html")
        let place = try folder?.commit(stem: stem, inputHash: inputFacts.sha256)
        if hold == nil { try export.remember(rows: pipeline.tally.read, day: started.instant) }
        return ImportResult(report: report, folder: place?.string)
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
