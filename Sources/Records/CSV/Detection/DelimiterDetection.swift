/// Finds the delimiter by what the file would be with each candidate, and says so when two fit equally well.
///
/// The header counts most: the candidate under which more columns have a name that the definitions know. Where no
/// name is known, the candidate under which the first rows agree with the header in their number of cells.
struct DelimiterDetection {
    var name: String
    var header: HeaderDetection

    /// How a file looks with one delimiter; a greater fit is a better one.
    private struct Fit: Comparable {
        var knownColumns = 0
        var isSplit = false
        /// Of the first rows, in thousandths.
        var agreeingRows = 0
        var columns = 0

        static func < (one: Fit, other: Fit) -> Bool {
            (one.knownColumns, one.isSplit ? 1 : 0, one.agreeingRows, one.columns)
                < (other.knownColumns, other.isSplit ? 1 : 0, other.agreeingRows, other.columns)
        }
    }

    /// - Throws: `RecordError` where two delimiters fit equally well.
    func delimiter(of bytes: ArraySlice<UInt8>, isWhole: Bool) throws(RecordError) -> UInt8 {
        let fits = CSVDialect.delimiters.map { delimiter in
            (delimiter: delimiter, fit: fit(FirstRows(bytes, delimiter: delimiter, isWhole: isWhole, line: 1)))
        }
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

    private func fit(_ first: FirstRows) -> Fit {
        guard let found = header.header(in: first) else { return Fit() }
        let row = first.rows[found.index]
        guard row.form == .whole else { return Fit() }
        let others = first.rows[(found.index + 1)...].filter { $0.form != .empty }.prefix(100)
        let agreeing = others.count { $0.cellCount == row.cellCount }
        return Fit(
            knownColumns: found.knownColumns, isSplit: row.cellCount > 1,
            agreeingRows: others.isEmpty ? 1000 : agreeing * 1000 / others.count, columns: row.cellCount)
    }
}
