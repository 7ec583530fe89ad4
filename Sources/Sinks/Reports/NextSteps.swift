/// What the reader should do now, worked out from the result alone.
struct NextSteps: Hashable, Sendable {
    /// The most urgent first; never empty.
    let sentences: [String]

    init(
        run: BatchReport.Run, counts: BatchReport.Counts, reasons: [BatchReport.ReasonCount],
        unmatchedColumns: [String], files: [BatchReport.OutputFile], isProfiled: Bool = false, fileName: String = ""
    ) {
        switch run.outcome {
        case .failed:
            sentences = [
                "Put the cause right and import the same file again: nothing was filed, so nothing is filed twice."
            ]
        case .held:
            sentences = [
                "Check that the file is the whole export. If it is not, export it anew and import that file instead.",
                Self.approval(run, rows: nil, fileName),
            ]
        case .alreadyImported:
            sentences = ["There is nothing to do."]
        case .finished where counts.read == 0:
            sentences = [
                "Check the export: it may have been cut short, or its filter may have let nobody through.",
                "Then import the file again. An empty file is never read as \u{201C}everybody has left\u{201D}.",
            ]
        case .finished:
            var steps: [String] = []
            if counts.rejected > 0 { steps += Self.correction(run, counts, reasons, files) }
            if counts.held > 0 { steps.append(Self.approval(run, rows: counts.held, fileName)) }
            if counts.withWarnings > 0 {
                steps.append(Self.warnings(counts.withWarnings, run))
            }
            if counts.accepted > 0, !run.dryRun, let packs = Self.packs(files) { steps.append(packs) }
            if let unused = Self.unusedColumns(unmatchedColumns, isProfiled) { steps.append(unused) }
            if run.dryRun, counts.accepted > 0 {
                steps.append(
                    "When the result is as you want it, import the file again without --dry-run to file "
                        + Figures.counted(counts.accepted, "case") + ".")
            }
            sentences = steps.isEmpty ? ["There is nothing to do. Keep this page if you need a record."] : steps
        }
    }

    /// What came through an inbox is answered there; else a command lets it go.
    private static func approval(_ run: BatchReport.Run, rows: Int?, _ fileName: String) -> String {
        let condition =
            switch rows {
            case 1?: "If the held row is right, "
            case let rows?: "If the \(Figures.grouped(rows)) held rows are right, "
            case nil: "If it is, and what it asks for is meant, "
            }
        let command = "somebody who may approve \(rows ?? 1 == 1 ? "it" : "them") runs: "
        if let release = run.release { return condition + command + release }
        let answer =
            fileName.isEmpty
            ? ""
            : "drop an empty file named \u{201C}\(fileName).approve\u{201D} into the folder \u{201C}inbox\u{201D}; or "
        return condition + answer + command + "muster approve \(run.batch ?? "BATCH")"
    }

    private static func correction(
        _ run: BatchReport.Run, _ counts: BatchReport.Counts, _ reasons: [BatchReport.ReasonCount],
        _ files: [BatchReport.OutputFile]
    ) -> [String] {
        let errors = reasons.filter { $0.grade == .error }
        let file = files.first { $0.name.hasPrefix("rejected.") }?.name
        if let cause = errors.first, isSystematic(cause, counts) {
            var steps = [
                "Most rows share one reason: \u{201C}\(cause.title)\u{201D}. Put it right where the file comes from, "
                    + "and import the file again."
            ]
            if let file { steps.append("For the rest, \(file) holds every rejected row with its reasons.") }
            return steps
        }

        let rows = counts.rejected == 1 ? "the one row" : "the \(Figures.counted(counts.rejected, "row"))"
        var steps: [String] = []
        switch file {
        case let name? where name.hasSuffix(".xml"):
            steps.append("Correct \(rows) in \(name) and import that file." + leftOut(counts, run))
        case let name?:
            steps.append("Open \(name) in Excel, correct \(rows), save it as CSV and import it." + leftOut(counts, run))
        case nil:
            steps.append("Correct \(rows) where the file came from, and import the file again.")
        }
        if errors.count > 1, let first = errors.first, first.count > 1 {
            steps.append(
                "Start with \u{201C}\(first.title)\u{201D}: it is the most frequent reason, given "
                    + "\(Figures.counted(first.count, "time")).")
        }
        return steps
    }

    /// One reason for most of the rows of a whole file is a fault of the export, which nobody should mend row by row.
    private static func isSystematic(_ cause: BatchReport.ReasonCount, _ counts: BatchReport.Counts) -> Bool {
        counts.rejected >= 20 && counts.rejected > counts.read / 2 && cause.count > counts.rejected / 2
    }

    private static func leftOut(_ counts: BatchReport.Counts, _ run: BatchReport.Run) -> String {
        counts.accepted > 0 && !run.dryRun ? " Rows that were accepted are not in that file." : ""
    }

    private static func warnings(_ rows: Int, _ run: BatchReport.Run) -> String {
        rows == 1
            ? "Look over the row with warnings: it \(run.dryRun ? "would become" : "became") a case as it is."
            : "Look over the \(Figures.grouped(rows)) rows with warnings: they "
                + "\(run.dryRun ? "would become" : "became") cases as they are."
    }

    private static func packs(_ files: [BatchReport.OutputFile]) -> String? {
        let sheets = files.filter { $0.name.hasPrefix("packs/") && $0.rows != 0 }.count
        guard sheets > 0 else { return nil }
        return sheets == 1
            ? "Put the sheet in packs/ into the customer portal as one case."
            : "Put each of the \(Figures.grouped(sheets)) sheets in packs/ into the customer portal as one case."
    }

    private static func unusedColumns(_ headers: [String], _ isProfiled: Bool) -> String? {
        let named = headers.filter { !$0.isEmpty }.map { "\u{201C}\($0)\u{201D}" }
        guard !named.isEmpty else { return nil }
        let remedy =
            isProfiled
            ? "name it in a profile of your own (muster profiles)" : "give it a header that the service knows"
        if named.count == 1 { return "The column \(named[0]) was not used. If it matters, \(remedy)." }
        let shown = named.prefix(3).joined(separator: ", ")
        let rest = named.count > 3 ? " and \(Figures.grouped(named.count - 3)) more" : ""
        return "The columns \(shown)\(rest) were not used. If one matters, \(remedy)."
    }
}
