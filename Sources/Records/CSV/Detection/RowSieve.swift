/// Marks rows that are no records while the file is read: the header once more, and footers.
///
/// It runs over every row of every file, so a row is let go by its first cell's length and first byte; only what passes
/// is compared whole.
struct RowSieve: Sendable {
    private let header: HeaderCells
    /// The labels under the header, where the file has such a row.
    private let second: HeaderCells?
    private let width: Int
    private let firstLength: Int
    private let footerBeginnings = FooterWords.beginnings
    /// The last row was a repeated header.
    private var isUnderHeader = false

    init(header: HeaderCells, second: HeaderCells?) {
        self.header = header
        self.second = second
        width = header.values.count
        firstLength = header.values.first?.count ?? 0
    }

    mutating func mark(_ block: inout RecordBlock) {
        var index = nextCandidate(in: block, from: 0)
        while let row = index {
            mark(row, of: &block)
            index = nextCandidate(in: block, from: row &+ 1)
        }
    }

    /// The next row that may be no record, by its first cell.
    private func nextCandidate(in block: borrowing RecordBlock, from start: Int) -> Int? {
        let (rows, cells, bytes) = (block.rows.span, block.cells.span, block.bytes.span)
        for index in start..<rows.count where rows[unchecked: index].cellCount > 0 {
            let first = cells[rows[unchecked: index].firstCell]
            if mayBeHeader(first) || !first.isEmpty && footerBeginnings.fit(bytes, first.range) { return index }
        }
        return nil
    }

    @inline(__always)
    private func mayBeHeader(_ first: RecordBlock.Cell) -> Bool {
        first.length == firstLength || first.length == firstLength &+ 3 || isUnderHeader
    }

    private mutating func mark(_ index: Int, of block: inout RecordBlock) {
        let row = block.rows[index]
        let first = block.cells[row.firstCell]
        if mayBeHeader(first) {
            if let cause = headerCause(row, block) {
                block.rows[index].form = .skipped(cause)
                isUnderHeader = cause == .repeatedHeader && second != nil
                return
            }
            isUnderHeader = false
        }
        guard !first.isEmpty, footerBeginnings.fit(block.bytes.span, first.range) else { return }
        var filled = 1
        var other = 0
        for cell in (row.firstCell &+ 1)..<(row.firstCell &+ row.cellCount) where !block.cells[cell].isEmpty {
            filled &+= 1
            if filled > 2 { break }
            other = cell
        }
        guard filled <= 2, canBeFooter(row) else { return }
        if isFooter(first, filled == 2 ? block.cells[other] : nil, block) {
            block.rows[index].form = .skipped(.footer)
        }
    }

    private func isFooter(_ first: RecordBlock.Cell, _ second: RecordBlock.Cell?, _ block: RecordBlock) -> Bool {
        FooterWords.areIn(block.bytes[first.range], second.map { block.bytes[$0.range] })
    }

    /// In a file of one or two columns every row has at most two filled cells: there only a lone cell counts.
    private func canBeFooter(_ row: RecordBlock.Row) -> Bool {
        switch row.form {
        case .whole: width > 2
        case .ragged: row.cellCount < width
        default: false
        }
    }

    private func headerCause(_ row: RecordBlock.Row, _ block: RecordBlock) -> SkipCause? {
        // In a file of one column a name may be a value.
        guard row.form == .whole, width > 1 else { return nil }
        if equals(row, block, header) { return .repeatedHeader }
        if isUnderHeader, let second, equals(row, block, second) { return .secondHeader }
        return nil
    }

    /// Files that were put together keep the byte order mark of each.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private func equals(_ row: RecordBlock.Row, _ block: RecordBlock, _ cells: HeaderCells) -> Bool {
        for (index, value) in cells.values.enumerated() {
            var found = block.bytes[block.cells[row.firstCell + index].range]
            if index == 0, found.starts(with: Self.byteOrderMark), !value.starts(with: Self.byteOrderMark) {
                found = found.dropFirst(3)
            }
            guard found.elementsEqual(value) else { return false }
        }
        return true
    }
}
