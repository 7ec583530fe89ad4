/// Finds the header row: most often the first, but reports put titles above it.
///
/// - With names that the definitions know: the row with the most of them, at least two, among the first 20; when the
///   row directly above is as wide and knows two names as well, that one (systems write keys first, labels second).
/// - With fewer: the first row with the most frequent number of cells, three or more and all of them texts, if only
///   titles stand above it: one cell of several words each.
/// - Else the first row that is not empty.
///
/// Rows above a header of known names have at most half as many filled cells. Where one has more, it may be a record,
/// and nothing is passed over: the user is asked.
struct HeaderDetection {
    var name: String
    var knowsHeader: (String) -> Bool

    struct Found {
        /// Of the header, in `FirstRows.rows`.
        var index: Int
        var knownColumns: Int
        /// Of a row above it that may be a record.
        var doubtful: Int?
    }

    private static let rowsLookedAt = 20
    private static let longestName = 200

    /// `nil`: there is no row that is not empty.
    func header(in first: FirstRows) -> Found? {
        let candidates = first.rows.indices.filter { first.rows[$0].form != .empty }.prefix(Self.rowsLookedAt)
        guard let top = candidates.first else { return nil }
        let known = candidates.map { index in
            first.rows[index].form == .whole ? first.texts(of: first.rows[index]).count(where: isKnown) : 0
        }
        var best = 0
        for place in known.indices where known[place] > known[best] { best = place }
        if known[best] >= 2 {
            if best > 0, known[best - 1] >= 2, width(candidates[best - 1], first) == width(candidates[best], first) {
                best -= 1
            }
            return found(candidates[best], known[best], below: candidates.prefix(best), first)
        }
        if known[0] == 0, let place = firstOfUsualWidth(candidates, first) {
            let above = candidates.prefix(place)
            if above.allSatisfy({ isPlainTitle(first.rows[$0], first) }) {
                return Found(index: candidates[place], knownColumns: known[place])
            }
        }
        return Found(index: top, knownColumns: known[0])
    }

    /// The row on a line that the user has named as the header's.
    func header(in first: FirstRows, line: Int) throws(RecordError) -> Found {
        guard let index = first.rows.firstIndex(where: { $0.line == line && $0.form != .empty }) else {
            throw RecordError(
                .malformed, "\(name) has no row that starts on line \(line), which was set as the header's.")
        }
        return Found(index: index, knownColumns: 0)
    }

    /// - Throws: `RecordError` where the header cannot be told from a record above it.
    func requireClear(_ found: Found, in first: FirstRows) throws(RecordError) {
        guard let doubtful = found.doubtful else { return }
        let above = first.rows[doubtful].line
        let line = first.rows[found.index].line
        throw RecordError(
            .malformed,
            """
            \(name): line \(line) looks like the header, but line \(above) above it is no title, it may be a record. \
            Move the header to the top, or say which line it is with --header-line.
            """)
    }

    private func isKnown(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= Self.longestName && knowsHeader(name)
    }

    private func width(_ index: Int, _ first: FirstRows) -> Int { first.rows[index].cellCount }

    private func found(_ index: Int, _ known: Int, below above: ArraySlice<Int>, _ first: FirstRows) -> Found {
        let filled = first.filledCells(of: first.rows[index])
        return Found(
            index: index, knownColumns: known,
            doubtful: above.first { 2 * first.filledCells(of: first.rows[$0]) > filled })
    }

    private func firstOfUsualWidth(_ candidates: ArraySlice<Int>, _ first: FirstRows) -> Int? {
        var counts: [Int: Int] = [:]
        for index in candidates { counts[width(index, first), default: 0] += 1 }
        let usual = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
        guard let usual, usual >= 3 else { return nil }
        return candidates.indices.first { place in
            let row = first.rows[candidates[place]]
            return row.form == .whole && row.cellCount == usual && first.texts(of: row).allSatisfy(Self.isText)
        }
    }

    /// One filled cell of several words: a lone word may be the name of a column.
    private func isPlainTitle(_ row: RecordBlock.Row, _ first: FirstRows) -> Bool {
        let filled = first.texts(of: row).filter { !$0.isEmpty }
        return filled.count == 1 && filled[0].contains { $0 == " " || $0 == ":" }
    }

    /// Not empty, and no number, date or phone number.
    private static func isText(_ value: String) -> Bool {
        value.utf8.contains { $0 >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
    }
}
