/// Whether a row could be read as cells, and if not, why.
public enum RowForm: Sendable, Equatable {
    case whole
    /// Every cell is empty: a row that a spreadsheet left behind.
    case empty
    /// It has another number of cells than the header.
    case ragged
    /// A quote that opened on this line never closes.
    case openQuote(line: Int)
    /// Text follows a closing quote on this line.
    case textAfterQuote(line: Int)
    /// The row is longer than a record may be; its text is not kept whole.
    case tooLong
    /// It holds what its format does not have: `RecordBlock.faults`.
    case invalid
    /// It is no record at all, however it is formed.
    case skipped(SkipCause)
}

/// Why a row of a file is no record.
public enum SkipCause: String, Sendable, CaseIterable {
    /// It stands above the header: a report's title, its date, its filters.
    case titleRow = "title row"
    /// Every cell is empty.
    case emptyRow = "row of empty cells"
    /// The header once more: files that were put together, or printed by pages.
    case repeatedHeader = "repeated header"
    /// Labels under a header of keys.
    case secondHeader = "second header row"
    /// A total or a closing line.
    case footer = "footer"
}
