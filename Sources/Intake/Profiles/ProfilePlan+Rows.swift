import Records
import ServiceCatalog
import ServiceLevels

/// What a profile makes of one row.
///
/// Which slices count in a row is found once and handed to everything that follows.
extension ProfilePlan {
    // MARK: Cells

    /// Where a cell's value lies: without white space at its edges, without the mark of a guarded formula, and empty
    /// where it stands for no date.
    func value(
        ofColumn column: Int, _ row: RecordBlock.Row, _ block: RecordBlock, isGuarded: Bool
    ) -> Range<Int> {
        guard column >= 0, column < row.cellCount else { return 0..<0 }
        let bytes = block.bytes.span
        var range = block.cells[row.firstCell + column].range
        if isGuarded, FormulaGuard.isMarked(bytes.extracting(range)) {
            range = (range.lowerBound + 1)..<range.upperBound
        }
        range = Whitespace.trimmed(bytes, range)
        if !range.isEmpty, let noDates, isDate[column] || !namesDates, Self.stands(range, in: bytes, for: noDates) {
            return range.lowerBound..<range.lowerBound
        }
        return range
    }

    /// Whether a value is one of these dates, whatever time or offset follows it.
    private static func stands(_ range: Range<Int>, in bytes: Span<UInt8>, for words: WordList) -> Bool {
        if words.index(of: bytes.extracting(range)) != nil { return true }
        for index in range where bytes[index] | 0x20 == UInt8(ascii: "t") || bytes[index] == UInt8(ascii: " ") {
            return words.index(of: bytes.extracting(range.lowerBound..<index)) != nil
        }
        guard range.count > 10 else { return false }
        return words.index(of: bytes.extracting(range.lowerBound..<(range.lowerBound + 10))) != nil
    }

    /// The column that a reference means in a row: the first that is filled in, or else the first; -1 for none.
    func column(
        _ reference: ColumnReference, _ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice,
        isGuarded: Bool
    ) -> Int {
        var first = -1
        for place in reference.places {
            let column: Int
            switch place {
            case .column(let own): column = own
            case .slice(let path): column = slices?.column(path, slice) ?? -1
            }
            guard column >= 0 else { continue }
            if reference.places.count == 1 || !value(ofColumn: column, row, block, isGuarded: isGuarded).isEmpty {
                return column
            }
            if first < 0 { first = column }
        }
        return first
    }

    func value(
        _ reference: ColumnReference, _ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice,
        isGuarded: Bool
    ) -> Range<Int> {
        value(
            ofColumn: column(reference, row, block, slice: slice, isGuarded: isGuarded), row, block,
            isGuarded: isGuarded)
    }

    // MARK: Slices

    /// For each level the slice that counts on the day of receipt: the latest that has begun, or the earliest to come;
    /// of slices without dates the first.
    func slice(_ row: RecordBlock.Row, _ block: RecordBlock) -> SliceTable.Choice {
        guard let slices else { return SliceTable.none }
        var choice = SliceTable.none
        var days: [Int: Int] = [:]
        for (number, level) in slices.levels.enumerated() {
            let around = slices.outer[number]
            var best = -1
            var bestKey: (day: Int, tie: Int)?
            for (index, slice) in level.slices.enumerated() {
                if around >= 0, slice.outer != Int(choice[around]) { continue }
                guard passes(slice, level, row, block) else { continue }
                let tie = self.number(value(ofColumn: slice.tie, row, block, isGuarded: false), block)
                let day = dayNumber(value(ofColumn: slice.from, row, block, isGuarded: false), block)
                let key = day.map { (day: $0, tie: tie) }
                if let (base, neighbour) = level.beside {
                    guard let key, let own = days[base], isNearer(key, than: bestKey, to: own, neighbour) else {
                        continue
                    }
                    (best, bestKey) = (index, key)
                } else if best < 0 || isBetter(key, than: bestKey) {
                    (best, bestKey) = (index, key)
                }
            }
            choice[number] = Int16(truncatingIfNeeded: best)
            days[number] = bestKey?.day
        }
        return choice
    }

    /// Of the days before or after another, the nearest.
    private func isNearer(
        _ one: (day: Int, tie: Int), than other: (day: Int, tie: Int)?, to own: Int,
        _ neighbour: SliceTable.Neighbour
    ) -> Bool {
        guard neighbour == .next ? one.day > own : one.day < own else { return false }
        guard let other else { return true }
        if one.day == other.day { return one.tie > other.tie }
        return neighbour == .next ? one.day < other.day : one.day > other.day
    }

    private func isBetter(_ one: (day: Int, tie: Int)?, than other: (day: Int, tie: Int)?) -> Bool {
        guard let one else { return false }
        guard let other else { return true }
        if one.day == other.day { return one.tie > other.tie }
        if (one.day <= day) != (other.day <= day) { return one.day <= day }
        return one.day <= day ? one.day > other.day : one.day < other.day
    }

