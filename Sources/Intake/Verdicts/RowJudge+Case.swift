import Bytes
import Records
import ServiceCatalog

/// What the case of a row needs besides its values.
extension RowJudge {
    /// The region of the row; says so where there is none.
    @inline(__always)
    mutating func region(
        _ form: Int, _ program: RowProgram, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) -> Int32 {
        let field = program.forms[form].regionField
        guard field >= 0, values.isPresent(field) else { return regionByDefault(form, &verdicts) }
        let value = values[field]
        if let text = value.isCanonical
            ? ShortText(verdicts.canonical.span, value.range) : ShortText(bytes, value.range)
        {
            let found = program.regions.value(of: text, in: 0)
            if found >= 0 { return Int32(truncatingIfNeeded: found) }
        }
        return regionByName(form, bytes, &verdicts)
    }

    /// The definition may not ask for a region of the calendars, but there is no due time without one.
    @inline(never)
    private func regionByName(
        _ form: Int, _ bytes: Span<UInt8>, _ verdicts: inout VerdictBlock
    ) -> Int32 {
        let field = program.forms[form].regionField
        let value = values[field]
        let text = value.isCanonical ? Array(verdicts.canonical[value.range]) : Array(bytes: bytes, value.range)
        let word = String(decoding: text, as: UTF8.self)
        if let known = intake.regions.firstIndex(where: { $0.id == word }) { return Int32(truncatingIfNeeded: known) }
        if let spelt = intake.regionNames.index(of: text.span) { return Int32(truncatingIfNeeded: spelt) }
        if !values.hasFailed(field) {
            reject(&verdicts, intake.regionUnknown(word, column: intake.forms[form].columns[field]))
        }
        return -1
    }

    private func regionByDefault(_ form: Int, _ verdicts: inout VerdictBlock) -> Int32 {
        let field = program.forms[form].regionField
        let required = program.forms[form].required
        if intake.defaultRegion < 0, field < 0 || required >> UInt64(truncatingIfNeeded: field) & 1 == 0 {
            reject(&verdicts, intake.regionMissing(column: field < 0 ? nil : intake.forms[form].columns[field]))
        }
        return Int32(truncatingIfNeeded: intake.defaultRegion)
    }

    func kind(_ form: Int, _ bytes: Span<UInt8>, _ verdicts: VerdictBlock) -> MACDKind {
        switch intake.forms[form].kind {
        case .fixed(let kind): return kind
        case .byValue(let field, let kinds, let otherwise):
            let value = values[field]
            return kinds.first { isEqual(value, $0.value, bytes, verdicts) }?.kind ?? otherwise
        }
    }

    // MARK: Hashes

    /// The hash of tenant, service and every field that is filled in: what makes the case this case.
    @inline(__always)
    func contentHash(
        _ form: Int, _ program: RowProgram, _ bytes: Span<UInt8>, _ verdicts: borrowing VerdictBlock
    ) -> Hash128 {
        let canonical = verdicts.canonical.span
        var hash = Hash128.Builder(seed: program.forms[form].contentSeed)
        for index in program.forms[form].firstContent..<program.forms[form].endOfContent {
            let part = program.content[index]
            guard values.isPresent(part.field) else { continue }
            let value = values[part.field]
            if value.isCanonical {
                hash.add(canonical, value.range, tag: part.tag)
            } else {
                hash.add(bytes, value.range, tag: part.tag)
            }
        }
        return hash.hash
    }

    /// The hash of the key that must be unique, or `nil` when nothing of it is filled in.
    @inline(__always)
    mutating func keyHash(
        _ form: Int, _ row: RecordBlock.Row, _ program: RowProgram, isServiceKnown: Bool, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, _ verdicts: borrowing VerdictBlock
    ) -> Hash128? {
        let canonical = verdicts.canonical.span
        let isFolded = program.forms[form].isKeyFolded
        var hash = Hash128.Builder(seed: program.forms[form].keySeed)
        var isAnyFilled = false
        var filledPart = -1
        for index in program.forms[form].firstKey..<program.forms[form].endOfKey {
            let step = program.keys[index]
            if step.part == filledPart { continue }
            switch step.source {
            case .product, .service:
                // A known service's names are in the seed.
                filledPart = step.part
                guard !isServiceKnown else { continue }
                let column = step.source == .product ? productColumn : serviceColumn
                if let range = cell(column, row, bytes, cells) {
                    add(bytes, range, step.tag, isFolded, to: &hash)
                }
            case .field(let field):
                guard values.isPresent(field) else { continue }
                filledPart = step.part
                isAnyFilled = true
                let value = values[field]
                if value.isCanonical {
                    add(canonical, value.range, step.tag, isFolded, to: &hash)
                } else {
                    add(bytes, value.range, step.tag, isFolded, to: &hash)
                }
            }
        }
        return isAnyFilled ? hash.hash : nil
    }

    @inline(__always)
    private mutating func add(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ tag: Hash128.Tag, _ isFolded: Bool, to hash: inout Hash128.Builder
    ) {
        if !isFolded { return hash.add(bytes, range, tag: tag) }
        if hash.addLowered(bytes, range, tag: tag) { return }
        words.removeAll(keepingCapacity: true)
        words.append(bytes.extracting(range))
        CaseFolding.lower(&words)
        hash.add(words.span, tag: tag)
    }
}
