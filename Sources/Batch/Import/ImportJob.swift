import Intake
import Records
package import ServiceCatalog
import ServiceLevels
import Sinks
import SystemPackage

/// One file from its first byte to its results: the spine of the program.
///
///     file → records → verdicts → cases, rejections, packs → counts held against each other → reports → their place
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
        let file = try FileSource(path: path)
        let source = DigestingSource(file)
        let known = KnownHeaders(catalog)
        var reader = try CSVReader(
            source, options: CSVOptions(delimiter: options.delimiter), knowsHeader: { known.contains($0) })
        let intake = try Intake(
            catalog: catalog, calendars: calendars, header: reader.header,
            options: IntakeOptions(
                tenant: options.tenant, plan: options.plan, defaultRegion: options.region,
                receivedAt: options.receivedAt ?? started.instant, defaultCountry: options.defaultCountry,
                dateOrder: options.dateOrder, serviceID: options.service, fileName: file.name))

        let stem = FilePath(path).stem ?? "input"
        let folder = try options.isDryRun ? nil : ResultFolder(in: FilePath(options.output), stem: stem)
        var files = try folder.map {
            try ResultFiles(intake, dialect: reader.dialect, format: options.casesFormat, folder: $0.staging)
        }
        var pipeline = Pipeline(intake, renderers: files?.renderers ?? [], jobs: options.jobs)
        try await pipeline.run(
            &reader, size: file.size, write: { try files?.write($0) },
            progress: { progress(ImportProgress(bytesRead: source.bytesRead, bytesInAll: file.size, rows: $0)) })
        try file.requireUnchanged()
        let written = try files?.finish()
        try pipeline.tally.requireBalance(rowsRead: pipeline.rowsRead, written: written)

        let input = ReportBuilder.Input(
            name: file.name, bytes: source.bytesRead, sha256: source.hexDigest, modified: file.modified)
        let builder = ReportBuilder(
            options: options, catalog: catalog, calendars: calendars, intake: intake, tally: pipeline.tally,
            input: input,
            facts: reader.facts, skipped: reader.skipped, started: started, files: written ?? [])
        let report = try builder.report()
        try folder?.write(try ReportJSON.bytes(of: report), to: "report.json")
        try folder?.write(page.bytes(of: report), to: "report.html")
        let place = try folder?.commit(stem: stem, inputHash: input.sha256)
        return ImportResult(report: report, folder: place?.string)
    }
}
