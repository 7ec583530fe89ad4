import Bytes
import Records
import ServiceCatalog

/// Rows that are sound and plain: the short way, which nearly all rows of most files go.
///
/// A row is plain when every value stands in the file as it is to be written: nothing to be trimmed or put into its
/// canonical form, no finding, not even a warning. Its values are then the row's cells, and each is looked at once: its
/// first bytes are loaded, tested and hashed. Whatever is not as plain as that is judged from the start by the long way,
/// which has the last word. Both come to the same verdicts; a test holds them against each other.
extension RowJudge {
    /// - Returns: false when the row is not plain; `verdict` is then as it was.
    @inline(__always)
    mutating func judgePlain(
        _ row: RecordBlock.Row, _ program: RowProgram, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>,
        _ decision: RowDecision?, _ verdict: inout RowVerdict, _ verdicts: inout VerdictBlock
    ) -> Bool {
        guard takesPlainRows else { return false }
        if let decision {
            guard case .request = decision else { return false }
        }
        if row.mayHoldNonASCII, !TextCheck.isText(bytes, row.text) { return false }
        let service = service(of: row, bytes, cells)
        guard service >= 0 else { return false }
        let form = Int(service)
        let firstCell = row.firstCell
        // From here on cells are taken without a look at their number.
        guard row.cellCount >= program.forms[form].width, firstCell &+ row.cellCount <= cells.count else {
            return false
        }
        // In ASCII a character is a byte. What a profile puts in the place of a cell is no part of the row's text.
        let mayHoldNonASCII = row.mayHoldNonASCII || decision != nil
        var content = Hash128.Builder(seed: program.forms[form].contentSeed)
        var present: UInt64 = 0
        var region = Int32(truncatingIfNeeded: intake.defaultRegion)
        for index in program.forms[form].firstVisit..<program.forms[form].endOfVisits {
            let visit = program.visits[index]
            let cell = cells[unchecked: firstCell &+ Int(visit.column)]
            if cell.isEmpty { continue }
            let (value, count) = (cell.range, cell.length)
            // Room for loads of sixteen bytes: only the last values of a block have none.
            guard value.upperBound &+ 16 <= bytes.count else { return false }
            let words = bytes.firstWords(at: value.lowerBound, count: count)
            guard isBare(value, bytes, first: UInt8(truncatingIfNeeded: words.0)) else { return false }
            present |= visit.bit
            if visit.isContent {
                content.add(words, count: count, tag: visit.tag)
                if count > 16 { Self.addRest(of: value, bytes, visit.tag, &content) }
            }
            if visit.isRegion {
                guard count <= ShortText.longest else { return false }
                region = Int32(truncatingIfNeeded: program.regions.value(of: ShortText(words, count: count), in: 0))
                if visit.isKnownRegionSound, region >= 0 { continue }
            }
            var tests = Int(visit.testCount)
            if mayHoldNonASCII {
                tests &+= Int(visit.lengthTestCount)
            } else if count < Int(visit.shortest) || count > Int(visit.longest) {
                return false
            }
            for test in 0..<tests {
                guard
                    program.tests.takes(
                        Int(program.visitTests[Int(visit.firstTest) &+ test]), bytes, value, words)
                else { return false }
            }
        }
        guard region >= 0, program.forms[form].required & ~present == 0 else { return false }
        var plain = verdict
        plain.service = service
        plain.form = service
        plain.region = region
        plain.isPlain = true
        plain.firstValue = firstCell
        plain.valueCount = program.forms[form].fieldCount
        plain.content = content.hash
        plain.outcome = .accepted
        if program.forms[form].needsValues {
            guard finish(&plain, form, firstCell, program, bytes, cells, &verdicts) else { return false }
        } else {
            guard let kind = MACDKind(index: program.forms[form].kind),
                takeKey(&plain, form, firstCell, program, bytes, cells)
            else { return false }
            plain.kind = kind
        }
        verdict = plain
        return true
    }

    /// The service that a row asks for by words that were seen lately; else as the long way finds it.
    @inline(__always)
    private mutating func service(
        of row: RecordBlock.Row, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>
    ) -> Int32 {
        if productColumn >= 0, serviceColumn >= 0, productColumn < row.cellCount, serviceColumn < row.cellCount {
            let (product, service) = (cells[row.firstCell &+ productColumn], cells[row.firstCell &+ serviceColumn])
            let last = max(product.range.upperBound, service.range.upperBound)
            if max(product.length, service.length) <= ShortText.longest, last &+ ShortText.longest <= bytes.count {
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

    /// Whether a value has no white space at its edges.
    @inline(__always)
    private func isBare(_ value: Range<Int>, _ bytes: Span<UInt8>, first: UInt8) -> Bool {
        // Nearly all values begin and end with a character above the space and below the no-break space.
        let last = bytes[unchecked: value.upperBound &- 1]
        return max(first &- 0x21, last &- 0x21) < 0x5E || Whitespace.trimmed(bytes, value) == value
    }

    /// Adds what stands behind a value's first sixteen bytes.
    @inline(__always)
    private static func addRest(
        of value: Range<Int>, _ bytes: Span<UInt8>, _ tag: Hash128.Tag, _ hash: inout Hash128.Builder
    ) {
        var at = value.lowerBound &+ 16
        var place: UInt64 = 1
        while at < value.upperBound {
            hash.addMore(bytes.firstWords(at: at, count: value.upperBound &- at), place: place, tag: tag)
            at &+= 16
            place &+= 1
        }
    }

    /// The key of a row whose service is known and has all its values in cells.
    /// - Returns: false where its letters cannot be made small here.
    @inline(__always)
    private func takeKey(
        _ verdict: inout RowVerdict, _ form: Int, _ firstCell: Int, _ program: RowProgram, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>
    ) -> Bool {
        let isFolded = program.forms[form].isKeyFolded
        var hash = Hash128.Builder(seed: program.forms[form].keySeed)
        var isAnyFilled = false
        var filledPart = -1
        for index in program.forms[form].firstKey..<program.forms[form].endOfKey {
            let step = program.keys[index]
            if step.part == filledPart { continue }
            guard case .field(let field) = step.source else {
                // The names of product and service are in the seed.
                filledPart = step.part
                continue
            }
            let column = program.column(of: field, in: form)
            guard column >= 0 else { continue }
            let cell = cells[unchecked: firstCell &+ column]
            if cell.isEmpty { continue }
            filledPart = step.part
            isAnyFilled = true
            if cell.length <= 16 {
                // It has been looked at already, so there is room for the load.
                var words = bytes.firstWords(at: Int(cell.start), count: cell.length)
                if isFolded {
                    guard (words.0 | words.1) & 0x8080_8080_8080_8080 == 0 else { return false }
                    words = (Hash128.Builder.lowered(words.0), Hash128.Builder.lowered(words.1))
                }
                hash.add(words, count: cell.length, tag: step.tag)
            } else if isFolded {
                guard hash.addLowered(bytes, cell.range, tag: step.tag) else { return false }
            } else {
                hash.add(bytes, cell.range, tag: step.tag)
            }
        }
        verdict.key = isAnyFilled ? hash.hash : nil
        return true
    }

    /// Rules over several values, a kind that a value decides, and the key.
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
        return takeKey(&verdict, form, firstCell, program, bytes, cells)
    }
}
