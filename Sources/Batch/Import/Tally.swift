import Intake
import Records
import ServiceCatalog
import Sinks

/// Counts what happened to every row, and keeps the first rows of each kind for the reports.
///
/// What it keeps is bounded: the counts do not grow with the file, the lists end at the number that reports show.
struct Tally {
    private(set) var read = 0
    private(set) var accepted = 0
    private(set) var rejected = 0
    private(set) var unchanged = 0
    private(set) var alreadyImported = 0
    private(set) var held = 0
    /// The unchanged rows by their cause: an index into the profile's causes.
    private(set) var unchangedCauses: [Int: Int] = [:]
    private(set) var withWarnings = 0
    private(set) var blankLines = 0
    private(set) var emptyRows = 0
    /// Rows among the records that are none, such as a footer.
    private(set) var skippedRows: [SkipCause: Int] = [:]
    /// The line on which the row read last begins, when that row is not whole.
    private(set) var brokenLastLine: Int?
    private let kindCount = MACDKind.allCases.count
    private let regionCount: Int
    /// Accepted rows by service, kind and region, one after the other.
    private var acceptedRows: [Int]
    /// Rows of other outcomes, by service.
    private var unacceptedRows: [Int]
    private(set) var reasons = ReasonCounts()
    private(set) var rejectedRows: [BatchReport.Row] = []
    private(set) var warnedRows: [BatchReport.Row] = []
    /// The first rows that are held or were imported before.
    private(set) var otherRows: [BatchReport.Row] = []
    private var intake: Intake

    init(_ intake: Intake) {
        self.intake = intake
        regionCount = intake.regions.count
        acceptedRows = [Int](repeating: 0, count: intake.services.count * kindCount * regionCount)
        unacceptedRows = intake.services.map { _ in 0 }
    }

    /// Goes on with an intake for more columns of the same file.
    mutating func use(_ intake: Intake) {
        self.intake = intake
        reasons.forgetChecks()
    }

    /// The batch as a whole waits: what was accepted is filed when somebody has approved it.
    mutating func holdAccepted() {
        held += accepted
        accepted = 0
        withWarnings = 0
    }

    /// Each record read ended in exactly one place: three parties that count for themselves must agree.
    ///
    /// - Parameters:
    ///   - rowsRead: rows that the reader has lent, empty ones included.
    ///   - written: the files, cases first and rejections second; `nil` after a dry run.
    func requireBalance(rowsRead: Int, written: [WrittenFile]?) throws(InternalError) {
        let elsewhere = held + unchanged + alreadyImported
        let counts = "\(read) judged, \(accepted) accepted, \(rejected) rejected, \(elsewhere) held or nothing new"
        let skipped = emptyRows + skippedRows.values.reduce(0, +)
        guard read == rowsRead - skipped, read == accepted + rejected + elsewhere else {
            throw InternalError("the rows do not add up: \(rowsRead) rows read with \(skipped) skipped, \(counts)")
        }
        guard let rows = written?.prefix(2).map(\.rows) else { return }
        guard rows == [accepted, rejected] else {
            throw InternalError("the files do not hold what was counted: \(rows) rows written, \(counts)")
        }
    }

    mutating func count(_ block: borrowing JudgedBlock) {
        blankLines += block.records.blankLines
        if let last = block.records.rows.last { brokenLastLine = last.breaksOff(before: intake.header.count) }
        var record = block.firstRecord
        var unaccepted = 0
        let verdicts = block.verdicts.rows.span
        Self.countAccepted(verdicts, kindCount, regionCount, &acceptedRows)
        for index in verdicts.indices {
            let verdict = verdicts[index]
            if case .accepted = verdict.outcome {
                if verdict.findingCount > 0 { countWarned(verdict, index, record, block) }
                record += 1
                continue
            }
            if case .skipped = verdict.outcome {
                if case .skipped(let cause) = block.records.rows[index].form {
                    skippedRows[cause, default: 0] += 1
                } else {
                    emptyRows += 1
                }
                continue
            }
            read += 1
            if verdict.service >= 0 { unacceptedRows[Int(verdict.service)] += 1 }
            switch verdict.outcome {
            case .unchanged:
                unchanged += 1
                unchangedCauses[Int(verdict.cause), default: 0] += 1
            case .alreadyImported:
                alreadyImported += 1
                listOther(verdict, index, record, block)
            case .held:
                held += 1
                listOther(verdict, index, record, block)
            case .accepted, .rejected, .skipped: break
            }
            record += 1
            unaccepted += 1
        }
        let taken = record - block.firstRecord - unaccepted
        read += taken
        accepted += taken
        for rejection in block.rejections { countRejected(rejection, block) }
    }

