package import Records
import ServiceCatalog

/// Judges records against an intake: finds each row's service, tests its values, and prepares its case.
///
/// A judge owns the storage that is reused from row to row; several may work on different blocks at the same time. It
/// sees one row at a time: what concerns the file as a whole, such as duplicates, is settled later and in file order by
/// `DuplicateIndex`.
package struct RowJudge: ~Copyable, Sendable {
    private let intake: Intake
    private var finder: ServiceFinder
    private var words: [UInt8] = []
    private var regionWords: WordIndex
    private var values = RowValues()
    private var reshaper: Reshaper?

    package init(_ intake: Intake) {
        self.intake = intake
        finder = ServiceFinder(intake.services, fixed: intake.fixedService)
        regionWords = WordIndex(intake.regions.map(\.id))
        reshaper = Reshaper(intake)
    }

    /// Turns the rows of an HR system into requests by the profile, if there is one; to be called once for each block.
    package mutating func reshape(_ block: inout RecordBlock) {
        reshaper?.reshape(&block)
    }

    /// What a profile went by in a row of the block last reshaped.
    package func origin(ofRow index: Int) -> ProfileOrigin {
        guard let decisions = reshaper?.decisions, decisions.indices.contains(index) else { return .rule(0) }
        return ProfileOrigin(decisions[index])
    }

    /// Fills `verdicts` with a verdict for each row of the block.
    package mutating func judge(_ block: RecordBlock, into verdicts: inout VerdictBlock) {
        verdicts.removeAll()
        verdicts.rows.reserveCapacity(block.rows.count)
        let decisions = reshaper?.decisions
        for (index, row) in block.rows.enumerated() {
            var verdict = RowVerdict()
            verdict.row = index
            verdict.firstValue = verdicts.values.count
            verdict.firstFinding = verdicts.findings.count
            switch row.form {
            case .empty, .skipped:
                verdict.outcome = .skipped
            case .whole:
                if let decisions, case .unchanged(let cause) = decisions[index] {
                    verdict.outcome = .unchanged
                    verdict.cause = UInt8(truncatingIfNeeded: cause)
                } else {
                    judge(row, of: block, decisions?[index], &verdict, &verdicts)
                }
            case .ragged where intake.isWholeInEffect(row, of: block):
                judge(row, of: block, nil, &verdict, &verdicts)
            case .invalid:
                for fault in block.faults where fault.row == index { reject(&verdicts, intake.reason(of: fault)) }
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
        _ row: RecordBlock.Row, of block: RecordBlock, _ decision: RowDecision?, _ verdict: inout RowVerdict,
        _ verdicts: inout VerdictBlock
    ) {
        var carried: [CarriedReason] = []
        if let column = intake.columns.reasonsColumn, column < row.cellCount {
            carried = CarriedReason.all(in: block.string(of: block.cells[row.firstCell + column]))
            if let form = carried.first(where: { $0.isOfForm }), form.mark == intake.formMark(of: row, in: block) {
                return reject(&verdicts, form.reason)
            }
        }
        if row.mayHoldNonASCII, let reason = intake.encodingReason(row, of: block) {
            return reject(&verdicts, reason)
        }
        let bytes = block.bytes.span
        let product = cell(intake.columns.productColumn, row, block)
        let service = cell(intake.columns.serviceColumn, row, block)
        verdict.service = finder.service(
            product: product, service: service, in: bytes)
        if case .refused(let refusal)? = decision {
            reject(&verdicts, intake.reason(refusal, row, block))
            verdict.service = -1
            verdict.form = Int32(truncatingIfNeeded: intake.generalForm(service: nil))
        } else if verdict.service < 0 {
            let serviceText = service.map { String(bytes: bytes.extracting($0)) }
            let match = finder.match(
                product: product.map { String(bytes: bytes.extracting($0)) },
                service: serviceText)
            for reason in intake.serviceReasons(match, product: product, service: service, block) {
                reject(&verdicts, reason)
            }
            verdict.form = Int32(truncatingIfNeeded: intake.generalForm(service: serviceText))
        } else {
            verdict.form = verdict.service
        }
        test(row, of: block, intake.forms[Int(verdict.form)], &verdict, &verdicts)
        if decision != nil { intake.dropRepeated(from: verdict.firstFinding, row, block, &verdicts) }
        if let key = verdict.key, let duplicate = carried.first(where: { $0.isOfKey }),
            duplicate.mark == RejectionMark(key, needsFirst: duplicate.mark.needsFirst)
        {
            if duplicate.mark.needsFirst {
                verdict.duplicateReason = Int32(truncatingIfNeeded: verdicts.reasons.count)
                verdicts.reasons.append(duplicate.reason)
            } else {
                verdict.isKnownDuplicate = true
                reject(&verdicts, duplicate.reason)
            }
        }
        var isRejected = false
        for index in verdict.firstFinding..<verdicts.findings.count where verdicts.findings[index].grade == .error {
            isRejected = true
        }
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
        if intake.restoresGuarded, FormulaGuard.isMarked(bytes.extracting(start..<end)) { start &+= 1 }
        // Nearly all values begin and end with a character above the space and below the no-break space.
        if bytes[start] &- 0x21 < 0x5E, bytes[end &- 1] &- 0x21 < 0x5E { return start..<end }
        return Whitespace.trimmed(bytes, start..<end)
    }

    /// Tests the row's values by one form, and prepares what its case needs.
    private mutating func test(
        _ row: RecordBlock.Row, of block: RecordBlock, _ form: ServiceForm, _ verdict: inout RowVerdict,
        _ verdicts: inout VerdictBlock
    ) {
        let bytes = block.bytes.span
        let cells = block.cells.span
        values.removeAll()
        let columns = form.columns
        for field in columns.indices {
            let column = columns[field]
            guard column >= 0, column < row.cellCount else {
                values.add(.absent)
                continue
            }
            let cell = cells[row.firstCell &+ column]
            let range = valueRange(cell, bytes)
            values.add(
                FieldValue(
                    start: range.lowerBound, length: range.count, isCanonical: false,
                    mayNeedQuotes: cell.mayNeedQuotes))
        }
        var missing = form.required & ~values.present
        while missing != 0 {
            let field = missing.trailingZeroBitCount
            missing &= missing &- 1
            verdicts.findings.append(Finding(check: form.missingChecks[field], grade: .error))
        }
        runSteps(form, bytes, &verdicts)
        verdict.region = region(form, bytes, &verdicts)
        for rule in form.rules { apply(rule, form, verdict, bytes, &verdicts) }
        verdict.kind = kind(form, bytes, verdicts)
        verdict.content = contentHash(form, verdict, bytes, verdicts)
        verdict.key = keyHash(form, row, verdict, block, verdicts)
        verdict.valueCount = values.count
        values.append(to: &verdicts.values)
    }

    /// The tests of single values. Of a field that has failed one, neither warnings nor the length are worth a word.
    private mutating func runSteps(
        _ form: ServiceForm, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) {
        let list = form.steps
        // Through a span the tests are borrowed: nothing is retained and released for each of them.
        let steps = list.span
        for index in steps.indices {
            let field = steps[index].field
            guard values.isPresent(field) else { continue }
            let isWarning = steps[index].isWarning
            if values.hasFailed(field), isWarning || steps[index].isOfLength { continue }
            if !accepts(steps[index].test, field, bytes, &verdicts) {
                if !isWarning { values.setFailed(field) }
                verdicts.findings.append(
                    Finding(check: steps[index].check, grade: isWarning ? .warning : .error))
            }
        }
    }

    /// Runs a test over a value and keeps its canonical form.
    @inline(__always)
    private mutating func accepts(
        _ test: borrowing ValueTest, _ field: Int, _ bytes: Span<UInt8>,
        _ verdicts: inout VerdictBlock
    ) -> Bool {
        let value = values[field]
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
            values[field] = FieldValue(start: before, length: after &- before, isCanonical: true, mayNeedQuotes: true)
        }
        return passes
    }

    // MARK: Rules over the row

    private mutating func apply(
        _ rule: ServiceForm.Rule, _ form: ServiceForm, _ verdict: RowVerdict,
        _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) {
        for term in rule.condition where !holds(term, bytes, verdicts) { return }
        let grade: Grade = rule.isWarning ? .warning : .error
        let isMet: Bool
        switch rule.demand {
        case .required(let mask):
            var missing = mask & ~values.present & ~form.required
            while missing != 0 {
                let field = missing.trailingZeroBitCount
                missing &= missing &- 1
                verdicts.findings.append(Finding(check: form.missingChecks[field], grade: grade))
            }
            return
        case .anyOf(let groups):
            let present = values.present
            isMet = groups.contains { $0 & ~present == 0 }
        case .forbidden(let mask):
            isMet = mask & values.present == 0
        case .different(let one, let other):
            isMet = !areEqual(values[one], values[other], bytes, verdicts)
        case .test(let field, let test):
            guard values.isPresent(field), !values.hasFailed(field) else { return }
            isMet = accepts(test, field, bytes, &verdicts)
        case .notice(let field):
            guard values.isPresent(field), !values.hasFailed(field), verdict.service >= 0, verdict.region >= 0,
                let date = dateNumber(values[field], bytes, verdicts)
            else { return }
            isMet = date >= intake.due(of: verdict).firstDateInTime
        case .note:
            isMet = false
        }
        if !isMet { verdicts.findings.append(Finding(check: rule.check, grade: grade)) }
    }

    private func holds(
        _ term: ServiceForm.Term, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> Bool {
        let isPresent = values.isPresent(term.field)
        switch term.state {
        case .present: return isPresent
        case .absent: return !isPresent
        case .oneOf(let words):
            let value = values[term.field]
            return isPresent && words.contains { isEqual(value, $0, bytes, verdicts) }
        }
    }

    private func isEqual(
        _ value: FieldValue, _ other: [UInt8], _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> Bool {
        guard value.length == other.count else { return false }
        for index in other.indices where byte(value, index, bytes, verdicts) != other[index] { return false }
        return true
    }

    private func areEqual(
        _ left: FieldValue, _ right: FieldValue, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> Bool {
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
        _ form: ServiceForm, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) -> Int32 {
        let field = form.regionField
        if field >= 0, values.isPresent(field) {
            let value = values[field]
            let found =
                value.isCanonical
                ? regionWords.index(of: verdicts.canonical.span.extracting(value.range))
                : regionWords.index(of: bytes.extracting(value.range))
            if found >= 0 { return Int32(truncatingIfNeeded: found) }
            // The definition does not ask for a region of the calendars, but there is no due time without one.
            let text = value.isCanonical ? Array(verdicts.canonical[value.range]) : Array(bytes: bytes, value.range)
            if let spelt = intake.regionNames.index(of: text.span) { return Int32(truncatingIfNeeded: spelt) }
            if !values.hasFailed(field) {
                let word = String(decoding: text, as: UTF8.self)
                reject(&verdicts, intake.regionUnknown(word, column: form.columns[field]))
            }
            return -1
        }
        if intake.defaultRegion < 0, field < 0 || form.required >> UInt64(truncatingIfNeeded: field) & 1 == 0 {
            reject(&verdicts, intake.regionMissing(column: field < 0 ? nil : form.columns[field]))
        }
        return Int32(truncatingIfNeeded: intake.defaultRegion)
    }

    private func kind(
        _ form: ServiceForm, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock
    ) -> MACDKind {
        switch form.kind {
        case .fixed(let kind): return kind
        case .byValue(let field, let kinds, let otherwise):
            let value = values[field]
            return kinds.first { isEqual(value, $0.value, bytes, verdicts) }?.kind ?? otherwise
        }
    }

    /// The hash of tenant, service and every field that is filled in: what makes the case this case.
    private func contentHash(
        _ form: ServiceForm, _ verdict: RowVerdict, _ bytes: Span<UInt8>,
        _ verdicts: VerdictBlock
    ) -> Hash128 {
        var hash = Hash128.Builder(seed: intake.contentSeed(ofService: Int(verdict.service)))
        let list = form.contentOrder
        let fields = list.span
        for index in fields.indices {
            let field = fields[index].field
            guard values.isPresent(field) else { continue }
            let value = values[field]
            let text =
                value.isCanonical
                ? verdicts.canonical.span.extracting(value.range) : bytes.extracting(value.range)
            hash.add(text, tag: fields[index].tag)
        }
        return hash.hash
    }

    /// The hash of the key that must be unique, or `nil` when nothing of it is filled in.
    private mutating func keyHash(
        _ form: ServiceForm, _ row: RecordBlock.Row, _ verdict: RowVerdict, _ block: RecordBlock,
        _ verdicts: VerdictBlock
    ) -> Hash128? {
        guard !form.key.isEmpty else { return nil }
        let bytes = block.bytes.span
        var hash = Hash128.Builder(seed: form.keySeed)
        let isFolded = form.isKeyFolded
        var isAnyFilled = false
        let list = form.key
        let steps = list.span
        var filledPart = -1
        for index in steps.indices where steps[index].part != filledPart {
            switch steps[index].source {
            case .product, .service:
                // A known service's names are in the seed.
                filledPart = steps[index].part
                guard verdict.service < 0 else { continue }
                let isProduct = steps[index].source == .product
                let column = isProduct ? intake.columns.productColumn : intake.columns.serviceColumn
                if let range = cell(column, row, block) {
                    add(bytes.extracting(range), steps[index].tag, isFolded, to: &hash)
                }
            case .field(let field):
                guard values.isPresent(field) else { continue }
                filledPart = steps[index].part
                isAnyFilled = true
                let value = values[field]
                if value.isCanonical {
                    add(verdicts.canonical.span.extracting(value.range), steps[index].tag, isFolded, to: &hash)
                } else {
                    add(bytes.extracting(value.range), steps[index].tag, isFolded, to: &hash)
                }
            }
        }
        return isAnyFilled ? hash.hash : nil
    }

    @inline(__always)
    private mutating func add(_ text: Span<UInt8>, _ tag: UInt32, _ isFolded: Bool, to hash: inout Hash128.Builder) {
        guard isFolded else { return hash.add(text, tag: tag) }
        words.removeAll(keepingCapacity: true)
        words.append(text)
        CaseFolding.lower(&words)
        hash.add(words.span, tag: tag)
    }
}
