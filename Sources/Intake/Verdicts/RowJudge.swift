import Bytes
package import Records
import ServiceCatalog

/// Judges records against an intake: finds each row's service, tests its values, and prepares its case.
///
/// A judge owns the storage that is reused from row to row; several may work on different blocks at the same time. It
/// sees one row at a time: what concerns the file as a whole, such as duplicates, is settled later and in file order by
/// `DuplicateIndex`.
///
/// The loop over the rows reads flat tables (`RowProgram`) and writes into storage that is there already: it allocates
/// nothing and counts no references. What is rare, such as a reason in words, may do both and stands apart.
package struct RowJudge: ~Copyable, Sendable {
    let intake: Intake
    let program: RowProgram
    /// Whether cells carry the marks of a guarded rejection file.
    let restoresGuarded: Bool
    /// -1: the file has no such column. Likewise `serviceColumn`.
    let productColumn: Int
    let serviceColumn: Int
    private let reasonsColumn: Int
    /// Whether there may be plain rows: nothing that an earlier run has said of them is to be looked at.
    let takesPlainRows: Bool
    var finder: ServiceFinder
    private var unknown: [Unknown.Words: Unknown] = [:]
    var words: [UInt8] = []
    var values = RowValues()
    var plain = PlainCandidates()
    private var reshaper: Reshaper?

    /// - Parameter takesPlainRows: false: every row goes the long way, which is what the short one is held against.
    package init(_ intake: Intake, takesPlainRows: Bool = true) {
        self.intake = intake
        program = intake.program
        restoresGuarded = intake.restoresGuarded
        productColumn = intake.columns.productColumn ?? -1
        serviceColumn = intake.columns.serviceColumn ?? -1
        reasonsColumn = intake.columns.reasonsColumn ?? -1
        self.takesPlainRows =
            takesPlainRows && !intake.restoresGuarded && intake.columns.reasonsColumn == nil
        finder = ServiceFinder(intake.requestable, fixed: intake.fixedService)
        reshaper = Reshaper(intake)
    }

    /// Turns the rows of an HR system into requests by the profile, if there is one; to be called once for each block.
    package mutating func reshape(_ block: inout RecordBlock) {
        reshaper?.reshape(&block)
        block.makeRoomForLoads()
    }

    /// What a profile went by in a row of the block last reshaped.
    package func origin(ofRow index: Int) -> ProfileOrigin {
        guard let decisions = reshaper?.decisions, decisions.indices.contains(index) else { return .rule(0) }
        return ProfileOrigin(decisions[index])
    }

    /// Fills `verdicts` with a verdict for each row of the block.
    package mutating func judge(_ block: RecordBlock, into verdicts: inout VerdictBlock) {
        verdicts.removeAllButRows()
        // In a variable of their own, where they are written in place while the rest is added to.
        var judged: [RowVerdict] = []
        swap(&judged, &verdicts.rows)
        judged.resize(to: block.rows.count)
        judge(block, &judged, &verdicts)
        swap(&judged, &verdicts.rows)
    }

    private mutating func judge(
        _ block: RecordBlock, _ judged: inout [RowVerdict], _ verdicts: inout VerdictBlock
    ) {
        let program = program
        let decisions = reshaper?.decisions
        let bytes = block.bytes.span
        let cells = block.cells.span
        let rows = block.rows.span
        var judged = judged.mutableSpan
        let takesPlainRows = takesPlainRows && block.hasRoomForLoads
        if takesPlainRows { takePlain(rows, program, bytes, cells, decisions, &judged, &verdicts) }
        for index in rows.indices {
            if takesPlainRows, plain.isSound(index) { continue }
            let row = rows[index]
            var verdict = RowVerdict()
            verdict.row = index
            verdict.firstValue = verdicts.values.count
            verdict.firstFinding = verdicts.findings.count
            if row.isWhole {
                if let decisions, case .unchanged(let cause) = decisions[index] {
                    verdict.outcome = .unchanged
                    verdict.cause = UInt8(truncatingIfNeeded: cause)
                } else {
                    judge(row, of: block, program, bytes, cells, decisions?[index], &verdict, &verdicts)
                }
            } else {
                judgeBroken(row, of: block, program, bytes, cells, &verdict, &verdicts)
            }
            verdict.findingCount = verdicts.findings.count - verdict.firstFinding
            judged[index] = verdict
        }
    }

    func reject(_ verdicts: inout VerdictBlock, _ reason: Reason) {
        verdicts.findings.append(Finding(reason: verdicts.reasons.count, grade: reason.grade))
        verdicts.reasons.append(reason)
    }

    // MARK: One row

    /// A row that is not whole.
    @inline(never)
    private mutating func judgeBroken(
        _ row: RecordBlock.Row, of block: RecordBlock, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ verdict: inout RowVerdict, _ verdicts: inout VerdictBlock
    ) {
        switch row.form {
        case .empty, .skipped:
            verdict.outcome = .skipped
        case .ragged where intake.isWholeInEffect(row, of: block):
            judge(row, of: block, program, bytes, cells, nil, &verdict, &verdicts)
        case .invalid:
            for fault in block.faults where fault.row == verdict.row {
                reject(&verdicts, intake.reason(of: fault))
            }
        default:
            reject(&verdicts, intake.formReason(row, of: block))
        }
    }

    private mutating func judge(
        _ row: RecordBlock.Row, of block: RecordBlock, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ decision: RowDecision?, _ verdict: inout RowVerdict,
        _ verdicts: inout VerdictBlock
    ) {
        let isCarrying = reasonsColumn >= 0 && reasonsColumn < row.cellCount
        if isCarrying, let reason = carriedFormReason(row, of: block) { return reject(&verdicts, reason) }
        if !row.isOfCommonLetters, !TextCheck.isText(bytes, row.text),
            let reason = intake.encodingReason(row, of: block)
        {
            return reject(&verdicts, reason)
        }
        let product = cell(productColumn, row, bytes, cells)
        let service = cell(serviceColumn, row, bytes, cells)
        verdict.service = finder.service(product: product, service: service, in: bytes)
        if case .refused(let refusal)? = decision {
            reject(&verdicts, intake.reason(refusal, row, block))
            verdict.service = -1
            verdict.form = Int32(truncatingIfNeeded: intake.generalForm(service: nil))
        } else {
            verdict.form =
                verdict.service >= 0 ? verdict.service : rejectUnknown(product, service, bytes, block, &verdicts)
        }
        test(row, program, bytes, cells, &verdict, &verdicts)
        if decision != nil { intake.dropRepeated(from: verdict.firstFinding, row, block, &verdicts) }
        if isCarrying { holdDuplicate(row, of: block, &verdict, &verdicts) }
        var isRejected = false
        for index in verdict.firstFinding..<verdicts.findings.count where verdicts.findings[index].grade == .error {
            isRejected = true
        }
        verdict.outcome = isRejected ? .rejected : .accepted
        // A rejected row has no case that would have to be known again.
        if !isRejected { verdict.content = contentHash(Int(verdict.form), program, bytes, verdicts) }
    }

    @inline(__always)
    func cell(
        _ column: Int, _ row: RecordBlock.Row, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>
    ) -> Range<Int>? {
        guard column >= 0, column < row.cellCount else { return nil }
        return valueRange(cells[row.firstCell &+ column], bytes)
    }

    /// Tests the row's values by one form, and prepares what its case needs.
    @inline(__always)
    private mutating func test(
        _ row: RecordBlock.Row, _ program: RowProgram, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>,
        _ verdict: inout RowVerdict, _ verdicts: inout VerdictBlock
    ) {
        let form = Int(verdict.form)
        takeValues(of: form, row, program, bytes, cells, &verdicts)
        verdict.region = region(form, program, bytes, &verdicts)
        if program.forms[form].hasRules { applyRules(form, verdict, bytes, &verdicts) }
        verdict.kind = MACDKind(index: program.forms[form].kind) ?? kind(form, bytes, verdicts)
        verdict.key = keyHash(form, row, program, isServiceKnown: verdict.service >= 0, bytes, cells, verdicts)
        verdict.valueCount = values.count
        values.append(to: &verdicts.values)
    }

    // MARK: What is rare

    /// Says which words are not known.
    /// - Returns: the form for what can still be said of the row.
    @inline(never)
    private mutating func rejectUnknown(
        _ product: Range<Int>?, _ service: Range<Int>?, _ bytes: Span<UInt8>, _ block: RecordBlock,
        _ verdicts: inout VerdictBlock
    ) -> Int32 {
        let asked = Unknown.Words(
            product: product.map { String(bytes: bytes.extracting($0)) },
            service: service.map { String(bytes: bytes.extracting($0)) })
        let known = unknown[asked]
        let found =
            known
            ?? Unknown(
                reasons: intake.serviceReasons(
                    finder.match(product: asked.product, service: asked.service), product: product, service: service,
                    block),
                form: Int32(truncatingIfNeeded: intake.generalForm(service: asked.service)))
        if known == nil, unknown.count < Unknown.mostRemembered { unknown[asked] = found }
        for reason in found.reasons { reject(&verdicts, reason) }
        return found.form
    }

    /// What is said of words for product and service that are not known: misspelt ones come again and again.
    private struct Unknown: Sendable {
        struct Words: Hashable, Sendable {
            var product: String?
            var service: String?
        }

        static let mostRemembered = 256
        var reasons: [Reason]
        var form: Int32
    }

    /// What an earlier run said of the row's form, where that still holds.
    @inline(never)
    private func carriedFormReason(_ row: RecordBlock.Row, of block: RecordBlock) -> Reason? {
        guard let form = carriedReasons(row, of: block).first(where: { $0.isOfForm }),
            form.mark == intake.formMark(of: row, in: block)
        else { return nil }
        return form.reason
    }

    private func carriedReasons(_ row: RecordBlock.Row, of block: RecordBlock) -> [CarriedReason] {
        CarriedReason.all(in: block.string(of: block.cells[row.firstCell + reasonsColumn]))
    }

    /// Keeps what an earlier run said of the row as a duplicate, where that still holds.
    @inline(never)
    private func holdDuplicate(
        _ row: RecordBlock.Row, of block: RecordBlock, _ verdict: inout RowVerdict, _ verdicts: inout VerdictBlock
    ) {
        guard let key = verdict.key,
            let duplicate = carriedReasons(row, of: block).first(where: { $0.isOfKey }),
            duplicate.mark == RejectionMark(key, needsFirst: duplicate.mark.needsFirst)
        else { return }
        if duplicate.mark.needsFirst {
            verdict.duplicateReason = Int32(truncatingIfNeeded: verdicts.reasons.count)
            verdicts.reasons.append(duplicate.reason)
        } else {
            verdict.isKnownDuplicate = true
            reject(&verdicts, duplicate.reason)
        }
    }
}

extension [RowVerdict] {
    /// Gives it so many verdicts, whatever they say.
    fileprivate mutating func resize(to count: Int) {
        if count < self.count {
            removeLast(self.count - count)
        } else if count > self.count {
            append(contentsOf: repeatElement(RowVerdict(), count: count - self.count))
        }
    }
}
