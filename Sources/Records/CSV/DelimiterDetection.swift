/// Finds the delimiter by what the file would be with each candidate, and says so when two fit equally well.
///
/// The header counts most: the candidate under which more columns have a name that the definitions know. Where no
/// name is known, the candidate under which the first rows agree with the header in their number of cells.
struct DelimiterDetection {
    var name: String
    var knowsHeader: (String) -> Bool

    /// How a file looks with one delimiter; a greater fit is a better one.
    private struct Fit: Comparable {
        var knownColumns: Int
        var isSplit: Bool
        /// Of the first rows, in thousandths.
        var agreeingRows: Int
        var columns: Int

        static func < (one: Fit, other: Fit) -> Bool {
            (one.knownColumns, one.isSplit ? 1 : 0, one.agreeingRows, one.columns)
                < (other.knownColumns, other.isSplit ? 1 : 0, other.agreeingRows, other.columns)
        }
    }

    func delimiter(of bytes: ArraySlice<UInt8>, isWhole: Bool) throws -> UInt8 {
        let sample = Array(bytes.prefix(64 << 10))
        let isLast = isWhole && sample.count == bytes.count
        let fits = CSVDialect.delimiters.map { (delimiter: $0, fit: fit(of: sample, delimiter: $0, isLast: isLast)) }
        guard let best = fits.max(by: { $0.fit < $1.fit }), best.fit.isSplit else {
            return UInt8(ascii: ",")  // one column: no delimiter can be told, and none is needed
        }
        let equals = fits.filter { !($0.fit < best.fit) }
        guard equals.count == 1 else {
            let names = equals.map { CSVDialect.name(ofDelimiter: $0.delimiter) }.joined(separator: " and ")
            throw RecordError(
                .malformed,
                "\(name): \(names) separate the cells of this file equally well. Say which with --delimiter.")
        }
        return best.delimiter
    }

    private func fit(of sample: [UInt8], delimiter: UInt8, isLast: Bool) -> Fit {
        var scanner = CSVScanner(delimiter: delimiter, quote: UInt8(ascii: "\""), width: 0)
        var block = RecordBlock()
        block.bytes = sample
        _ = scanner.scan(&block, isLast: true)
        // The last row of a sample may be cut.
        let rows = block.rows.filter { $0.form != .empty }.prefix(isLast ? 100 : max(1, min(100, block.rows.count - 1)))
        guard let header = rows.first, header.form == .whole else {
            return Fit(knownColumns: 0, isSplit: false, agreeingRows: 0, columns: 0)
        }
        let names = block.cells(of: header).map { block.string(of: $0).trimmingEdges() }
        let others = rows.dropFirst()
        let agreeing = others.filter { $0.cellCount == header.cellCount }.count
        return Fit(
            knownColumns: names.filter { !$0.isEmpty && knowsHeader($0) }.count, isSplit: header.cellCount > 1,
            agreeingRows: others.isEmpty ? 1000 : agreeing * 1000 / others.count, columns: header.cellCount)
    }
}
