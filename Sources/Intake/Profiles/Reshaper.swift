import Records
import ServiceCatalog

/// Turns the rows of an HR system into requests, a block at a time, before they are judged.
///
/// Cells stay where they are. What a row does not hold as it is wanted (a part of a name, a constant, the service) is
/// written behind the block's text, and its cells follow the row's own: they belong to columns behind the header's last,
/// which no output has.
struct Reshaper: Sendable {
    private let intake: Intake
    private let plan: ProfilePlan
    /// What the profile says of each row of the block last reshaped.
    private(set) var decisions: [RowDecision] = []
    private var cells: [RecordBlock.Cell] = []
    /// Where each constant stands in the block's bytes; empty until a row needs it.
    private var constants: [RecordBlock.Cell?]
    private let isGuarded: Bool

    init?(_ intake: Intake) {
        guard let plan = intake.profile else { return nil }
        self.intake = intake
        self.plan = plan
        constants = plan.constants.map { _ in nil }
        isGuarded = intake.restoresGuarded
    }

    mutating func reshape(_ block: inout RecordBlock) {
        decisions.removeAll(keepingCapacity: true)
        cells.removeAll(keepingCapacity: true)
        for index in constants.indices { constants[index] = nil }
        for index in block.rows.indices {
            let row = block.rows[index]
            let start = cells.count
            let own = row.firstCell..<(row.firstCell + row.cellCount)
            if row.form == .whole || (row.form == .ragged && intake.isWholeInEffect(row, of: block)) {
                cells.append(contentsOf: block.cells[own.prefix(plan.width)])
                // Cells that a spreadsheet has left out at the end are empty.
                while cells.count - start < plan.width {
                    cells.append(
                        RecordBlock.Cell(start: row.text.upperBound, end: row.text.upperBound, mayNeedQuotes: false))
                }
                decisions.append(reshape(row, &block))
                block.rows[index].cellCount = cells.count - start
                block.rows[index].form = .whole
            } else {
                cells.append(contentsOf: block.cells[own])
                decisions.append(.broken)
            }
            block.rows[index].firstCell = start
            block.rows[index].areCellsAdjacent = false
        }
        swap(&block.cells, &cells)
    }

    /// Appends the derived cells of a row.
    private mutating func reshape(_ row: RecordBlock.Row, _ block: inout RecordBlock) -> RowDecision {
        let slice = plan.slice(row, block)
        if let folded = position(row, block, slice) { return appending(plan.baseSources, folded, row, &block, slice) }
        let (decision, pair) = plan.decision(row, block, slice: slice, isGuarded: isGuarded)
        guard case .request(let rule) = decision else {
            return appending(plan.baseSources, decision, row, &block, slice)
        }
        for source in plan.rules[rule].sources {
            cells.append(cell(source, pair: pair, of: plan.rules[rule], row, &block, slice))
        }
        return decision
    }

    private mutating func appending(
        _ sources: [CompiledSource?], _ decision: RowDecision, _ row: RecordBlock.Row, _ block: inout RecordBlock,
        _ slice: SliceTable.Choice
    ) -> RowDecision {
        if case .unchanged = decision { return decision }
        // The row's values are still looked at, so that all that is wrong with it is said at once.
        for source in sources { cells.append(cell(source, pair: -1, of: nil, row, &block, slice)) }
        return decision
    }

    /// What becomes of a row that is not the primary one of its person; `nil` for one that counts.
    private func position(_ row: RecordBlock.Row, _ block: RecordBlock, _ slice: SliceTable.Choice) -> RowDecision? {
        guard plan.primary != nil, !plan.isPrimary(row, block, slice: slice, isGuarded: isGuarded) else { return nil }
        if let person = plan.person(row, block, slice: slice, isGuarded: isGuarded),
            intake.options.primaryPeople?.contains(person) == true
        {
            return .unchanged(ProfilePlan.furtherPosition)
        }
        return .refused(.noPrimary)
    }

    // MARK: Cells

    private mutating func cell(
        _ source: CompiledSource?, pair: Int, of rule: CompiledRule?, _ row: RecordBlock.Row,
        _ block: inout RecordBlock, _ slice: SliceTable.Choice
    ) -> RecordBlock.Cell {
        guard let source else { return Self.empty }
        var cell = raw(source, pair: pair, of: rule, row, &block, slice)
        if !cell.isEmpty, let words = source.words, let word = words.index(of: block.bytes.span.extracting(cell.range))
        {
            cell = constant(source.meanings[word], &block)
        }
        if cell.isEmpty, let fallback = source.fallback { cell = constant(fallback, &block) }
        return cell
    }

