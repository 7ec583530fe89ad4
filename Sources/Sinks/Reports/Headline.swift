/// What happened, in words for a person who did not run the program: one statement, and what it means for the reader.
struct Headline: Hashable, Sendable {
    /// `297 of 312 rows became cases.`
    let statement: String
    /// `15 rows need you.`
    let meaning: String

    /// What keeps the statement from being the whole truth: that it was only a trial. Empty otherwise.
    let proviso: String

    /// All of it, as one line.
    var text: String { [statement, meaning, proviso].filter { !$0.isEmpty }.joined(separator: " ") }

    init(run: BatchReport.Run, counts: BatchReport.Counts) {
        proviso = run.dryRun ? "This was a trial: nothing was filed and nothing was moved." : ""
        switch run.outcome {
        case .failed:
            statement = "This file could not be imported."
            meaning = "Nothing was filed."
        case .held:
            statement = "This import is held. Nothing has been filed yet."
            let waiting = counts.held > 0 ? counts.held : counts.read
            meaning =
                waiting > 0
                ? "\(Figures.counted(waiting, "row waits", "rows wait")) for somebody to approve."
                : "It waits for somebody to approve."
        case .alreadyImported:
            statement = "This file was imported before. Nothing was filed."
            meaning = "Its results stand as they were."
        case .finished:
            statement = Self.statement(counts, dryRun: run.dryRun)
            meaning = Self.meaning(counts)
        }
    }

    private static func statement(_ counts: BatchReport.Counts, dryRun: Bool) -> String {
        let became = dryRun ? "would become" : "became"
        if counts.read == 0 { return "The file holds no rows." }
        if counts.accepted == counts.read {
            return counts.read == 1
                ? "The one row \(became) a case." : "All \(Figures.grouped(counts.read)) rows \(became) cases."
        }
        if counts.accepted == 0, counts.alreadyImported == counts.read {
            return "Nothing new: \(Figures.counted(counts.read, "row was", "rows were")) imported before."
        }
        if counts.accepted == 0, counts.unchanged + counts.alreadyImported == counts.read {
            return "Nothing new: \(Figures.counted(counts.read, "row asks", "rows ask")) for no change."
        }
        let cases = counts.accepted == 1 ? "a case" : "cases"
        if counts.accepted == 0 {
            return counts.read == 1
                ? "The one row \(dryRun ? "would not become" : "did not become") a case."
                : "None of the \(Figures.grouped(counts.read)) rows \(became) a case."
        }
        return "\(Figures.grouped(counts.accepted)) of \(Figures.grouped(counts.read)) rows \(became) \(cases)."
    }

    private static func meaning(_ counts: BatchReport.Counts) -> String {
        var sentences: [String] = []
        if counts.read == 0 { sentences.append("Nothing was filed and nothing was changed.") }
        if counts.rejected > 0 {
            let all = counts.rejected == counts.read && counts.read > 1
            sentences.append((all ? "All " : "") + Figures.counted(counts.rejected, "row needs you.", "rows need you."))
        }
        if counts.held > 0 {
            sentences.append(Figures.counted(counts.held, "row waits for approval.", "rows wait for approval."))
        }
        if counts.read > 0, counts.rejected == 0, counts.held == 0 {
            sentences.append(
                counts.withWarnings > 0
                    ? Figures.counted(counts.withWarnings, "row has a warning.", "rows have a warning.")
                    : "Nothing needs you.")
        }
        return sentences.joined(separator: " ")
    }
}
