import Records
import ServiceCatalog

/// What is said of a row that asks for the same as an earlier one.
extension Intake {
    /// How much of a value is repeated, in characters.
    private static let longestShown = 60

    /// Why a row is rejected whose key an earlier one had.
    ///
    /// - Parameter sentence: where the sentence is put together: such rows may be many, so it is used again.
    func duplicateReason(
        of key: Hash128, first earlier: DuplicateIndex.First, row: RowVerdict, in block: JudgedBlock,
        sentence: inout OutputBuffer
    ) -> Reason {
        let form = forms[Int(row.form)]
        let fields = keyFields(of: row, form, block)
        sentence.removeAll()
        sentence.append("Record ")
        sentence.append(decimal: earlier.record)
        sentence.append(" of ")
        sentence.append(options.fileName)
        sentence.append(" asks for the same already")
        for (place, field) in fields.enumerated() {
            sentence.append(place == 0 ? " (" : place == fields.count - 1 ? " and " : ", ")
            sentence.append(form.definition.fields[field].label)
            sentence.append(" “")
            appendBeginning(ofField: field, row, block, to: &sentence)
            sentence.append("”")
        }
        if !fields.isEmpty { sentence.append(")") }
        sentence.append(
            earlier.isRejected
                ? ". It was rejected as well: keep the better of the two rows and delete the other. "
                : ". Delete this row, or correct it if it means someone or something else. ")
        RejectionMark(key, needsFirst: earlier.isRejected).append(to: &sentence)
        let first = fields.first
        return Reason(
            code: ReasonCode.duplicateInFile.code, field: first.map { form.definition.fields[$0].name },
            column: first.map { form.columns[$0] + 1 },
            sentence: sentence.withBytes { String(decoding: $0, as: UTF8.self) })
    }

    /// Of each part of the key the field that counts, where one does.
    private func keyFields(of row: RowVerdict, _ form: ServiceForm, _ block: JudgedBlock) -> [Int] {
        var fields: [Int] = []
        var last = -1
        for step in form.key where step.part != last {
            guard case .field(let field) = step.source,
                !value(ofField: field, row, block.verdicts, block.records).isEmpty
            else { continue }
            last = step.part
            fields.append(field)
        }
        return fields
    }

    private func appendBeginning(
        ofField field: Int, _ row: RowVerdict, _ block: JudgedBlock, to sentence: inout OutputBuffer
    ) {
        let value = value(ofField: field, row, block.verdicts, block.records)
        if value.length <= Self.longestShown {
            let bytes = value.isCanonical ? block.verdicts.canonical.span : block.records.bytes.span
            sentence.append(bytes, value.range)
        } else {
            let text = text(ofField: field, row, block.verdicts, block.records)
            sentence.append(String(text.prefix(Self.longestShown)))
        }
    }
}