    private static let empty = RecordBlock.Cell(start: 0, end: 0, mayNeedQuotes: false)

    private mutating func raw(
        _ source: CompiledSource, pair: Int, of rule: CompiledRule?, _ row: RecordBlock.Row,
        _ block: inout RecordBlock, _ slice: SliceTable.Choice
    ) -> RecordBlock.Cell {
        switch source.kind {
        case .constant(let index): return constant(index, &block)
        case .first(let sources):
            for source in sources {
                let cell = cell(source, pair: pair, of: rule, row, &block, slice)
                if !cell.isEmpty { return cell }
            }
            return Self.empty
        case .column(let reference): return value(reference, row, &block, slice)
        case .split(let reference, let at, let part):
            let range = plan.value(reference, row, block, slice: slice, isGuarded: isGuarded)
            return cell(at: Self.part(part, of: range, at, block.bytes.span))
        case .join(let references, let with):
            let ranges =
                references
                .map { plan.value($0, row, block, slice: slice, isGuarded: isGuarded) }.filter { !$0.isEmpty }
            return joined(ranges, with, &block)
        case .pairWord, .pairOld, .pairNew:
            guard let rule, case .change(let pairs) = rule.outcome, pairs.indices.contains(pair) else {
                return Self.empty
            }
            switch source.kind {
            case .pairWord: return constant(pairs[pair].word, &block)
            case .pairOld: return value(pairs[pair].old, row, &block, slice)
            default: return value(pairs[pair].new, row, &block, slice)
            }
        }
    }

    /// A column's value as it stands; a date in the usual form.
    private func value(
        _ reference: ColumnReference, _ row: RecordBlock.Row, _ block: inout RecordBlock, _ slice: SliceTable.Choice
    ) -> RecordBlock.Cell {
        let column = plan.column(reference, row, block, slice: slice, isGuarded: isGuarded)
        let range = plan.value(ofColumn: column, row, block, isGuarded: isGuarded)
        guard !range.isEmpty, plan.isDate[column] else { return cell(at: range) }
        var canonical: [UInt8] = []
        guard plan.dates.accepts(block.bytes.span.extracting(range), canonical: &canonical), !canonical.isEmpty else {
            return cell(at: range)
        }
        return append(canonical, &block)
    }

    private func cell(at range: Range<Int>) -> RecordBlock.Cell {
        RecordBlock.Cell(start: range.lowerBound, end: range.upperBound, mayNeedQuotes: true)
    }

    private mutating func constant(_ index: Int, _ block: inout RecordBlock) -> RecordBlock.Cell {
        if let known = constants[index] { return known }
        let cell = append(plan.constants[index], &block)
        constants[index] = cell
        return cell
    }

    private func append(_ bytes: [UInt8], _ block: inout RecordBlock) -> RecordBlock.Cell {
        let start = block.bytes.count
        block.bytes.append(contentsOf: bytes)
        return RecordBlock.Cell(start: start, end: block.bytes.count, mayNeedQuotes: true)
    }

    private func joined(_ ranges: [Range<Int>], _ with: [UInt8], _ block: inout RecordBlock) -> RecordBlock.Cell {
        guard ranges.count > 1 else { return cell(at: ranges.first ?? 0..<0) }
        let start = block.bytes.count
        for (index, range) in ranges.enumerated() {
            if index > 0 { block.bytes.append(contentsOf: with) }
            block.bytes.append(contentsOf: Array(block.bytes[range]))
        }
        return RecordBlock.Cell(start: start, end: block.bytes.count, mayNeedQuotes: true)
    }

    /// A part of a value, from 1 on or backwards from -1; empty where it has no such part.
    private static func part(_ part: Int, of range: Range<Int>, _ at: [UInt8], _ bytes: Span<UInt8>) -> Range<Int> {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        var index = start
        while index + at.count <= range.upperBound {
            var matches = !at.isEmpty
            for offset in at.indices where bytes[index + offset] != at[offset] {
                matches = false
                break
            }
            if matches {
                parts.append(start..<index)
                index += at.count
                start = index
            } else {
                index += 1
            }
        }
        parts.append(start..<range.upperBound)
        let place = part > 0 ? part - 1 : parts.count + part
        return parts.indices.contains(place) ? Whitespace.trimmed(bytes, parts[place]) : 0..<0
    }
}
