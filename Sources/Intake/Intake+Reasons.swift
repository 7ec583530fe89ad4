package import Records
import ServiceCatalog
import ServiceLevels

/// What was found in a row, in words.
extension Intake {
    /// The reasons of a row, errors and warnings alike, in the order they were found.
    package func reasons(of verdict: RowVerdict, in verdicts: VerdictBlock, block: RecordBlock) -> [Reason] {
        (verdict.firstFinding..<(verdict.firstFinding + verdict.findingCount)).map { index in
            let finding = verdicts.findings[index]
            return switch finding.source {
            case .reason(let index): pointed(verdicts.reasons[index], block.rows[verdict.row], block)
            case .check(let index): reason(ofCheck: index, finding.grade, of: verdict, verdicts, block)
            }
        }
    }

    /// The reason of a check that has failed.
    func reason(
        ofCheck index: Int, _ grade: Grade, of verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock
    ) -> Reason {
        reason(pointed(checks[index], block.rows[verdict.row], block), grade, of: verdict, verdicts, block)
    }

    /// The codes of an accepted row's warnings, with the field or the earlier case that each is about, without their words.
    package func warnings(
        of verdict: RowVerdict, in verdicts: VerdictBlock, block: RecordBlock,
        _ body: (_ code: String, _ field: String?, _ earlierCase: String?) -> Void
    ) {
        for index in verdict.firstFinding..<(verdict.firstFinding + verdict.findingCount) {
            switch verdicts.findings[index].source {
            case .reason(let index):
                let reason = verdicts.reasons[index]
                body(reason.code, reason.field, reason.earlierCase)
            case .check(let index):
                let check = checks[index]
                body(check.onlyCode ?? reason(check, .warning, of: verdict, verdicts, block).code, check.field, nil)
            }
        }
    }

    /// The value of a field; absent when there is none.
    package func value(
        ofField field: Int, _ verdict: RowVerdict, _ verdicts: borrowing VerdictBlock, _ block: borrowing RecordBlock
    ) -> FieldValue {
        program.value(field, of: verdict, verdicts.values.span, block.cells.span)
    }

