package import Records
import ServiceCatalog

/// What a profile has to say about rows, in words, and about where its derived values come from.
extension Intake {
    // MARK: Derived columns point to the source's

    /// A reason about a derived column names the column of the source from which its value was made.
    func pointed(_ reason: Reason, _ row: RecordBlock.Row, _ block: RecordBlock) -> Reason {
        guard profile != nil, let column = reason.column, column > header.count else { return reason }
        var reason = reason
        reason.column = origin(ofColumn: column - 1, row, block).map { $0 + 1 }
        return reason
    }

    func pointed(_ check: Check, _ row: RecordBlock.Row, _ block: RecordBlock) -> Check {
        guard profile != nil, let column = check.column, column > header.count else { return check }
        var check = check
        check.column = origin(ofColumn: column - 1, row, block).map { $0 + 1 }
        return check
    }

    /// The column of the source from which a derived cell of a row was made; `nil` for a constant.
    private func origin(ofColumn column: Int, _ row: RecordBlock.Row, _ block: RecordBlock) -> Int? {
        guard let plan = profile else { return column }
        let index = column - header.count
        let slice = plan.slice(row, block)
        let (decision, pair) = plan.decision(row, block, slice: slice, isGuarded: restoresGuarded)
        var source = plan.baseSources[index]
        var pairs: [CompiledRule.Pair] = []
        if case .request(let rule) = decision {
            source = plan.rules[rule].sources[index]
            if case .change(let own) = plan.rules[rule].outcome { pairs = own }
        }
        guard let source else { return nil }
        let references: [ColumnReference]
        switch source.kind {
        case .pairOld where pairs.indices.contains(pair): references = [pairs[pair].old]
        case .pairNew where pairs.indices.contains(pair): references = [pairs[pair].new]
        default: references = source.references
        }
        let columns = references.map {
            plan.column($0, row, block, slice: slice, isGuarded: restoresGuarded)
        }.filter { $0 >= 0 }
        return columns.first {
            !plan.value(ofColumn: $0, row, block, isGuarded: restoresGuarded).isEmpty
        } ?? columns.first ?? references.lazy.compactMap(plan.anyColumn).first
    }

    /// Leaves out what a column is reproached with for a second field, after it has been for a first.
    func dropRepeated(
        from first: Int, _ row: RecordBlock.Row, _ block: RecordBlock, _ verdicts: inout VerdictBlock
    ) {
        guard verdicts.findings.count > first + 1 else { return }
        var seen: [(column: Int, field: String?, code: String, grade: Grade)] = []
        var kept: [Finding] = []
        for finding in verdicts.findings[first...] {
            let reproach: (column: Int?, field: String?, code: String)
            switch finding.source {
            case .reason(let index):
                let reason = pointed(verdicts.reasons[index], row, block)
                reproach = (reason.column, reason.field, reason.code)
            case .check(let index):
                let check = pointed(checks[index], row, block)
                reproach = (check.column, check.field, check.onlyCode ?? "")
            }
            let isRepeated = seen.contains { earlier in
                earlier.column == reproach.column && earlier.grade == finding.grade
                    && (earlier.field != reproach.field || (!reproach.code.isEmpty && earlier.code == reproach.code)
                        || isDate(earlier.code))
            }
            if isRepeated { continue }
            if let column = reproach.column, let field = reproach.field {
                seen.append((column, field, reproach.code, finding.grade))
            }
            kept.append(finding)
        }
        verdicts.findings.replaceSubrange(first..., with: kept)
    }

    private func isDate(_ code: String) -> Bool { code.hasPrefix("date.") }

    // MARK: Rows that ask for nothing that can be told

    /// Why a row is no request.
    func reason(_ refusal: RowDecision.Refusal, _ row: RecordBlock.Row, _ block: RecordBlock) -> Reason {
        guard let plan = profile else { return unclear("", column: nil) }
        let slice = plan.slice(row, block)
        switch refusal {
        case .unclear(let rule):
            guard case .unclear(let sentence) = plan.rules[rule].outcome else { return unclear("", column: nil) }
            return unclear(
                filled(sentence, row, block, slice), column: decidingColumn(plan.rules[rule], row, block, slice))
        case .noRule:
            return unclear(
                "No rule of the profile \(plan.profile.id) says what a row such as this one asks for. "
                    + "Correct the row, or add a rule to the profile.", column: nil)
        case .changes(let rule):
            return unclear(changesSentence(plan.rules[rule], row, block, slice), column: nil)
        case .date(let column):
            let range = plan.value(ofColumn: column, row, block, isGuarded: restoresGuarded)
            let text = String(decoding: block.bytes[range], as: UTF8.self)
            let explanation = ValueTest.date(plan.dates).explain(text, field: header.distinctNames[column])
            return Reason(
                code: explanation.code, field: columns.uses[column].field, column: column + 1,
                sentence: explanation.sentence, suggestion: explanation.suggestion)
        case .noPrimary:
            return noPrimary(plan, row, block, slice)
        }
    }

