import Records
import ServiceCatalog

/// Rules over more than one value of a row.
extension RowJudge {
    /// Applies the rules of a form; its values have been taken and tested.
    mutating func applyRules(
        _ form: Int, _ verdict: RowVerdict, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) {
        let form = intake.forms[form]
        for rule in form.rules { apply(rule, form, verdict, bytes, &verdicts) }
    }

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

    func isEqual(
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
}