    /// The value of a field as a person reads it; empty when there is none.
    package func text(ofField field: Int, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock)
        -> String
    {
        let value = value(ofField: field, verdict, verdicts, block)
        let bytes = value.isCanonical ? verdicts.canonical[value.range] : block.bytes[value.range]
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Who or what a row is about, for reports.
    package func subject(of verdict: RowVerdict, in verdicts: VerdictBlock, block: RecordBlock) -> String {
        guard verdict.valueCount > 0 else { return "" }
        let form = forms[Int(verdict.form)]
        for field in form.subjectFields {
            let text = text(ofField: field, verdict, verdicts, block)
            if !text.isEmpty { return text }
        }
        return ""
    }

    private func reason(
        _ check: Check, _ grade: Grade, of verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock
    ) -> Reason {
        var reason = Reason(code: "", grade: grade, field: check.field, column: check.column, sentence: "")
        switch check.kind {
        case .missing:
            reason.code = ReasonCode.fieldRequired.code
            reason.sentence =
                check.column == nil
                ? "\(check.label) is required for this service, and the file has no such column. Add it."
                : "\(check.label) is required for this service and is empty. Fill it in."
        case .test(let test):
            let explanation = test.explain(written(check, verdict, verdicts, block), field: check.label)
            reason.code = explanation.code
            reason.sentence = explanation.sentence
            reason.suggestion = explanation.suggestion
        case .anyOf(let groups):
            let choices = groups.map { $0.joined(separator: " with ") }
            reason.code = ReasonCode.whoMissing.code
            reason.sentence = "The row does not say who or what it is about. Fill in \(Self.list(choices, "or"))."
        case .forbidden(let fields):
            let filled = fields.filter { !value(ofField: $0.field, verdict, verdicts, block).isEmpty }.map(\.label)
            reason.code = ReasonCode.fieldForbidden.code
            reason.sentence = "\(Self.list(filled, "and")) must be empty in a row such as this one."
        case .different(let one, let other):
            reason.code = ReasonCode.fieldSame.code
            reason.sentence = "\(one) and \(other) are the same, so nothing would change. Correct one of them."
        case .notice:
            reason.code = ReasonCode.dateShortNotice.code
            reason.sentence = noticeSentence(check, verdict, verdicts, block)
        case .note(let code, let sentence):
            reason.code = code
            reason.sentence = sentence
        }
        return reason
    }

    /// The value as it stands in the file, where that fails the test too; else the canonical form that does.
    private func written(
        _ check: Check, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock
    ) -> String {
        if let range = plainRange(check.fieldIndex, check.column, verdict, verdicts, block) {
            return String(decoding: block.bytes[range], as: UTF8.self)
        }
        let value = text(ofField: check.fieldIndex ?? 0, verdict, verdicts, block)
        let row = block.rows[verdict.row]
        guard let column = check.column, column <= row.cellCount, case .test(let test) = check.kind else {
            return value
        }
        let cell = restored(Array(block.bytes[block.cells[row.firstCell + column - 1].range]))
        let text = String(decoding: cell, as: UTF8.self).trimmingEdges()
        let bytes = Array(text.utf8)
        var canonical: [UInt8] = []
        return test.accepts(bytes.span, canonical: &canonical) ? value : text
    }

    private func noticeSentence(
        _ check: Check, _ verdict: RowVerdict, _ verdicts: VerdictBlock, _ block: RecordBlock
    ) -> String {
        let text = text(ofField: check.fieldIndex ?? 0, verdict, verdicts, block)
        let region = regions[Int(verdict.region)]
        let due = due(of: verdict)
        var sentence =
            "\(check.label) \(text) is earlier than the case is due (\(region.calendar.localDescription(of: due.instant)))."
        if let date = CalendarDate(text), let start = region.calendar.start(of: date),
            let latest = try? region.calendar.latestReceipt(
                dueBy: start, clock: due.level.clock, target: due.level.target)
        {
            sentence +=
                " To be done by then, it had to be submitted by \(region.calendar.localDescription(of: latest))."
        }
        return sentence
    }

    // MARK: Product, service and region

    func serviceReasons(
        _ match: ServiceFinder.Match, product: Range<Int>?, service: Range<Int>?, _ block: RecordBlock
    ) -> [Reason] {
        let productText = product.map { String(decoding: block.bytes[$0], as: UTF8.self) }
        let serviceText = service.map { String(decoding: block.bytes[$0], as: UTF8.self) } ?? ""
        switch match {
        case .service: return []
        case .unknownProduct:
            var reasons = [
                wordReason(
                    .productUnknown, productText ?? "", "product", columns.productColumn,
                    names: requestable.map(\.product)
                )
            ]
            let isServiceKnown = requestable.contains { ServiceFinder.meets(serviceText, $0.service, $0.matching) }
            if service != nil, !isServiceKnown {
                reasons.append(
                    wordReason(
                        .serviceUnknown, serviceText, "service", columns.serviceColumn,
                        names: requestable.map(\.service)))
            }
            return reasons
        case .unknownService:
            let candidates = ServiceFinder.candidates(product: productText, among: requestable)
            return [
                wordReason(
                    .serviceUnknown, serviceText, "service", columns.serviceColumn,
                    names: candidates.map { requestable[$0].service })
            ]
        case .ambiguousProduct:
            let products = Set(requestable.map(\.product.name)).sorted()
            return [
                Reason(
                    code: ReasonCode.productUnknown.code, field: "product",
                    sentence: """
                        More than one product has this service, and the file has no column for the product. Add a column \
                        “Product” with \(Self.list(products.map { "“\($0)”" }, "or")).
                        """)
            ]
        }
    }

    private func wordReason(
        _ code: ReasonCode, _ word: String, _ what: String, _ column: Int?, names: [Name]
    ) -> Reason {
        var distinct: [Name] = []
        for name in names where !distinct.contains(where: { $0.name == name.name }) { distinct.append(name) }
        let choices = Self.list(distinct.prefix(8).map { "“\($0.name)”" }, "or")
        let closest = word.isEmpty ? nil : WordList(distinct, matching: .folded).closest(to: word)
        let start = word.isEmpty ? "The \(what) is missing." : "“\(word.prefix(60))” is no \(what) that is known here."
        let hint = closest.map { " Did you mean “\($0)”?" } ?? " Write \(choices)."
        return Reason(
            code: code.code, field: what, column: column.map { $0 + 1 }, sentence: start + hint, suggestion: closest)
    }

    func regionUnknown(_ text: String, column: Int) -> Reason {
        let explanation = ValueTest.oneOf(regionNames).explain(text, field: "Region")
        return Reason(
            code: explanation.code, field: "region", column: column + 1, sentence: explanation.sentence,
            suggestion: explanation.suggestion)
    }

    func regionMissing(column: Int?) -> Reason {
        let known = Self.list(regions.map(\.id), "or")
        return Reason(
            code: ReasonCode.regionRequired.code, field: "region", column: column.flatMap { $0 < 0 ? nil : $0 + 1 },
            sentence: "The region is missing, so no due time can be found. Write \(known).")
    }

    /// `a, b or c`.
    static func list(_ words: [String], _ last: String) -> String {
        guard let tail = words.last, words.count > 1 else { return words.first ?? "" }
        return "\(words.dropLast().joined(separator: ", ")) \(last) \(tail)"
    }
}
