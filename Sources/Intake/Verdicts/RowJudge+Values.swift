import Bytes
import Records
import ServiceCatalog

/// The values of a row, and the tests of single ones.
extension RowJudge {
    /// The cell's value without white space at its edges and without the mark of a guarded formula.
    @inline(__always)
    func valueRange(_ cell: RecordBlock.Cell, _ bytes: Span<UInt8>) -> Range<Int> {
        var start = Int(cell.start)
        let end = start &+ cell.length
        if start == end { return Range(uncheckedBounds: (start, end)) }
        if restoresGuarded, FormulaGuard.isMarked(bytes.extracting(start..<end)) { start &+= 1 }
        // Nearly all values begin and end with a character above the space and below the no-break space.
        if bytes[start] &- 0x21 < 0x5E, bytes[end &- 1] &- 0x21 < 0x5E {
            return Range(uncheckedBounds: (start, end))
        }
        return Whitespace.trimmed(bytes, start..<end)
    }

    /// Takes the values of a form's fields from the row's cells and tests each by itself.
    ///
    /// Of a field that has failed one test, neither warnings nor the length are worth a word.
    @inline(__always)
    mutating func takeValues(
        of form: Int, _ row: RecordBlock.Row, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ verdicts: inout VerdictBlock
    ) {
        let firstFinding = verdicts.findings.count
        values.removeAll()
        let firstField = program.forms[form].firstField
        for index in 0..<program.forms[form].fieldCount {
            let field = program.fields[firstField &+ index]
            let column = Int(field.column)
            guard column >= 0, column < row.cellCount else {
                values.add(.absent)
                continue
            }
            let cell = cells[row.firstCell &+ column]
            let range = valueRange(cell, bytes)
            var value = FieldValue(
                start: range.lowerBound, length: range.upperBound &- range.lowerBound, isCanonical: false,
                mayNeedQuotes: cell.mayNeedQuotes)
            values.add(value)
            guard field.stepCount > 0, !value.isEmpty else { continue }
            for step in 0..<Int(field.stepCount) {
                run(program.steps[Int(field.firstStep) &+ step], index, &value, program, bytes, &verdicts)
            }
        }
        let missing = program.forms[form].required & ~values.present
        if missing != 0 { report(missing, of: form, before: firstFinding, &verdicts) }
    }

    @inline(__always)
    private mutating func run(
        _ step: RowProgram.Step, _ field: Int, _ value: inout FieldValue, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ verdicts: inout VerdictBlock
    ) {
        if values.hasFailed(field), step.isWarning || step.isOfLength { return }
        let before = verdicts.canonical.count
        let passes: Bool
        if value.isCanonical {
            words.removeAll(keepingCapacity: true)
            words.append(verdicts.canonical.span.extracting(value.range))
            passes = program.tests.accepts(
                Int(step.test), words.span, 0..<words.count, canonical: &verdicts.canonical)
        } else {
            passes = program.tests.accepts(Int(step.test), bytes, value.range, canonical: &verdicts.canonical)
        }
        if verdicts.canonical.count > before {
            keepCanonical(field, from: before, verdicts)
            value = values[field]
        }
        if !passes {
            if !step.isWarning { values.setFailed(field) }
            verdicts.findings.append(Finding(check: Int(step.check), grade: step.isWarning ? .warning : .error))
        }
    }

    /// Runs a test over a value and keeps its canonical form.
    mutating func accepts(
        _ test: borrowing ValueTest, _ field: Int, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
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
        keepCanonical(field, from: before, verdicts)
        return passes
    }

    @inline(__always)
    private mutating func keepCanonical(_ field: Int, from start: Int, _ verdicts: borrowing VerdictBlock) {
        let end = verdicts.canonical.count
        if end > start {
            values[field] = FieldValue(start: start, length: end &- start, isCanonical: true, mayNeedQuotes: true)
        }
    }

    /// Says of each field that it is missing, before what was found in the others.
    @inline(never)
    private func report(
        _ missing: UInt64, of form: Int, before place: Int, _ verdicts: inout VerdictBlock
    ) {
        let checks = intake.forms[form].missingChecks
        var missing = missing
        var findings: [Finding] = []
        while missing != 0 {
            findings.append(Finding(check: checks[missing.trailingZeroBitCount], grade: .error))
            missing &= missing &- 1
        }
        verdicts.findings.insert(contentsOf: findings, at: place)
    }
}