    private func passes(
        _ slice: SliceTable.Slice, _ level: SliceTable.Level, _ row: RecordBlock.Row, _ block: RecordBlock
    ) -> Bool {
        guard slice.members.contains(where: { !value(ofColumn: $0, row, block, isGuarded: false).isEmpty }) else {
            return false
        }
        for (filter, column) in zip(level.filters, slice.filters) {
            let range = value(ofColumn: column, row, block, isGuarded: false)
            let isListed =
                range.isEmpty
                ? filter.takesEmpty : filter.words.index(of: block.bytes.span.extracting(range)) != nil
            if isListed == filter.isExcluding { return false }
        }
        return true
    }

    private func number(_ range: Range<Int>, _ block: RecordBlock) -> Int {
        var number = 0
        for index in range.prefix(15) {
            let digit = block.bytes[index] &- 0x30
            guard digit < 10 else { return number }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// Days since 1970 of a date; `nil` for what is none.
    private func dayNumber(_ range: Range<Int>, _ block: RecordBlock) -> Int? {
        guard !range.isEmpty, let date = dates.civil(block.bytes.span.extracting(range)) else { return nil }
        return CalendarDate(year: date.year, month: date.month, day: date.day)?.dayNumber
    }

    // MARK: Rules

    /// What the row asks for: the first rule that holds says it.
    func decision(
        _ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice, isGuarded: Bool
    ) -> (decision: RowDecision, pair: Int) {
        rules: for (index, rule) in rules.enumerated() {
            var unreadable = -1
            for term in rule.terms {
                switch holds(term, row, block, slice: slice, isGuarded: isGuarded) {
                case .holds: continue
                case .fails: continue rules
                case .unreadable(let column): unreadable = column
                }
            }
            // A date that cannot be read must not let the row slip through to a later rule.
            if unreadable >= 0 { return (.refused(.date(column: unreadable)), -1) }
            switch rule.outcome {
            case .request: return (.request(rule: index), -1)
            case .unchanged(let cause): return (.unchanged(cause), -1)
            case .unclear: return (.refused(.unclear(rule: index)), -1)
            case .change(let pairs):
                let changed = pairs.indices.filter {
                    hasChanged(pairs[$0].old, pairs[$0].new, row, block, slice: slice, isGuarded: isGuarded)
                }
                if changed.count == 1 { return (.request(rule: index), changed[0]) }
                if changed.count > 1 { return (.refused(.changes(rule: index)), -1) }
            }
        }
        return (.refused(.noRule), -1)
    }

    private enum Finding {
        case holds, fails
        case unreadable(column: Int)
    }

    private func holds(
        _ term: CompiledRule.Term, _ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice,
        isGuarded: Bool
    ) -> Finding {
        let column = column(term.column, row, block, slice: slice, isGuarded: isGuarded)
        let range = value(ofColumn: column, row, block, isGuarded: isGuarded)
        switch term.test {
        case .filled: return range.isEmpty ? .fails : .holds
        case .empty: return range.isEmpty ? .holds : .fails
        case .words(let words):
            return !range.isEmpty && words.index(of: block.bytes.span.extracting(range)) != nil ? .holds : .fails
        case .days(let days):
            if range.isEmpty { return .fails }
            guard let day = dayNumber(range, block) else { return .unreadable(column: column) }
            return days.contains(day - self.day) ? .holds : .fails
        case .differs(let other):
            return hasChanged(term.column, other, row, block, slice: slice, isGuarded: isGuarded) ? .holds : .fails
        }
    }

    /// An old value that is there and is not the new one: reports leave it empty where nothing has changed.
    func hasChanged(
        _ old: ColumnReference, _ new: ColumnReference, _ row: RecordBlock.Row, _ block: RecordBlock,
        slice: SliceTable.Choice,
        isGuarded: Bool
    ) -> Bool {
        guard old.isFound, new.isFound else { return false }
        let before = value(old, row, block, slice: slice, isGuarded: isGuarded)
        let after = value(new, row, block, slice: slice, isGuarded: isGuarded)
        return !before.isEmpty && block.bytes[before] != block.bytes[after]
    }

    // MARK: One row of a person

    /// Whether the row is the one that counts; `true` where the file does not tell rows of a person apart.
    func isPrimary(_ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice, isGuarded: Bool) -> Bool {
        guard let primary else { return true }
        let range = value(primary.column, row, block, slice: slice, isGuarded: isGuarded)
        return !range.isEmpty && primary.words.index(of: block.bytes.span.extracting(range)) != nil
    }

    /// The hash of who the row is about; `nil` where it does not say.
    func person(_ row: RecordBlock.Row, _ block: RecordBlock, slice: SliceTable.Choice, isGuarded: Bool) -> Hash128? {
        guard let primary else { return nil }
        let range = value(primary.person, row, block, slice: slice, isGuarded: isGuarded)
        guard !range.isEmpty else { return nil }
        var text = Array(block.bytes[range])
        CaseFolding.lower(&text)
        return Hash128(of: text.span)
    }
}
