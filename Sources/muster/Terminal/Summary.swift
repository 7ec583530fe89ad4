import Batch
import Sinks

/// What an admin sees at the end of an import: counts, reasons, due times, how the file was read, where to look.
struct Summary {
    private let report: BatchReport
    private let folder: String?
    private let isEarlier: Bool
    private let style: TextStyle

    /// Reasons listed; the report has them all.
    private static let longestList = 12

    init(_ result: ImportResult, style: TextStyle) {
        report = result.report
        folder = result.folder
        isEarlier = result.isEarlier
        self.style = style
    }

    var text: String {
        var lines: [String] = []
        lines.append(style.bold("\(report.input.fileName): \(report.summary)"))
        if isEarlier {
            lines += [report.run.explanation ?? ""] + nextSteps()
            return lines.joined(separator: "\n") + "\n\n"
        }
        lines.append("")
        if let explanation = report.run.explanation { lines += [explanation, ""] }
        lines += countLines()
        if let allowance = report.allowance { lines += ["", allowance.sentence] }
        lines += reasonLines()
        lines += dryRunRows()
        lines += dueLines()
        lines += readingLines()
        lines += resultLines()
        return lines.joined(separator: "\n") + "\n\n"
    }

    private func countLines() -> [String] {
        let counts = report.counts
        var rows: [(String, Int, String)] = [("rows read", counts.read, "")]
        rows.append(
            ("accepted", counts.accepted, counts.withWarnings > 0 ? "\(counts.withWarnings.grouped) with warnings" : "")
        )
        rows.append(("rejected", counts.rejected, ""))
        if counts.held > 0 { rows.append(("held", counts.held, "")) }
        if counts.unchanged > 0 {
            rows.append(("unchanged", counts.unchanged, unchangedCauses.count == 1 ? unchangedCauses[0] : ""))
        }
        if counts.alreadyImported > 0 { rows.append(("already imported", counts.alreadyImported, "")) }
        let skipped = report.skipped.reduce(0) { $0 + $1.count }
        if skipped > 0 {
            let causes = report.skipped.map { "\($0.cause): \($0.count.grouped)" }.joined(separator: ", ")
            rows.append(("skipped", skipped, "no records: \(causes)"))
        }
        let width = rows.map { $0.1.grouped.count }.max() ?? 1
        return rows.flatMap { name, count, note -> [String] in
            let number = count.grouped.padded(to: width, atStart: true)
            let shown =
                switch name {
                case "accepted" where count > 0: style.good(number)
                case "rejected" where count > 0: style.bad(number)
                default: number
                }
            let line = "  \(name.padded(to: 18))\(shown)\(note.isEmpty ? "" : "   \(note)")"
            let causes = name == "unchanged" && unchangedCauses.count > 1 ? unchangedCauses : []
            return [line] + causes.map { "    \(style.dim($0))" }
        }
    }

    /// Why rows ask for nothing: `2 rows: on leave, and stays a user`.
    private var unchangedCauses: [String] {
        report.dialect.notes.filter { $0.hasPrefix("Unchanged, ") }.map { note in
            String(note.dropFirst("Unchanged, ".count).dropLast())
        }
    }

    private func reasonLines() -> [String] {
        guard !report.reasons.isEmpty else { return [] }
        var lines = ["", style.bold("Reasons")]
        let width = report.reasons.map { $0.code.count }.max() ?? 0
        for reason in report.reasons.prefix(Self.longestList) {
            let grade = reason.grade == .error ? style.bad("rejected") : style.warning("warning ")
            let code = reason.code.padded(to: width)
            let place = "first in record \(reason.firstRecord.grouped), line \(reason.firstLine.grouped)"
            lines.append(
                "  \(grade)  \(code)  \(reason.count.grouped.padded(to: 9, atStart: true))  \(style.dim(place))")
            lines.append("            \(reason.example)")
        }
        let rest = report.reasons.count - Self.longestList
        if rest > 0 { lines.append("  … and \(rest) more kinds; report.json has them all.") }
        return lines
    }

    /// Where nothing is written, the first rejected rows stand here.
    private func dryRunRows() -> [String] {
        guard folder == nil, !report.rejectedRows.isEmpty else { return [] }
        var lines = ["", style.bold("First rejected rows")]
        for row in report.rejectedRows.prefix(10) {
            let subject = row.subject.isEmpty ? "" : " (\(row.subject))"
            lines.append("  record \(row.record.grouped), line \(row.line.grouped)\(subject)")
            for reason in row.reasons where reason.grade == .error {
                let column = reason.column.map { " [column \($0)]" } ?? ""
                lines.append("    \(reason.code)\(column): \(reason.sentence)")
            }
        }
        let left = report.counts.rejected - min(10, report.rejectedRows.count)
        if left > 0 { lines.append("  … and \(left.grouped) more.") }
        return lines
    }

    private func dueLines() -> [String] {
        guard !report.dueTimes.isEmpty else { return [] }
        return ["", style.bold("Due")]
            + report.dueTimes.map { due in
                let cases = "\(due.cases.grouped) \(due.cases == 1 ? "case" : "cases")"
                return "  \(due.region.padded(to: 10))\(due.dueLocal)   \(cases), \(due.target) to \(due.measuredTo)"
            }
    }

    private func readingLines() -> [String] {
        let facts = report.dialect.settings.map { "\($0.name) \($0.value) (\($0.known.rawValue))" }
        var lines = ["", style.bold("Read as"), "  \(facts.joined(separator: ", "))"]
        if !report.unmatchedColumns.isEmpty {
            let shown = report.unmatchedColumns.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
            lines.append("  columns that met no field: \(shown)\(report.unmatchedColumns.count > 8 ? " …" : "")")
        }
        let seconds = report.run.durationSeconds
        lines.append("  in \(seconds) s, \(report.run.rowsPerSecond.grouped) rows/s")
        return lines
    }

    private func resultLines() -> [String] {
        guard let folder else { return ["", style.bold("Dry run: nothing was written.")] + nextSteps() }
        var lines = ["", style.bold("Results in \(folder)")]
        let width = report.files.map { $0.name.count }.max() ?? 0
        for file in report.files {
            let rows = file.rows.map { "\($0.grouped) \($0 == 1 ? "row" : "rows")" } ?? ""
            lines.append("  \(file.name.padded(to: width))  \(rows.padded(to: 14))\(style.dim(file.purpose))")
        }
        return lines + nextSteps()
    }

    private func nextSteps() -> [String] {
        guard !report.nextSteps.isEmpty else { return [] }
        return ["", style.bold("Next")] + report.nextSteps.map { "  \($0)" }
    }
}

extension String {
    func padded(to width: Int, atStart: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - count))
        return atStart ? padding + self : self + padding
    }
}
