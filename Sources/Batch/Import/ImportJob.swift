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
    package func run(file path: String, progress: (ImportProgress) -> Void = { _ in }) throws -> ImportResult {
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
        let pass = try judgeAll(&reader, intake, staging: folder?.staging, size: file.size, source, progress)
        try file.requireUnchanged()
        try pass.requireBalance()

        let input = ReportBuilder.Input(
            name: file.name, bytes: source.bytesRead, sha256: source.hexDigest, modified: file.modified)
        let builder = ReportBuilder(
            options: options, catalog: catalog, calendars: calendars, intake: intake, tally: pass.tally, input: input,
            facts: reader.facts, skipped: reader.skipped, started: started, files: pass.files)
        let report = try builder.report()
        try folder?.write(try ReportJSON.bytes(of: report), to: "report.json")
        try folder?.write(page.bytes(of: report), to: "report.html")
        let place = try folder?.commit(stem: stem, inputHash: input.sha256)
        return ImportResult(report: report, folder: place?.string)
    }

    /// What one pass over the file gives.
    private struct Pass {
        var tally: Tally
        var rowsRead: Int
        var files: [WrittenFile]
        var isDryRun: Bool

        /// Each record read ended in exactly one place: three parties that count for themselves must agree.
        func requireBalance() throws {
            let counts = "\(tally.read) judged, \(tally.accepted) accepted, \(tally.rejected) rejected"
            guard tally.read == rowsRead - tally.emptyRows, tally.read == tally.accepted + tally.rejected else {
                throw InternalError("the rows do not add up: \(rowsRead) rows read with \(tally.emptyRows) empty, \(counts)")
            }
            guard !isDryRun else { return }
            let written = files.prefix(2).map(\.rows)
            guard written == [tally.accepted, tally.rejected] else {
                throw InternalError("the files do not hold what was counted: \(written) rows written, \(counts)")
            }
        }
    }

    private func judgeAll(
        _ reader: inout CSVReader, _ intake: Intake, staging: FilePath?, size: Int, _ source: DigestingSource, _ progress: (ImportProgress) -> Void
    ) throws -> Pass {
        var judge = RowJudge(intake)
        var tally = Tally(intake)
        var block = JudgedBlock()
        var duplicates: DuplicateIndex?
        var rowsRead = 0
        var record = 1
        var files: ResultFiles?
        if let staging {
            files = try ResultFiles(intake, dialect: reader.dialect, format: options.casesFormat, folder: staging)
        }
        while try reader.read(into: &block.records) {
            rowsRead += block.records.rows.count
            judge.judge(block.records, into: &block.verdicts)
            var index = duplicates ?? DuplicateIndex(expected: Self.expectedRows(block.records, size: size))
            duplicates = nil
            record = block.settle(&index, intake: intake, firstRecord: record)
            duplicates = index
            tally.count(block)
            try files?.write(block)
            progress(ImportProgress(bytesRead: source.bytesRead, bytesInAll: size, rows: rowsRead))
        }
        return Pass(tally: tally, rowsRead: rowsRead, files: try files?.finish() ?? [], isDryRun: options.isDryRun)
    }

    /// How many rows a file probably has, judged by its first block.
    private static func expectedRows(_ block: RecordBlock, size: Int) -> Int {
        guard let last = block.rows.last, last.text.upperBound > 0 else { return 0 }
        return size / max(1, last.text.upperBound / block.rows.count)
    }
}
