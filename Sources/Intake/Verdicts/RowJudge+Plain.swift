import Bytes
import CBytes
import Records
import ServiceCatalog

/// Rows that are sound and plain: the short way, which nearly all rows of most files go.
///
/// A row is plain when every value stands in the file as it is to be written: nothing to be trimmed or put into its
/// canonical form, no finding, not even a warning. Its values are then the row's cells, and each is looked at once: its
/// first bytes are loaded, tested and hashed. Whatever is not as plain as that is judged from the start by the long way,
/// which has the last word. Both come to the same verdicts; a test holds them against each other.
///
/// A block's rows are gone through a field at a time. What is to be done with a field is then looked up once for hundreds
/// of values and done in short loops that wait for nothing, where row by row the processor had to find out anew for each
/// value what comes next.
extension RowJudge {
    /// Finds the plain rows of a block, and gives them their verdicts. All others are no longer sound afterwards (`plain`).
    mutating func takePlain(
        _ rows: Span<RecordBlock.Row>, _ program: RowProgram, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>,
        _ decisions: [RowDecision]?, _ judged: inout MutableSpan<RowVerdict>, _ verdicts: inout VerdictBlock
    ) {
        var candidates = PlainCandidates()
        swap(&candidates, &plain)
        candidates.begin(rowCount: rows.count, formCount: program.forms.count)
        candidates.add(rowCount: rows.count) { index in
            plainForm(of: rows[index], program, bytes, cells, decisions?[index])
        }
        candidates.order(rowCount: rows.count, region: Int32(truncatingIfNeeded: intake.defaultRegion)) { row in
            MusterRow(
                firstCell: UInt32(truncatingIfNeeded: rows[row].firstCell),
                // In ASCII a character is a byte. What a profile puts in the place of a cell is no part of the row's text.
                mayHoldNonASCII: rows[row].mayHoldNonASCII || decisions != nil ? 1 : 0)
        }
        let parts = program.parts
        for form in 0..<program.forms.count {
            let all = candidates.places(ofForm: form)
            for start in stride(from: all.lowerBound, to: all.upperBound, by: PlainCandidates.rowsAtATime) {
                let places = start..<min(start + PlainCandidates.rowsAtATime, all.upperBound)
                Self.addContent(
                    of: form, at: places, program, parts.span, bytes, cells, candidates.rows, &candidates.contents)
                Self.checkLengths(of: form, at: places, program, cells, candidates.rows, &candidates.sound)
                for visit in program.forms[form].firstVisit..<program.forms[form].endOfVisits {
                    Self.take(
                        program.visits[visit], at: places, program, bytes, cells, candidates.rows, &candidates.regions,
                        &candidates.values, &candidates.sound)
                }
                if let kind = MACDKind(index: program.forms[form].kind), !program.forms[form].needsValues {
                    Self.judge(form, kind, at: places, program, bytes, cells, &candidates, &judged)
                } else {
                    judgeWithValues(form, at: places, program, bytes, cells, &candidates, &judged, &verdicts)
                }
            }
        }
        swap(&candidates, &plain)
    }

    /// The form of a row that may be plain by what it is as a whole; else -1.
    @inline(__always)
    private mutating func plainForm(
        of row: RecordBlock.Row, _ program: RowProgram, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>,
        _ decision: RowDecision?
    ) -> Int32 {
        guard row.isWhole else { return -1 }
        if let decision {
            guard case .request = decision else { return -1 }
        }
        let isOfCommonLetters = row.isOfCommonLetters || bytes.isOfCommonLetters(row.text)
        if !isOfCommonLetters, !TextCheck.isText(bytes, row.text) { return -1 }
        let form = service(of: row, bytes, cells)
        guard form >= 0 else { return -1 }
        // From here on cells are taken without a look at their number.
        guard row.cellCount >= program.forms[Int(form)].width, row.firstCell &+ row.cellCount <= cells.count else {
            return -1
        }
        let isBare =
            decision == nil && !row.mayHaveOuterSpace && isOfCommonLetters
            || areBare(Int(form), row.firstCell, program, bytes, cells)
        return isBare ? form : -1
    }

    /// Whether no value of a row begins or ends with white space.
    private func areBare(
        _ form: Int, _ firstCell: Int, _ program: RowProgram, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>
    ) -> Bool {
        let firstField = program.forms[form].firstField
        for field in firstField..<(firstField &+ program.forms[form].fieldCount) {
            let column = Int(program.fields[field].column)
            if column < 0 { continue }
            let cell = cells[unchecked: firstCell &+ column]
            if valueRange(cell, bytes) != cell.range { return false }
        }
        return true
    }

