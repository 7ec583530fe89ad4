import Records
import ServiceCatalog

/// What a ledger is told of an accepted row.
extension Intake {
    /// Appends who or what a row is about, in words: every field that names the subject, and for a change what changes.
    package func appendSubject(of verdict: RowVerdict, in block: borrowing JudgedBlock, to text: inout [UInt8]) {
        let form = forms[Int(verdict.form)]
        var isFirst = true
        for field in form.subjectFields {
            let value = block.verdicts.values[verdict.firstValue + field]
            guard !value.isEmpty else { continue }
            if !isFirst { text.append(UInt8(ascii: " ")) }
            isFirst = false
            append(value, of: block, to: &text)
        }
        guard let change = form.changeFields else { return }
        append(": ", to: &text)
        for (index, field) in [change.field, change.from, change.to].enumerated() {
            if index > 0 { append(index == 1 ? " " : " → ", to: &text) }
            append(block.verdicts.values[verdict.firstValue + field], of: block, to: &text)
        }
    }

    private func append(_ value: FieldValue, of block: borrowing JudgedBlock, to text: inout [UInt8]) {
        if value.isCanonical {
            text.append(block.verdicts.canonical.span.extracting(value.range))
        } else {
            text.append(block.records.bytes.span.extracting(value.range))
        }
    }

    private func append(_ words: StaticString, to text: inout [UInt8]) {
        words.withUTF8Buffer { text.append(contentsOf: $0) }
    }

    /// The day from which the request is meant, as `YYYYMMDD`; `nil` where the row names none.
    package func effectiveDate(of verdict: RowVerdict, in block: borrowing JudgedBlock) -> Int? {
        let field = forms[Int(verdict.form)].dateField
        guard field >= 0 else { return nil }
        let value = block.verdicts.values[verdict.firstValue + field]
        guard value.length == 10 else { return nil }
        let bytes = value.isCanonical ? block.verdicts.canonical.span : block.records.bytes.span
        var number = 0
        for index in value.range where bytes[index] != UInt8(ascii: "-") {
            let digit = bytes[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }
}