    private mutating func countWarned(
        _ verdict: RowVerdict, _ index: Int, _ record: Int, _ block: borrowing JudgedBlock
    ) {
        withWarnings += 1
        let line = block.records.rows[index].line
        if warnedRows.count < BatchReport.warnedRowsListed {
            let reasons = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
            warnedRows.append(row(record, line, verdict, reasons, block))
            for reason in reasons {
                let first = self.reasons.count(reason.code, reason.grade, reason.field, record, line)
                if let first { self.reasons.keep(example: reason.sentence, at: first) }
            }
            return
        }
        var codes: [(code: String, field: String?)] = []
        intake.warnings(of: verdict, in: block.verdicts, block: block.records) { code, field, _ in
            codes.append((code, field))
        }
        for (code, field) in codes {
            guard let first = reasons.count(code, .warning, field, record, line) else { continue }
            let all = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
            reasons.keep(example: all.first { $0.code == code }?.sentence ?? "", at: first)
        }
    }

    // MARK: By service, kind and region

    private static func countAccepted(
        _ verdicts: Span<RowVerdict>, _ kinds: Int, _ regions: Int, _ counts: inout [Int]
    ) {
        var counts = counts.mutableSpan
        for index in verdicts.indices {
            // A comparison with == would go by way of the raw values, and of a table of functions for each row.
            guard case .accepted = verdicts[index].outcome else { continue }
            let (service, region) = (Int(verdicts[index].service), Int(verdicts[index].region))
            counts[(service &* kinds &+ verdicts[index].kind.index) &* regions &+ region] &+= 1
        }
    }

    /// By service, then by kind.
    var cases: [[Int]] {
        var cases = intake.services.map { _ in [Int](repeating: 0, count: MACDKind.allCases.count) }
        forEachAccepted { service, kind, _, count in cases[service][kind] += count }
        return cases
    }

    /// By region, then by service level.
    var dues: [[Int]] {
        var dues = intake.regions.map { [Int](repeating: 0, count: $0.dues.count) }
        forEachAccepted { service, _, region, count in dues[region][intake.levelOfService[service]] += count }
        return dues
    }

    /// Rows that each service has judged, rejected ones included.
    var rowsOfService: [Int] {
        var rows = unacceptedRows
        forEachAccepted { service, _, _, count in rows[service] += count }
        return rows
    }

    private func forEachAccepted(_ body: (_ service: Int, _ kind: Int, _ region: Int, _ count: Int) -> Void) {
        let (kinds, regions) = (kindCount, regionCount)
        for (place, count) in acceptedRows.enumerated() where count > 0 {
            body(place / (kinds * regions), place / regions % kinds, place % regions, count)
        }
    }

    // MARK: Rows in the reports

    private mutating func listOther(
        _ verdict: RowVerdict, _ index: Int, _ record: Int, _ block: borrowing JudgedBlock
    ) {
        guard otherRows.count < BatchReport.otherRowsListed else { return }
        let reasons = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
        otherRows.append(row(record, block.records.rows[index].line, verdict, reasons, block))
    }

    private mutating func countRejected(_ rejection: JudgedBlock.Rejection, _ block: borrowing JudgedBlock) {
        rejected += 1
        let line = block.records.rows[rejection.row].line
        let verdict = block.verdicts.rows[rejection.row]
        for index in rejection.words.said {
            guard let first = reasons.count(block.words.said[index], rejection.record, line) else { continue }
            let all = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
            reasons.keep(example: all[index - rejection.words.said.lowerBound].sentence, at: first)
        }
        if rejectedRows.count < BatchReport.rejectedRowsListed {
            let reasons = intake.reasons(of: verdict, in: block.verdicts, block: block.records)
            rejectedRows.append(row(rejection.record, line, verdict, reasons, block))
        }
    }

    private func row(
        _ record: Int, _ line: Int, _ verdict: RowVerdict, _ reasons: [Reason], _ block: borrowing JudgedBlock
    ) -> BatchReport.Row {
        BatchReport.Row(
            record: record, line: line,
            subject: intake.subject(of: verdict, in: block.verdicts, block: block.records),
            reasons: reasons.map { reason in
                BatchReport.RowReason(
                    code: reason.code, grade: reason.grade == .error ? .error : .warning, field: reason.field,
                    column: reason.column, earlierCase: reason.earlierCase, sentence: reason.sentence,
                    suggestion: reason.suggestion)
            })
    }
}

extension RecordBlock.Row {
    /// The row's line, when it has fewer cells than it should or a quotation mark of it never closes.
    fileprivate func breaksOff(before width: Int) -> Int? {
        switch form {
        case .openQuote: line
        case .ragged where cellCount < width: line
        default: nil
        }
    }
}
