package import Records
import ServiceCatalog

/// A block of records with its verdicts: what is handed to the sinks.
package struct JudgedBlock: Sendable {
    package var records = RecordBlock()
    package var verdicts = VerdictBlock()
    /// The number of the block's first record; 1 for the file's first.
    package var firstRecord = 1
    /// The rejected rows in file order.
    package private(set) var rejections: [Rejection] = []
    /// What is said of them: there after `explain`.
    package private(set) var words = RejectionWords()
    private var duplicates: [Duplicate] = []
    private var memo = ReasonMemo()

    package init() {}

    /// One rejected row.
    package struct Rejection: Sendable {
        /// Its index in the block.
        package var row: Int
        package var record: Int
        package var words = RejectionWords.Row()
    }

    /// A row whose key an earlier one had, as long as that has not been said in words.
    private struct Duplicate: Sendable {
        var row: Int
        var key: Hash128
        var first: DuplicateIndex.First
    }

    /// Settles, in file order, what no row can know by itself: its number, and whether an earlier row asked for the same.
    ///
    /// Blocks wait for each other here, so no words are made yet: that is for `explain`.
    /// - Returns: the number of the next block's first record.
    /// - Throws: where there are more records than can be told apart.
    package mutating func settle(_ index: inout DuplicateIndex, firstRecord: Int) throws(RecordError) -> Int {
        guard verdicts.rows.count <= DuplicateIndex.mostRecords - firstRecord else {
            throw RecordError(
                .malformed,
                "The file has more than \(DuplicateIndex.mostRecords) records, among which duplicates are not found any "
                    + "more. Split it into smaller files.")
        }
        self.firstRecord = firstRecord
        rejections.removeAll(keepingCapacity: true)
        duplicates.removeAll(keepingCapacity: true)
        var record = firstRecord
        index.makeReady(upTo: firstRecord + verdicts.rows.count)
        for row in verdicts.rows.indices.prefix(Self.lookahead) { prefetch(row, index) }
        for row in verdicts.rows.indices {
            prefetch(row &+ Self.lookahead, index)
            if case .skipped = verdicts.rows[row].outcome { continue }
            var isRejected = verdicts.rows[row].outcome == .rejected
            if let key = verdicts.rows[row].key,
                let first = index.insert(key, record: record, isRejected: isRejected),
                !verdicts.rows[row].isKnownDuplicate
            {
                duplicates.append(Duplicate(row: row, key: key, first: first))
                verdicts.rows[row].outcome = .rejected
                isRejected = true
            }
            if isRejected { rejections.append(Rejection(row: row, record: record)) }
            record &+= 1
        }
        return record
    }

    /// How many rows ahead the duplicate index is told of a key.
    private static let lookahead = 16

    @inline(__always)
    private func prefetch(_ row: Int, _ index: borrowing DuplicateIndex) {
        if row < verdicts.rows.count, let key = verdicts.rows[row].key { index.prefetch(key) }
    }

    /// Says in words why rows were rejected. Blocks do this by themselves, once they have been settled.
    ///
    /// - Parameter intake: the same for all that this block is used for: it remembers what was said.
    package mutating func explain(_ intake: Intake) {
        explainDuplicates(intake)
        words.removeAll()
        for index in rejections.indices {
            intake.say(
                verdicts.rows[rejections[index].row], in: verdicts, block: records, memo: &memo, into: &words)
            rejections[index].words = words.endRow()
        }
    }

    private mutating func explainDuplicates(_ intake: Intake) {
        guard !duplicates.isEmpty else { return }
        var sentence = OutputBuffer(capacity: 512)
        for duplicate in duplicates {
            let verdict = verdicts.rows[duplicate.row]
            let isAsBefore = duplicate.first.isRejected && verdict.duplicateReason >= 0
            let reason =
                isAsBefore
                ? verdicts.reasons[Int(verdict.duplicateReason)]
                : intake.duplicateReason(
                    of: duplicate.key, first: duplicate.first, row: verdict, in: self, sentence: &sentence)
            settle(row: duplicate.row, as: .rejected, because: reason)
        }
        duplicates.removeAll(keepingCapacity: true)
    }

    /// Gives a row that has been judged another end, or a warning more, and says why: its findings move to the end of the
    /// list.
    package mutating func settle(row index: Int, as outcome: RowOutcome, because reason: Reason) {
        let verdict = verdicts.rows[index]
        let start = verdicts.findings.count
        verdicts.findings.append(
            contentsOf: verdicts.findings[verdict.firstFinding..<(verdict.firstFinding + verdict.findingCount)])
        verdicts.findings.append(Finding(reason: verdicts.reasons.count, grade: reason.grade))
        verdicts.reasons.append(reason)
        verdicts.rows[index].firstFinding = start
        verdicts.rows[index].findingCount = verdict.findingCount + 1
        verdicts.rows[index].outcome = outcome
    }

    /// Rejects a row after the block has been settled.
    package mutating func reject(row index: Int, because reason: Reason) {
        settle(row: index, as: .rejected, because: reason)
        let record = firstRecord + verdicts.rows[..<index].count { $0.outcome != .skipped }
        let place = rejections.firstIndex { $0.row > index } ?? rejections.endIndex
        rejections.insert(Rejection(row: index, record: record), at: place)
    }
}
