import Intake
import ServiceCatalog

/// Holds the accepted rows of one file against what is left of the month's allowance.
///
/// Which rows have a place is known only when all are known, leavers and the soonest dates coming first. So a file that
/// goes beyond the allowance is judged twice: the first time to find out, the second time to hold or warn.
struct AllowanceCheck {
    let allowance: Allowance
    /// Cases of the month before this file.
    let used: Int
    private var queue = AllowanceQueue()
    /// The ranks of the rows without a place, ascending; empty the first time.
    private var beyond: [UInt64] = []

    init(_ allowance: Allowance, used: Int) {
        self.allowance = allowance
        self.used = used
    }

    var left: Int { max(0, allowance.monthlyCases - used) }
    /// Rows of this file that became, or would become, cases.
    private(set) var asked = 0

    /// For judging the file once more; `nil` when every row has a place.
    func secondPass() -> AllowanceCheck? {
        let beyond = queue.beyond(places: left)
        guard !beyond.isEmpty else { return nil }
        var again = AllowanceCheck(allowance, used: used)
        again.beyond = beyond
        again.asked = asked
        return again
    }

    /// How many rows have no place.
    var rowsBeyond: Int { beyond.count }

    /// The first time: notes the rows that became cases.
    mutating func note(_ block: borrowing JudgedBlock, _ intake: Intake) {
        guard beyond.isEmpty else { return }
        var record = block.firstRecord
        for verdict in block.verdicts.rows where verdict.outcome != .skipped {
            if verdict.outcome == .accepted {
                asked += 1
                queue.add(rank(verdict, record, block, intake))
            }
            record += 1
        }
    }

    /// The second time: holds the rows without a place, or warns of them.
    func apply(to block: inout JudgedBlock, _ intake: Intake) {
        guard !beyond.isEmpty else { return }
        var record = block.firstRecord
        for index in block.verdicts.rows.indices where block.verdicts.rows[index].outcome != .skipped {
            let verdict = block.verdicts.rows[index]
            if verdict.outcome == .accepted, beyond.hasSorted(rank(verdict, record, block, intake)) {
                let isHeld = allowance.policy == .hold
                block.settle(
                    row: index, as: isHeld ? .held : .accepted,
                    because: Reason(
                        code: ReasonCode.allowanceOver.code, grade: .warning,
                        sentence: isHeld
                            ? "The month's allowance of \(allowance.monthlyCases) cases is used up before this row's turn comes. Import the file again when there is room."
                            : "This case is beyond the month's allowance of \(allowance.monthlyCases) cases."))
            }
            record += 1
        }
    }

    private func rank(
        _ verdict: RowVerdict, _ record: Int, _ block: borrowing JudgedBlock, _ intake: Intake
    ) -> UInt64 {
        AllowanceQueue.rank(
            isLeaver: verdict.kind == .deletion, date: intake.effectiveDate(of: verdict, in: block) ?? 0,
            record: record)
    }
}