    private func unclear(_ sentence: String, column: Int?) -> Reason {
        Reason(code: ReasonCode.profileUnclear.code, column: column.map { $0 + 1 }, sentence: sentence)
    }

    private func decidingColumn(
        _ rule: CompiledRule, _ row: RecordBlock.Row, _ block: RecordBlock, _ slice: SliceTable.Choice
    ) -> Int? {
        guard let plan = profile, let term = rule.terms.first else { return nil }
        let column = plan.column(term.column, row, block, slice: slice, isGuarded: restoresGuarded)
        return column < 0 ? nil : column
    }

    /// The sentence with `{column}` replaced by what the row has there.
    private func filled(_ sentence: String, _ row: RecordBlock.Row, _ block: RecordBlock, _ slice: SliceTable.Choice)
        -> String
    {
        guard let plan = profile, sentence.contains("{") else { return sentence }
        var text = ""
        var rest = sentence[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            if let reference = plan.placeholders[name] {
                let range = plan.value(reference, row, block, slice: slice, isGuarded: restoresGuarded)
                text += range.isEmpty ? "(empty)" : String(decoding: block.bytes[range], as: UTF8.self).prefix(60)
            } else {
                text += rest[open...close]
            }
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    private func changesSentence(
        _ rule: CompiledRule, _ row: RecordBlock.Row, _ block: RecordBlock, _ slice: SliceTable.Choice
    ) -> String {
        guard let plan = profile, case .change(let pairs) = rule.outcome else { return "" }
        let changed = pairs.filter {
            plan.hasChanged($0.old, $0.new, row, block, slice: slice, isGuarded: restoresGuarded)
        }.map { pair in
            let words = String(decoding: plan.constants[pair.word], as: UTF8.self).split(separator: "_")
            return words.joined(separator: " ")
        }
        let what = Self.list(changed, "and")
        return """
            \(what.prefix(1).uppercased())\(what.dropFirst()) change in this row, and a case is one change. Copy the \
            row, and in each copy leave the old value of one of them only.
            """
    }

    private func noPrimary(
        _ plan: ProfilePlan, _ row: RecordBlock.Row, _ block: RecordBlock, _ slice: SliceTable.Choice
    ) -> Reason {
        guard let primary = plan.primary else { return unclear("", column: nil) }
        let column = plan.column(primary.column, row, block, slice: slice, isGuarded: restoresGuarded)
        let name = column < 0 ? "" : header.distinctNames[column]
        let word = primary.words.words.first ?? ""
        return unclear(
            """
            The file has a row for each position of a person, and none of this person's is marked as the primary one. \
            Write “\(word)” under “\(name)” in the row that counts; the others are then passed over.
            """, column: column < 0 ? nil : column)
    }
}

// MARK: What the whole file must be asked

extension Intake {
    /// The source's columns that are read as dates.
    package var dateColumns: [Int] {
        var columns = Set(profile?.dateColumns ?? [])
        for form in forms.prefix(services.count) {
            for step in form.steps where step.test.isAnyDate {
                let column = form.columns[step.field]
                if column >= header.count {
                    columns.formUnion(profile?.sourceColumns(ofDerived: column - header.count) ?? [])
                } else if column >= 0 {
                    columns.insert(column)
                }
            }
        }
        return columns.sorted()
    }

    /// The fields of a row that are filled in, by name, as they are judged.
    package func values(
        of verdict: RowVerdict, in verdicts: VerdictBlock, block: RecordBlock
    ) -> [(field: String, text: String)] {
        guard verdict.valueCount > 0 else { return [] }
        return forms[Int(verdict.form)].definition.fields.prefix(verdict.valueCount).enumerated().compactMap {
            let text = text(ofField: $0.offset, verdict, verdicts, block)
            return text.isEmpty ? nil : ($0.element.name, text)
        }
    }

    /// Whether rows of one person are told apart, so that the primary ones must be known first.
    package var foldsPositions: Bool { profile?.primary != nil }

    /// Notes the people who have a primary row in a block.
    package func collectPrimaryPeople(_ block: RecordBlock, into people: inout PersonSet) {
        guard let plan = profile, plan.primary != nil else { return }
        for row in block.rows where row.form == .whole || (row.form == .ragged && isWholeInEffect(row, of: block)) {
            let slice = plan.slice(row, block)
            guard plan.isPrimary(row, block, slice: slice, isGuarded: restoresGuarded),
                let person = plan.person(row, block, slice: slice, isGuarded: restoresGuarded)
            else { continue }
            people.insert(person)
        }
    }
}

extension ValueTest {
    fileprivate var isAnyDate: Bool {
        switch self {
        case .format(.date), .date: true
        default: false
        }
    }
}