    /// Adds up what makes the cases of some candidates of a form these cases.
    private static func addContent(
        of form: Int, at places: Range<Int>, _ program: RowProgram, _ parts: Span<MusterPart>, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ rows: [MusterRow], _ contents: inout [Hash128.Builder]
    ) {
        var contents = contents.mutableSpan
        parts.extracting(program.forms[form].firstContent..<program.forms[form].endOfContent).add(
            places, of: rows.span, cells: cells, bytes: bytes,
            seed: Hash128.Builder(seed: program.forms[form].contentSeed).sums, to: &contents)
    }

    /// Sees to it that values are there and not too long, all those of a row at once.
    private static func checkLengths(
        of form: Int, at places: Range<Int>, _ program: RowProgram, _ cells: Span<RecordBlock.Cell>,
        _ rows: [MusterRow],
        _ sound: inout [Bool]
    ) {
        let lengths = program.lengths
        var sound = sound.mutableSpan
        lengths.span.extracting(program.forms[form].firstLength..<program.forms[form].endOfLengths)
            .checkLengths(places, of: rows.span, cells: cells, sound: &sound)
    }

    /// Takes one field of some candidates of a form.
    private static func take(
        _ visit: RowProgram.Visit, at places: Range<Int>, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ rows: [MusterRow], _ regions: inout [Int32],
        _ values: inout [LoadedValue], _ sound: inout [Bool]
    ) {
        let rows = rows.span
        var sound = sound.mutableSpan
        var room = values.mutableSpan
        let count = visit.column.take(places, of: rows, cells: cells, bytes: bytes, values: &room)
        let loaded = values.span.extracting(0..<count)
        if visit.isRegion {
            takeRegions(loaded, program, &regions, &sound)
            if visit.isKnownRegionSound { return }
        }
        if visit.lengthTestCount > 0 { testLengths(loaded, visit, program, bytes, rows, &sound) }
        for test in 0..<Int(visit.testCount) {
            program.tests.mark(
                Int(program.visitTests[Int(visit.firstTest) &+ test]), loaded, bytes, in: &sound)
        }
    }

    private static func takeRegions(
        _ values: Span<LoadedValue>, _ program: RowProgram, _ regions: inout [Int32], _ sound: inout MutableSpan<Bool>
    ) {
        for index in values.indices {
            let value = values[unchecked: index]
            let isShort = value.count <= ShortText.longest
            let region = isShort ? program.regions.value(of: ShortText(value.words, count: value.count), in: 0) : -1
            regions[value.place] = Int32(truncatingIfNeeded: region)
            if region < 0 { sound[value.place] = false }
        }
    }

    private static func testLengths(
        _ values: Span<LoadedValue>, _ visit: RowProgram.Visit, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ rows: Span<MusterRow>, _ sound: inout MutableSpan<Bool>
    ) {
        let (shortest, longest) = (Int(visit.column.shortest), Int(visit.column.longest))
        for index in values.indices {
            let value = values[unchecked: index]
            if rows[value.place].mayHoldNonASCII == 1 {
                for test in 0..<Int(visit.lengthTestCount) {
                    program.tests.mark(
                        Int(program.visitTests[Int(visit.firstTest &+ visit.testCount) &+ test]),
                        values.extracting(index..<(index &+ 1)), bytes, in: &sound)
                }
            } else if value.count < shortest || value.count > longest {
                sound[value.place] = false
            }
        }
    }

    /// Gives candidates of a form that are still sound their verdicts.
    private static func judge(
        _ form: Int, _ kind: MACDKind, at places: Range<Int>, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ candidates: inout PlainCandidates, _ judged: inout MutableSpan<RowVerdict>
    ) {
        let plan = program.forms[form]
        for place in places where candidates.sound[place] {
            guard let verdict = verdict(form, kind, plan, place, program, bytes, cells, candidates) else {
                candidates.sound[place] = false
                continue
            }
            // Written once and as a whole: what is written in parts and read at once makes the processor wait.
            judged[verdict.row] = verdict
        }
    }

    /// The same for a form that has rules over several values, or a kind that a value decides.
    private mutating func judgeWithValues(
        _ form: Int, at places: Range<Int>, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>,
        _ candidates: inout PlainCandidates, _ judged: inout MutableSpan<RowVerdict>, _ verdicts: inout VerdictBlock
    ) {
        let plan = program.forms[form]
        for place in places where candidates.sound[place] {
            if var verdict = Self.verdict(form, .change, plan, place, program, bytes, cells, candidates),
                finish(&verdict, form, verdict.firstValue, program, bytes, cells, &verdicts)
            {
                judged[verdict.row] = verdict
            } else {
                candidates.sound[place] = false
            }
        }
    }

