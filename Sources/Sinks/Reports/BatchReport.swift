/// All that one import has to say for itself: the one source of `report.json` and of the page `report.html`.
///
/// Pure data, without a type of any other target, so that a ledger can keep it and an older report can still be read.
/// The order of the properties is the order of the keys in `report.json`; `Templates/Reports/report.schema.json`
/// describes them for other programs, and the tests hold the two together.
package struct BatchReport: Codable, Hashable, Sendable {
    /// The version of this shape; it changes when a key goes away or changes its meaning, not when one is added.
    package static let currentFormat = "muster-report/1"
    /// How many rejected rows are listed in full; all of them are in the rejection file.
    package static let rejectedRowsListed = 50
    /// How many accepted rows with warnings are listed in full; all of them are in the cases file.
    package static let warnedRowsListed = 20
    /// How many rows that are held or were imported before are listed.
    package static let otherRowsListed = 20

    package let format: String
    package let program: Program
    package private(set) var run: Run
    /// What happened, in a sentence or two: the headline of the page.
    package private(set) var summary: String
    /// What the reader should do now, one sentence or two each, the most urgent first.
    package private(set) var nextSteps: [String]
    package let input: Input
    package let counts: Counts
    /// What stood in the file and was no row, by cause; not part of `counts`.
    package let skipped: [Skipped]
    package let cases: [CaseCount]
    package let regions: [RegionCount]
    /// Every reason that was given, the most frequent first.
    package let reasons: [ReasonCount]
    /// The first rejected rows, at most ``rejectedRowsListed``.
    package let rejectedRows: [Row]
    package let rejectedRowsLeftOut: Int
    /// The first accepted rows that carry a warning, at most ``warnedRowsListed``.
    package let warnedRows: [Row]
    package let warnedRowsLeftOut: Int
    /// The first rows that are held or were imported before, with the cause, at most ``otherRowsListed``.
    package let otherRows: [Row]
    package let otherRowsLeftOut: Int
    package let dueTimes: [DueTime]
    package let dialect: Dialect
    package let columns: [Column]
    /// The headers of the columns that met no field of any service.
    package let unmatchedColumns: [String]
    package let definitions: [Definition]
    package let calendars: [Calendar]
    package var files: [OutputFile]
    /// `nil` where the tenant's cases are not counted.
    package let allowance: Allowance?

    /// Cuts the lists of rows to their bounds, counts what was left out, and works out the summary and the next steps.
    package init(
        program: Program, run: Run, input: Input, counts: Counts, skipped: [Skipped] = [], cases: [CaseCount] = [],
        regions: [RegionCount] = [], reasons: [ReasonCount] = [], rejectedRows: [Row] = [], warnedRows: [Row] = [],
        otherRows: [Row] = [], dueTimes: [DueTime] = [], dialect: Dialect = Dialect(), columns: [Column] = [],
        definitions: [Definition] = [], calendars: [Calendar] = [], files: [OutputFile] = [],
        allowance: Allowance? = nil
    ) {
        self.format = Self.currentFormat
        self.program = program
        self.run = run
        self.input = input
        self.counts = counts
        self.skipped = skipped
        self.cases = cases
        self.regions = regions
        self.reasons = reasons.enumerated()
            .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element)
        self.rejectedRows = Array(rejectedRows.prefix(Self.rejectedRowsListed))
        self.rejectedRowsLeftOut = max(0, counts.rejected - self.rejectedRows.count)
        self.warnedRows = Array(warnedRows.prefix(Self.warnedRowsListed))
        self.warnedRowsLeftOut = max(0, counts.withWarnings - self.warnedRows.count)
        self.otherRows = Array(otherRows.prefix(Self.otherRowsListed))
        self.otherRowsLeftOut = max(0, counts.held + counts.alreadyImported - self.otherRows.count)
        self.dueTimes = dueTimes
        self.dialect = dialect
        self.columns = columns
        self.unmatchedColumns = columns.filter { $0.field == nil }.map(\.header)
        self.definitions = definitions
        self.calendars = calendars
        self.files = files
        self.allowance = allowance
        self.summary = Headline(run: run, counts: counts).text
        self.nextSteps =
            NextSteps(
                run: run, counts: counts, reasons: self.reasons, unmatchedColumns: unmatchedColumns, files: files,
                isProfiled: input.profile != nil, fileName: input.fileName
            ).sentences
    }
}

extension BatchReport {
    /// The program that wrote the report.
    package struct Program: Codable, Hashable, Sendable {
        package var name: String
        package var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// How an import ended.
    package enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        /// Every row was dealt with, some perhaps rejected.
        case finished
        /// A guard stopped it before anything was filed; a person has to approve it.
        case held
        /// It could not be carried out; nothing was filed.
        case failed
        /// The same file had been imported before; nothing was filed, and the counts are those of then.
        case alreadyImported = "already imported"
    }

    /// One attempt at the import: how it ended and how long it took.
    package struct Run: Codable, Hashable, Sendable {
        package var outcome: Outcome
        /// The exit status of the command.
        package var exitStatus: Int
        /// A trial: nothing was filed and nothing was moved.
        package var dryRun: Bool
        /// The id that `muster approve` takes; `nil` where no ledger is kept.
        package var batch: String?
        /// Why the import was held or failed, in one or two sentences; `nil` when it finished.
        package var explanation: String?
        /// The command that lets a held import go on; `nil` when it is not held.
        package var release: String?
        /// ISO 8601, UTC.
        package var started: String
        /// ISO 8601, UTC.
        package var finished: String
        package let durationSeconds: Double
        package let rowsPerSecond: Int

        package init(
            outcome: Outcome, exitStatus: Int, dryRun: Bool = false, batch: String? = nil, explanation: String? = nil,
            release: String? = nil, started: String, finished: String, durationSeconds: Double, rowsPerSecond: Int
        ) {
            self.outcome = outcome
            self.exitStatus = exitStatus
            self.dryRun = dryRun
            self.batch = batch
            self.explanation = explanation
            self.release = release
            self.started = started
            self.finished = finished
            self.durationSeconds = Self.rounded(durationSeconds)
            self.rowsPerSecond = max(0, rowsPerSecond)
        }

        /// To the millisecond; nothing for what no clock can have measured.
        private static func rounded(_ seconds: Double) -> Double {
            guard seconds.isFinite, seconds > 0, seconds < 1e12 else { return 0 }
            return (seconds * 1000).rounded() / 1000
        }
    }
}

extension BatchReport {
    /// The report of a file that is dropped again: what was said then, and that nothing was done now.
    package func repeated(explanation: String) -> BatchReport {
        var report = self
        report.run.outcome = .alreadyImported
        report.run.exitStatus = 0
        report.run.explanation = explanation
        report.summary = Headline(run: report.run, counts: counts).text
        report.nextSteps = [
            "There is nothing to do. Should its rows be judged once more, whoever runs Muster can import it with --again."
        ]
        return report
    }
}
