package import Records
import ServiceCatalog

/// A block of records with its verdicts: what is handed to the sinks.
package struct JudgedBlock: Sendable {
    package var records = RecordBlock()
    package var verdicts = VerdictBlock()
    /// The number of the block's first record; 1 for the file's first.
    package var firstRecord = 1
    /// The rejected rows in file order, with their reasons in words.
    package private(set) var rejections: [Rejection] = []

    package init() {}

    /// One rejected row.
    package struct Rejection: Sendable {
        /// Its index in the block.
        package var row: Int
        package var record: Int
        package var reasons: [Reason]
    }

    /// Settles, in file order, what no row can know by itself: its number, and whether an earlier row asked for the same.
    ///
    /// - Returns: the number of the next block's first record.
    package mutating func settle(_ duplicates: inout DuplicateIndex, intake: Intake, firstRecord: Int) -> Int {
        self.firstRecord = firstRecord
        rejections.removeAll(keepingCapacity: true)
        var record = firstRecord
        duplicates.warm(verdicts.rows.span)
        for index in verdicts.rows.indices where verdicts.rows[index].outcome != .skipped {
            let verdict = verdicts.rows[index]
            if let key = verdict.key,
                let first = duplicates.insert(key, record: record, isRejected: verdict.outcome == .rejected),
                !verdict.isKnownDuplicate
            {
                let isAsBefore = first.isRejected && verdict.duplicateReason >= 0
                let reason =
                    isAsBefore
                    ? verdicts.reasons[Int(verdict.duplicateReason)]
                    : intake.duplicateReason(of: key, first: first, row: verdict, in: self)
                settle(row: index, as: .rejected, because: reason)
            }
            if verdicts.rows[index].outcome == .rejected {
                let reasons = intake.reasons(of: verdicts.rows[index], in: verdicts, block: records)
                rejections.append(Rejection(row: index, record: record, reasons: reasons))
            }
            record += 1
        }
        return record
    }

    /// Gives a row that has been judged another end, or a warning more, and says why: its findings move to the end of the
    /// list.
    package mutating func settle(row index: Int, as outcome: RowOutcome, because reason: Reason) {
        let verdict = verdicts.rows[index]
        let start = verdicts.findings.count
        verdicts.findings.append(
            contentsOf: verdicts.findings[verdict.firstFinding..<(verdict.firstFinding + verdict.findingCount)])
        verdicts.findings.append(Finding(reason: verdicts.reasons.count, grade: reason.grade))
        verdicts.reasons.append(reason)
        verdicts.rows[index].firstFinding = start
        verdicts.rows[index].findingCount = verdict.findingCount + 1
        verdicts.rows[index].outcome = outcome
    }

    /// Rejects a row after the block has been settled.
    package mutating func reject(row index: Int, because reason: Reason, intake: Intake) {
        settle(row: index, as: .rejected, because: reason)
        let record = firstRecord + verdicts.rows[..<index].count { $0.outcome != .skipped }
        let place = rejections.firstIndex { $0.row > index } ?? rejections.endIndex
        let reasons = intake.reasons(of: verdicts.rows[index], in: verdicts, block: records)
        rejections.insert(Rejection(row: index, record: record, reasons: reasons), at: place)
    }
}

extension Intake {
    fileprivate func duplicateReason(
        of key: Hash128, first: DuplicateIndex.First, row: RowVerdict, in block: JudgedBlock
    ) -> Reason {
        let form = forms[Int(row.form)]
        var parts: Set<Int> = []
        let fields = form.key.compactMap { step -> (label: String, name: String, column: Int?, text: String)? in
            guard case .field(let field) = step.source else { return nil }
            let text = text(ofField: field, row, block.verdicts, block.records)
            guard !text.isEmpty, parts.insert(step.part).inserted else { return nil }
            let definition = form.definition.fields[field]
            return (definition.label, definition.name, form.columns[field] + 1, text)
        }
        let shown = fields.map { "\($0.label) “\($0.text.prefix(60))”" }
        let what = shown.isEmpty ? "" : " (\(Self.list(shown, "and")))"
        let advice =
            first.isRejected
            ? "It was rejected as well: keep the better of the two rows and delete the other."
            : "Delete this row, or correct it if it means someone or something else."
        return Reason(
            code: ReasonCode.duplicateInFile.code, field: fields.first?.name, column: fields.first?.column,
            sentence: """
                Record \(first.record) of \(options.fileName) asks for the same already\(what). \(advice) \
                \(RejectionMark(key, needsFirst: first.isRejected))
                """)
    }
}
