import Sinks

/// What an import must not exceed before a person has looked at it: limits that a faulty export breaks and a real one
/// hardly ever does.
///
/// A guard looks at the batch as a whole, when all rows have been judged and nothing has been filed yet.
package struct Guards: Sendable, Equatable {
    /// Fewer rows than this hold the batch; 0 lets even an empty file pass.
    package var minimumRows: Int
    /// The share of rows, 0 to 1, by which a batch may be smaller than the last one of the same source.
    package var largestDrop: Double?
    package var joiners: Limit
    package var leavers: Limit
    package var changes: Limit
    /// A file whose last record breaks off is held.
    package var holdsCutFile: Bool

    /// No limit at all: what a person at a terminal sees, and answers for.
    package static let off = Guards(
        minimumRows: 0, largestDrop: nil, joiners: Limit(), leavers: Limit(), changes: Limit(), holdsCutFile: false)
    /// For files that nobody looks at before they are imported.
    package static let unattended = Guards(
        minimumRows: 1, largestDrop: 0.5, joiners: Limit(), leavers: Limit(rows: 50, share: 0.5), changes: Limit(),
        holdsCutFile: true)

    package init(
        minimumRows: Int, largestDrop: Double?, joiners: Limit, leavers: Limit, changes: Limit, holdsCutFile: Bool
    ) {
        self.minimumRows = minimumRows
        self.largestDrop = largestDrop
        self.joiners = joiners
        self.leavers = leavers
        self.changes = changes
        self.holdsCutFile = holdsCutFile
    }

    /// How many requests of one kind may come in one batch. Where both numbers are set, both must be exceeded: ten
    /// leavers of ten rows are a small file, fifty of a thousand an ordinary day.
    package struct Limit: Sendable, Equatable {
        package var rows: Int?
        /// Of the rows of the batch, 0 to 1.
        package var share: Double?

        package init(rows: Int? = nil, share: Double? = nil) {
            self.rows = rows
            self.share = share
        }

        func isExceeded(by count: Int, of all: Int) -> Bool {
            guard rows != nil || share != nil else { return false }
            let overRows = rows.map { count > $0 } ?? true
            let overShare = share.map { Double(count) > $0 * Double(all) } ?? true
            return overRows && overShare
        }
    }

    /// What the guards look at.
    package struct Counts: Sendable, Equatable {
        /// Records read.
        package var rows: Int
        /// Records of the last finished batch of the same source; `nil` when there was none.
        package var lastRows: Int?
        package var joiners: Int
        package var leavers: Int
        package var changes: Int
        /// The line on which the last record begins, when it breaks off.
        package var cutLine: Int?

        package init(
            rows: Int, lastRows: Int? = nil, joiners: Int = 0, leavers: Int = 0, changes: Int = 0, cutLine: Int? = nil
        ) {
            self.rows = rows
            self.lastRows = lastRows
            self.joiners = joiners
            self.leavers = leavers
            self.changes = changes
            self.cutLine = cutLine
        }
    }

    /// Why the batch is held, a sentence for each guard that it breaks; empty when it may go on.
    package func objections(to counts: Counts) -> [String] {
        var objections: [String] = []
        let rows = Figures.counted(counts.rows, "row")
        if counts.rows < minimumRows {
            objections.append("The file has \(rows); at least \(Figures.grouped(minimumRows)) are expected.")
        }
        if let largestDrop, let last = counts.lastRows, last > 0,
            Double(last - counts.rows) > largestDrop * Double(last)
        {
            objections.append(
                "The file has \(rows) where the last one of its kind had \(Figures.grouped(last)): it may have been cut "
                    + "short.")
        }
        if holdsCutFile, let line = counts.cutLine {
            objections.append(
                "The file breaks off within its last record, which begins in line \(Figures.grouped(line)).")
        }
        for (limit, count, what) in [
            (joiners, counts.joiners, "new users"), (leavers, counts.leavers, "people who leave"),
            (changes, counts.changes, "changes"),
        ] where limit.isExceeded(by: count, of: counts.rows) {
            objections.append("\(Figures.grouped(count)) of \(rows) are \(what); the limit is \(limit.words).")
        }
        return objections
    }
}

extension Guards.Limit {
    /// `50 rows and 20 % of the file`.
    var words: String {
        let percent = share.map { share in
            let tenths = Int((share * 1000).rounded())
            return "\(tenths / 10)\(tenths % 10 == 0 ? "" : ".\(tenths % 10)") % of the file"
        }
        return [rows.map { Figures.counted($0, "row") }, percent].compactMap(\.self).joined(separator: " and ")
    }
}
