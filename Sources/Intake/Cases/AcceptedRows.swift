package import Records
import ServiceCatalog

/// What a ledger is told of the accepted rows of one block, besides their verdicts. To be refilled again and again, from blocks
/// that one intake has judged.
package struct AcceptedRows: ~Copyable {
    package private(set) var rows: [Row] = []
    /// Whom and what the requests are about, one after the other (UTF-8).
    package private(set) var words = OutputBuffer(capacity: 1 << 12)
    private let program: RowProgram
    /// By form, and the fields of each, one form's after the other's.
    private let forms: [Form]
    private let subjectFields: [Int]

    package struct Row: Sendable {
        /// Index into the verdicts' rows.
        package var index: Int
        /// The record's number in the file, from 1.
        package var record: Int
        /// The day from which the request is meant, as `YYYYMMDD`; 0 where the row names none.
        package var effectiveDate: Int
        /// Where its words are.
        package var words: Range<Int>
    }

    /// Where a form has what is kept of its requests.
    private struct Form {
        /// Into `subjectFields`.
        var subjects: Range<Int>
        var change: (field: Int, from: Int, to: Int)?
        /// -1: there is none.
        var dateField: Int
    }

    package init(_ intake: Intake) {
        program = intake.program
        var (forms, subjectFields): ([Form], [Int]) = ([], [])
        for form in intake.forms {
            let first = subjectFields.count
            subjectFields += form.subjectFields
            forms.append(
                Form(subjects: first..<subjectFields.count, change: form.changeFields, dateField: form.dateField))
        }
        (self.forms, self.subjectFields) = (forms, subjectFields)
    }

    /// The most that is kept of a row's words, in bytes.
    package static let longestWords = 1_000

    package mutating func collect(from block: borrowing JudgedBlock) {
        rows.removeAll(keepingCapacity: true)
        words.removeAll()
        rows.reserveCapacity(block.verdicts.rows.count)
        let (verdicts, values) = (block.verdicts.rows.span, block.verdicts.values.span)
        let (canonical, bytes) = (block.verdicts.canonical.span, block.records.bytes.span)
        let cells = block.records.cells.span
        var record = block.firstRecord
        for index in verdicts.indices where verdicts[index].outcome != .skipped {
            if verdicts[index].outcome == .accepted {
                let verdict = verdicts[index]
                let form = Int(verdict.form)
                let start = words.count
                var isFirst = true
                for place in forms[form].subjects {
                    let value = program.value(subjectFields[place], of: verdict, values, cells)
                    if value.isEmpty { continue }
                    if !isFirst { words.append(UInt8(ascii: " ")) }
                    isFirst = false
                    append(value, canonical, bytes)
                }
                if let change = forms[form].change {
                    words.append(": ")
                    append(program.value(change.field, of: verdict, values, cells), canonical, bytes)
                    words.append(" ")
                    append(program.value(change.from, of: verdict, values, cells), canonical, bytes)
                    words.append(" → ")
                    append(program.value(change.to, of: verdict, values, cells), canonical, bytes)
                }
                if words.count &- start > Self.longestWords { cut(from: start) }
                let dateField = forms[form].dateField
                let date =
                    dateField < 0
                    ? 0 : Self.date(program.value(dateField, of: verdict, values, cells), canonical, bytes)
                rows.append(
                    Row(index: index, record: record, effectiveDate: date, words: start..<words.count))
            }
            record &+= 1
        }
    }

    @inline(__always)
    private mutating func append(_ value: FieldValue, _ canonical: Span<UInt8>, _ bytes: Span<UInt8>) {
        words.append(value.isCanonical ? canonical : bytes, value.range)
    }

    /// Cuts the last words, not through a character.
    private mutating func cut(from start: Int) {
        var end = start + Self.longestWords
        words.withBytes { words in
            while end > start, words[end] & 0xC0 == 0x80 { end -= 1 }
        }
        words.removeAll(from: end)
    }
}

extension Intake {
    /// The day from which the request is meant, as `YYYYMMDD`; `nil` where the row names none.
    package func effectiveDate(of verdict: RowVerdict, in block: borrowing JudgedBlock) -> Int? {
        let field = forms[Int(verdict.form)].dateField
        guard field >= 0 else { return nil }
        let date = AcceptedRows.date(
            value(ofField: field, verdict, block.verdicts, block.records), block.verdicts.canonical.span,
            block.records.bytes.span)
        return date > 0 ? date : nil
    }
}

extension AcceptedRows {
    /// `YYYY-MM-DD` as `YYYYMMDD`, or 0.
    @inline(__always)
    fileprivate static func date(_ value: FieldValue, _ canonical: Span<UInt8>, _ bytes: Span<UInt8>) -> Int {
        guard value.length == 10 else { return 0 }
        let bytes = value.isCanonical ? canonical : bytes
        var number = 0
        for at in value.range where bytes[at] != UInt8(ascii: "-") {
            let digit = bytes[at] &- 0x30
            guard digit < 10 else { return 0 }
            number = number &* 10 &+ Int(digit)
        }
        return number
    }
}
