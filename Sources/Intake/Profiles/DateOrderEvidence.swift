package import Records
package import ServiceCatalog

/// What the dates of a whole file say about the order of day and month.
///
/// One cell cannot tell; a column can: where some date has a day after the twelfth, and no date speaks against it, all
/// of them are meant that way.
package struct DateOrderEvidence: Sendable {
    /// Dates with slashes or hyphens have been seen.
    package private(set) var isNeeded = false
    private var fitsDayFirst = true
    private var fitsMonthFirst = true

    package init() {}

    /// Looks at the cells of a block, in these columns.
    package mutating func add(_ block: RecordBlock, columns: [Int]) {
        let bytes = block.bytes.span
        for row in block.rows where row.form == .whole || row.form == .ragged {
            for column in columns where column < row.cellCount {
                let range = Whitespace.trimmed(bytes, block.cells[row.firstCell + column].range)
                guard !range.isEmpty, let readings = DateFormat.readings(of: bytes.extracting(range)) else { continue }
                isNeeded = true
                if !readings.dayFirst { fitsDayFirst = false }
                if !readings.monthFirst { fitsMonthFirst = false }
            }
        }
    }

    /// The order that all dates bear out and some prove; `nil` where none does, or they contradict each other.
    package var order: DateOrder? {
        guard isNeeded, fitsDayFirst != fitsMonthFirst else { return nil }
        return fitsDayFirst ? .dayMonthYear : .monthDayYear
    }

    /// The dates contradict each other.
    package var isContradictory: Bool { isNeeded && !fitsDayFirst && !fitsMonthFirst }
}