    /// - Returns: `nil` where the row is not plain.
    @inline(__always)
    private static func verdict(
        _ form: Int, _ kind: MACDKind, _ plan: RowProgram.Form, _ place: Int, _ program: RowProgram,
        _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ candidates: borrowing PlainCandidates
    ) -> RowVerdict? {
        let region = candidates.regions[place]
        let firstCell = Int(candidates.rows[place].firstCell)
        guard region >= 0, let key = key(plan, firstCell, program, bytes, cells) else { return nil }
        return RowVerdict(
            plain: Int(candidates.indices[place]), form: Int32(truncatingIfNeeded: form), region: region, kind: kind,
            firstCell: firstCell, fieldCount: plan.fieldCount, content: candidates.contents[place].hash, key: key)
    }

    /// The service that a row asks for by words that were seen lately; else as the long way finds it.
    @inline(__always)
    private mutating func service(
        of row: RecordBlock.Row, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>
    ) -> Int32 {
        if productColumn >= 0, serviceColumn >= 0, productColumn < row.cellCount, serviceColumn < row.cellCount {
            let (product, service) = (cells[row.firstCell &+ productColumn], cells[row.firstCell &+ serviceColumn])
            if max(product.length, service.length) <= ShortText.longest {
                // Behind any value there is room for a load.
                let known = finder.recent(
                    ShortText(
                        bytes.firstWords(at: Int(product.start), count: product.length), count: product.length),
                    ShortText(
                        bytes.firstWords(at: Int(service.start), count: service.length), count: service.length))
                if let known { return known }
            }
        }
        return finder.service(
            product: cell(productColumn, row, bytes, cells), service: cell(serviceColumn, row, bytes, cells), in: bytes)
    }

    /// The key of a row whose service is known and has all its values in cells.
    /// - Returns: `nil` where its letters cannot be made small here; `.some(nil)` where it has none.
    @inline(__always)
    private static func key(
        _ plan: RowProgram.Form, _ firstCell: Int, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>
    ) -> Hash128?? {
        let isFolded = plan.isKeyFolded
        var hash = Hash128.Builder(seed: plan.keySeed)
        var isAnyFilled = false
        var filledPart: Int32 = -1
        for index in plan.firstKeyCell..<plan.endOfKeyCells {
            let step = program.keyCells[index]
            if step.part == filledPart { continue }
            let cell = cells[unchecked: firstCell &+ Int(step.column)]
            if cell.isEmpty { continue }
            filledPart = step.part
            isAnyFilled = true
            if cell.length <= 16 {
                // It has been looked at already, so there is room for the load.
                var words = bytes.firstWords(at: Int(cell.start), count: cell.length)
                if isFolded {
                    guard (words.0 | words.1) & 0x8080_8080_8080_8080 == 0 else { return nil }
                    words = (Hash128.Builder.lowered(words.0), Hash128.Builder.lowered(words.1))
                }
                hash.add(words, count: cell.length, tag: step.tag)
            } else if isFolded {
                guard hash.addLowered(bytes, cell.range, tag: step.tag) else { return nil }
            } else {
                hash.add(bytes, cell.range, tag: step.tag)
            }
        }
        return .some(isAnyFilled ? hash.hash : nil)
    }

    /// Rules over several values, and a kind that a value decides.
    /// - Returns: false where something was found, which is then for the long way to say.
    private mutating func finish(
        _ verdict: inout RowVerdict, _ form: Int, _ firstCell: Int, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ verdicts: inout VerdictBlock
    ) -> Bool {
        values.removeAll()
        for field in 0..<program.forms[form].fieldCount {
            let column = program.column(of: field, in: form)
            values.add(column < 0 ? .absent : FieldValue(cells[unchecked: firstCell &+ column]))
        }
        let (findings, canonical) = (verdicts.findings.count, verdicts.canonical.count)
        if program.forms[form].hasRules { applyRules(form, verdict, bytes, &verdicts) }
        guard verdicts.findings.count == findings, verdicts.canonical.count == canonical else {
            verdicts.findings.removeSubrange(findings...)
            verdicts.canonical.removeSubrange(canonical...)
            return false
        }
        verdict.kind = MACDKind(index: program.forms[form].kind) ?? kind(form, bytes, verdicts)
        return true
    }
}
