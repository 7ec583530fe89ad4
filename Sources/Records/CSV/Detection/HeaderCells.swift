/// The cells of a header as they stand in the file, to know the same row, or one like it, further down.
struct HeaderCells: Sendable, Equatable {
    let values: [[UInt8]]

    init(_ row: RecordBlock.Row, in block: RecordBlock) {
        values = block.cells(of: row).map { Array(block.bytes[$0.range]) }
    }

    /// Why a row directly under the header is no record: it is the header again, or a second one, of labels.
    ///
    /// A second header is as wide, and most of its cells, two at least, are names that the definitions know or the
    /// header's own names but for case, spaces and punctuation. Where one is expected, two are enough.
    func cause(under row: HeaderCells, isExpected: Bool = false, knowsHeader: (String) -> Bool) -> SkipCause? {
        guard row.values.count == values.count, row.values.count > 1 else { return nil }
        if self == row { return .repeatedHeader }
        var filled = 0
        var alike = 0
        for (value, name) in zip(row.values, values) where !value.isEmpty {
            filled += 1
            let text = String(decoding: value, as: UTF8.self).trimmingEdges()
            if Self.plain(value) == Self.plain(name) || (value.count <= 200 && knowsHeader(text)) { alike += 1 }
        }
        return alike >= 2 && (isExpected || alike * 2 > filled) ? .secondHeader : nil
    }

    /// Without case and without what is neither letter nor digit in ASCII.
    private static func plain(_ value: [UInt8]) -> [UInt8] {
        value.compactMap { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
            default: nil
            }
        }
    }
}
