import Records
import ServiceCatalog

/// What was found in rejected rows, in words: as few `String`s and `Reason`s are made as can be.
extension Intake {
    /// Says why a row is rejected, with the words that were found for rows before.
    func say(
        _ verdict: RowVerdict, in verdicts: VerdictBlock, block: RecordBlock, memo: inout ReasonMemo,
        into words: inout RejectionWords
    ) {
        for index in verdict.firstFinding..<(verdict.firstFinding + verdict.findingCount) {
            let finding = verdicts.findings[index]
            switch finding.source {
            case .reason(let index): words.add(verdicts.reasons[index])
            case .check(let index):
                if let phrase = phrase(ofCheck: index, verdict, verdicts, block, &memo) {
                    words.add(phrase, in: memo, grade: finding.grade, field: checks[index].field, check: index)
                } else if !sayOfValue(index, finding.grade, verdict, verdicts, block, into: &words) {
                    words.add(reason(ofCheck: index, finding.grade, of: verdict, verdicts, block), check: index)
                }
            }
        }
    }

    /// Says what a test has against a value that is long, or else would be remembered.
    /// - Returns: false where nothing was said.
    private func sayOfValue(
        _ index: Int, _ grade: Grade, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock,
        into words: inout RejectionWords
    ) -> Bool {
        guard profile == nil, case .test(let test) = checks[index].kind,
            let range = plainRange(checks[index].fieldIndex, checks[index].column, verdict, verdicts, block)
        else { return false }
        return words.add(
            test, of: block.bytes.span.extracting(range), label: checks[index].label, grade: grade,
            field: checks[index].field, check: index)
    }

    /// What a check that has failed says, where it is the same for many rows.
    private func phrase(
        ofCheck index: Int, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock,
        _ memo: inout ReasonMemo
    ) -> ReasonMemo.Phrase? {
        // Behind a profile the column that is pointed to changes from row to row.
        guard profile == nil else { return nil }
        let key: ReasonMemo.Key
        switch checks[index].kind {
        case .missing, .anyOf, .different, .note: key = ReasonMemo.Key(check: index)
        case .test:
            guard let range = plainRange(checks[index].fieldIndex, checks[index].column, verdict, verdicts, block),
                let ofValue = ReasonMemo.Key(check: index, block.bytes.span, range)
            else { return nil }
            key = ofValue
        case .forbidden, .notice: return nil
        }
        return memo[key] ?? memo.remember(reason(ofCheck: index, .error, of: verdict, verdicts, block), for: key)
    }

    // MARK: Values as they stand in the file

    /// Where a value lies as it stands in the file, when its cell holds that and nothing else, as most cells do.
    func plainRange(
        _ field: Int?, _ column: Int?, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock
    ) -> Range<Int>? {
        let value = value(ofField: field ?? 0, verdict, verdicts, block)
        let row = block.rows[verdict.row]
        guard !value.isCanonical, let column, column <= row.cellCount,
            block.cells[row.firstCell + column - 1].range == value.range,
            Self.isPlain(block.bytes.span, value.range)
        else { return nil }
        return value.range
    }

    /// Whether a cell begins and ends with a sign that is neither white space nor the mark of a guarded cell, nor goes
    /// with the sign before it: of ASCII, or a Latin, Cyrillic, Chinese or Korean letter, or a wide digit.
    private static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, bytes[range.lowerBound] != FormulaGuard.mark else { return false }
        var last = range.upperBound - 1
        while last > range.lowerBound, bytes[last] & 0xC0 == 0x80 { last -= 1 }
        return isLetter(bytes, range.lowerBound, range) && isLetter(bytes, last, range)
    }

    private static func isLetter(_ bytes: Span<UInt8>, _ place: Int, _ range: Range<Int>) -> Bool {
        let second = place + 1 < range.upperBound ? bytes[place + 1] : 0
        return switch bytes[place] {
        case 0x21...0x7E: true
        case 0xC3...0xC9, 0xD0, 0xD1, 0xE4...0xE9, 0xEB, 0xEC: second & 0xC0 == 0x80
        case 0xEA: second >= 0xB0 && second < 0xC0
        case 0xEF: second == 0xBC
        case 0xF0: second >= 0xA0 && second < 0xB0
        default: false
        }
    }
}
