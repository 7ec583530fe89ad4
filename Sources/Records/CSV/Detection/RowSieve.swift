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
        for index in block.rows.indices {
            let count = block.rows[index].cellCount
            guard count > 0 else { continue }
            let firstCell = block.rows[index].firstCell
            let first = block.cells[firstCell]
            let length = first.length
            if length == firstLength || length == firstLength &+ 3 || isUnderHeader {
                if let cause = headerCause(block.rows[index], block) {
                    block.rows[index].form = .skipped(cause)
                    isUnderHeader = cause == .repeatedHeader && second != nil
                    continue
                }
                isUnderHeader = false
            }
            guard length > 0, footerBeginnings.fit(block.bytes, first.range) else { continue }
            var filled = 1
            var other = 0
            for cell in (firstCell &+ 1)..<(firstCell &+ count) where !block.cells[cell].isEmpty {
                filled &+= 1
                if filled > 2 { break }
                other = cell
            }
            guard filled <= 2, canBeFooter(block.rows[index]) else { continue }
            if isFooter(first, filled == 2 ? block.cells[other] : nil, block) {
                block.rows[index].form = .skipped(.footer)
            }
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
