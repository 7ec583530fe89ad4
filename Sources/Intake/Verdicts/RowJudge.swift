package import Records
import ServiceCatalog

/// Judges records against an intake: finds each row's service, tests its values, and prepares its case.
///
/// A judge owns the storage that is reused from row to row; several may work on different blocks at the same time. It
/// sees one row at a time: what concerns the file as a whole, such as duplicates, is settled later and in file order by
/// `DuplicateIndex`.
package struct RowJudge: Sendable {
    private let intake: Intake
    private var finder: ServiceFinder
    private var words: [UInt8] = []
    private var content: [UInt8] = []
    private var regionWords: WordIndex

    package init(_ intake: Intake) {
        self.intake = intake
        finder = ServiceFinder(intake.services, fixed: intake.fixedService)
        regionWords = WordIndex(intake.regions.map(\.id))
    }

    /// Fills `verdicts` with a verdict for each row of the block.
    package mutating func judge(_ block: RecordBlock, into verdicts: inout VerdictBlock) {
        verdicts.removeAll()
        verdicts.rows.reserveCapacity(block.rows.count)
        for row in block.rows {
            var verdict = RowVerdict()
            verdict.firstValue = verdicts.values.count
            verdict.firstFinding = verdicts.findings.count
            switch row.form {
            case .empty:
                verdict.outcome = .skipped
            case .whole:
                judge(row, of: block, &verdict, &verdicts)
            case .ragged where intake.lacksOnlyOwnCells(row):
                judge(row, of: block, &verdict, &verdicts)
            default:
                reject(&verdicts, intake.formReason(row, of: block))
            }
            verdict.findingCount = verdicts.findings.count - verdict.firstFinding
            verdicts.rows.append(verdict)
        }
    }

    private func reject(_ verdicts: inout VerdictBlock, _ reason: Reason) {
        verdicts.findings.append(Finding(reason: verdicts.reasons.count, grade: reason.grade))
        verdicts.reasons.append(reason)
    }

    // MARK: One row

    private mutating func judge(
        _ row: RecordBlock.Row, of block: RecordBlock, _ verdict: inout RowVerdict, _ verdicts: inout VerdictBlock
    ) {
        if row.mayHoldNonASCII, let reason = intake.encodingReason(row, of: block) {
            return reject(&verdicts, reason)
        }
        var carried: [CarriedReason] = []
        if let column = intake.columns.reasonsColumn, column < row.cellCount {
            carried = CarriedReason.all(in: block.string(of: block.cells[row.firstCell + column]))
            if let form = carried.first(where: { $0.isOfForm }), form.mark == intake.formMark(of: row, in: block) {
                return reject(&verdicts, form.reason)
            }
        }
        let bytes = block.bytes.span
        let product = cell(intake.columns.productColumn, row, block)
        let service = cell(intake.columns.serviceColumn, row, block)
        verdict.service = finder.service(
            product: product, service: service, in: bytes, scratch: &words)
        if verdict.service < 0 {
            let match = finder.match(
                product: product.map { String(bytes: bytes.extracting($0)) },
                service: service.map { String(bytes: bytes.extracting($0)) })
            for reason in intake.serviceReasons(match, product: product, service: service, block) {
                reject(&verdicts, reason)
            }
            test(row, of: block, intake.generalForm, &verdict, &verdicts)
        } else {
            test(row, of: block, intake.forms[Int(verdict.service)], &verdict, &verdicts)
        }
        if let key = verdict.key, let duplicate = carried.first(where: { $0.isOfKey }),
            duplicate.mark == RejectionMark(key)
        {
            verdict.isKnownDuplicate = true
            reject(&verdicts, duplicate.reason)
        }
        let isRejected = verdicts.findings[verdict.firstFinding...].contains { $0.grade == .error }
        verdict.outcome = isRejected ? .rejected : .accepted
    }

    private func cell(_ column: Int?, _ row: RecordBlock.Row, _ block: RecordBlock) -> Range<Int>? {
        guard let column, column < row.cellCount else { return nil }
        return valueRange(block.cells[row.firstCell &+ column], block.bytes.span)
    }

    /// The cell's value without white space at its edges and without the mark of a guarded formula.
    @inline(__always)
    private func valueRange(_ cell: RecordBlock.Cell, _ bytes: Span<UInt8>) -> Range<Int> {
        var start = Int(cell.start)
        let end = start &+ cell.length
        if start == end { return start..<end }
        if intake.columns.isRejectionFile, FormulaGuard.isMarked(bytes.extracting(start..<end)) { start &+= 1 }
        // Nearly all values begin and end with a character above the space and below the no-break space.
        if bytes[start] &- 0x21 < 0x5E, bytes[end &- 1] &- 0x21 < 0x5E { return start..<end }
        return Whitespace.trimmed(bytes, start..<end)
    }

    /// Tests the row's values by one form, and prepares what its case needs.
    private mutating func test(
        _ row: RecordBlock.Row, of block: RecordBlock, _ form: borrowing ServiceForm, _ verdict: inout RowVerdict,
        _ verdicts: inout VerdictBlock
    ) {
        let bytes = block.bytes.span
        let first = verdict.firstValue
        var present: UInt64 = 0
        for field in form.columns.indices {
            let column = form.columns[field]
            guard column >= 0 else {
                verdicts.values.append(.absent)
                continue
            }
            let cell = block.cells[row.firstCell &+ column]
            let range = valueRange(cell, bytes)
            if !range.isEmpty { present |= 1 << UInt64(truncatingIfNeeded: field) }
            verdicts.values.append(
                FieldValue(
                    start: range.lowerBound, length: range.count, isCanonical: false,
                    mayNeedQuotes: cell.mayNeedQuotes))
        }
        var missing = form.required & ~present
        while missing != 0 {
            let field = missing.trailingZeroBitCount
            missing &= missing &- 1
            verdicts.findings.append(Finding(check: form.missingChecks[field], grade: .error))
        }
        for index in form.steps.indices {
            let field = form.steps[index].field
            guard present >> UInt64(truncatingIfNeeded: field) & 1 == 1 else { continue }
            if !accepts(form.steps[index].test, first &+ field, bytes, &verdicts) {
                verdicts.findings.append(
                    Finding(check: form.steps[index].check, grade: form.steps[index].isWarning ? .warning : .error))
            }
        }
        verdict.region = region(form, first, present, bytes, &verdicts)
        for index in form.rules.indices {
            apply(form.rules[index], form, &verdict, present, bytes, &verdicts)
        }
        verdict.kind = kind(form, first, bytes, verdicts)
        verdict.content = contentHash(form, verdict, present, bytes, verdicts)
        verdict.key = keyHash(form, row, first, present, block, verdicts)
    }

    /// Runs a test over a value and keeps its canonical form.
    @inline(__always)
    private mutating func accepts(
        _ test: ValueTest, _ index: Int, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) -> Bool {
        let value = verdicts.values[index]
        let before = verdicts.canonical.count
        let passes: Bool
        if value.isCanonical {
            words.removeAll(keepingCapacity: true)
            words.append(verdicts.canonical.span.extracting(value.range))
            passes = test.accepts(words.span, canonical: &verdicts.canonical)
        } else {
            passes = test.accepts(bytes.extracting(value.range), canonical: &verdicts.canonical)
        }
        let after = verdicts.canonical.count
        if after > before {
            verdicts.values[index] = FieldValue(
                start: before, length: after &- before, isCanonical: true, mayNeedQuotes: true)
        }
        return passes
    }

    // MARK: Rules over the row

    private mutating func apply(
        _ rule: ServiceForm.Rule, _ form: borrowing ServiceForm, _ verdict: inout RowVerdict, _ present: UInt64,
        _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) {
        let first = verdict.firstValue
        for term in rule.condition where !holds(term, first, present, bytes, verdicts) { return }
        let grade: Grade = rule.isWarning ? .warning : .error
        let isMet: Bool
        switch rule.demand {
        case .required(let mask):
            var missing = mask & ~present
            while missing != 0 {
                let field = missing.trailingZeroBitCount
                missing &= missing &- 1
                verdicts.findings.append(Finding(check: form.missingChecks[field], grade: grade))
            }
            return
        case .anyOf(let groups):
            isMet = groups.contains { $0 & ~present == 0 }
        case .forbidden(let mask):
            isMet = mask & present == 0
        case .different(let one, let other):
            isMet = !areEqual(first &+ one, first &+ other, bytes, verdicts)
        case .test(let field, let test):
            guard present >> UInt64(truncatingIfNeeded: field) & 1 == 1 else { return }
            isMet = accepts(test, first &+ field, bytes, &verdicts)
        case .notice(let field):
            guard present >> UInt64(truncatingIfNeeded: field) & 1 == 1, verdict.service >= 0, verdict.region >= 0,
                let date = dateNumber(verdicts.values[first &+ field], bytes, verdicts)
            else { return }
            isMet = date >= intake.due(of: verdict).firstDateInTime
        case .note:
            isMet = false
        }
        if !isMet { verdicts.findings.append(Finding(check: rule.check, grade: grade)) }
    }

    private func holds(
        _ term: ServiceForm.Term, _ first: Int, _ present: UInt64, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> Bool {
        let isPresent = present >> UInt64(truncatingIfNeeded: term.field) & 1 == 1
        switch term.state {
        case .present: return isPresent
        case .absent: return !isPresent
        case .oneOf(let values):
            guard isPresent else { return false }
            return values.contains { isEqual(verdicts.values[first &+ term.field], $0, bytes, verdicts) }
        }
    }

    private func isEqual(
        _ value: FieldValue, _ other: [UInt8], _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> Bool {
        guard value.length == other.count else { return false }
        let start = value.range.lowerBound
        for index in other.indices {
            let byte = value.isCanonical ? verdicts.canonical[start &+ index] : bytes[start &+ index]
            if byte != other[index] { return false }
        }
        return true
    }

    private func areEqual(_ one: Int, _ other: Int, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock) -> Bool {
        let (left, right) = (verdicts.values[one], verdicts.values[other])
        guard left.length == right.length, !left.isEmpty else { return false }
        for index in 0..<left.length
        where byte(left, index, bytes, verdicts) != byte(right, index, bytes, verdicts) { return false }
        return true
    }

    @inline(__always)
    private func byte(_ value: FieldValue, _ index: Int, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock) -> UInt8 {
        let at = value.range.lowerBound &+ index
        return value.isCanonical ? verdicts.canonical[at] : bytes[at]
    }

    /// `YYYYMMDD` of a value that a date test has passed; `nil` of any other.
    private func dateNumber(_ value: FieldValue, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock) -> Int? {
        guard value.length == 10 else { return nil }
        var number = 0
        for index in 0..<10 {
            let byte = byte(value, index, bytes, verdicts)
            if index == 4 || index == 7 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number &* 10 &+ Int(byte &- 0x30)
        }
        return number
    }

    // MARK: What the case needs

    private mutating func region(
        _ form: borrowing ServiceForm, _ first: Int, _ present: UInt64, _ bytes: Span<UInt8>,
        _ verdicts: inout VerdictBlock
    ) -> Int32 {
        let field = form.regionField
        if field >= 0, present >> UInt64(truncatingIfNeeded: field) & 1 == 1 {
            let value = verdicts.values[first &+ field]
            let found =
                value.isCanonical
                ? regionWords.index(of: verdicts.canonical.span.extracting(value.range))
                : regionWords.index(of: bytes.extracting(value.range))
            return Int32(truncatingIfNeeded: found)
        }
        if intake.defaultRegion < 0, field < 0 || form.required >> UInt64(truncatingIfNeeded: field) & 1 == 0 {
            reject(&verdicts, intake.regionMissing(column: field < 0 ? nil : form.columns[field]))
        }
        return Int32(truncatingIfNeeded: intake.defaultRegion)
    }

    private func kind(
        _ form: borrowing ServiceForm, _ first: Int, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> MACDKind {
        switch form.kind {
        case .fixed(let kind): return kind
        case .byValue(let field, let kinds, let otherwise):
            let value = verdicts.values[first &+ field]
            return kinds.first { isEqual(value, $0.value, bytes, verdicts) }?.kind ?? otherwise
        }
    }

    /// The hash of tenant, service and every field that is filled in: what makes the case this case.
    private mutating func contentHash(
        _ form: borrowing ServiceForm, _ verdict: RowVerdict, _ present: UInt64, _ bytes: Span<UInt8>,
        _ verdicts: VerdictBlock
    ) -> Hash128 {
        content.removeAll(keepingCapacity: true)
        content.append(contentsOf: intake.contentPrefix(ofService: Int(verdict.service)))
        for index in form.contentOrder.indices {
            let (field, tag) = (form.contentOrder[index].field, form.contentOrder[index].tag)
            guard present >> UInt64(truncatingIfNeeded: field) & 1 == 1 else { continue }
            content.append(UInt8(truncatingIfNeeded: tag))
            content.append(UInt8(truncatingIfNeeded: tag >> 8))
            content.append(UInt8(truncatingIfNeeded: tag >> 16))
            content.append(UInt8(truncatingIfNeeded: tag >> 24))
            append(verdicts.values[verdict.firstValue &+ field], bytes, verdicts)
        }
        return Hash128(of: content.span)
    }

    @inline(__always)
    private mutating func append(_ value: FieldValue, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock) {
        if value.isCanonical {
            content.append(verdicts.canonical.span.extracting(value.range))
        } else {
            content.append(bytes.extracting(value.range))
        }
        content.append(0x1F)
    }

    /// The hash of the key that must be unique, or `nil` when a part of it is empty.
    private mutating func keyHash(
        _ form: borrowing ServiceForm, _ row: RecordBlock.Row, _ first: Int, _ present: UInt64, _ block: RecordBlock,
        _ verdicts: VerdictBlock
    ) -> Hash128? {
        guard !form.key.isEmpty else { return nil }
        let bytes = block.bytes.span
        content.removeAll(keepingCapacity: true)
        if !form.isKeyAcrossServices {
            content.append(contentsOf: form.definition.id.utf8)
            content.append(0x1F)
        }
        for part in form.key.indices {
            var isFilled = false
            for alternative in form.key[part] {
                switch alternative {
                case .product, .service:
                    let column =
                        if case .product = alternative { intake.columns.productColumn } else {
                            intake.columns.serviceColumn
                        }
                    if let range = cell(column, row, block) { content.append(bytes.extracting(range)) }
                    content.append(0x1F)
                    isFilled = true
                case .field(let field):
                    guard present >> UInt64(truncatingIfNeeded: field) & 1 == 1 else { continue }
                    append(verdicts.values[first &+ field], bytes, verdicts)
                    isFilled = true
                }
                if isFilled { break }
            }
            guard isFilled else { return nil }
        }
        if form.definition.matching == .folded { CaseFolding.lower(&content) }
        return Hash128(of: content.span)
    }
}
