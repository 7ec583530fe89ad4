import Intake
import Records
import Sinks

/// A block of rows on its way through an import, with all the storage that this takes: used again and again.
///
/// At any time exactly one worker has it. That, and not a lock, is why it may be `@unchecked Sendable`; as a value it would
/// be copied whole from step to step.
final class Workpiece: @unchecked Sendable {
    let plan: BlockPlan
    var block = JudgedBlock()
    /// What the ledger is asked.
    var requests: CaseFiling.Requests
    /// What goes to each of the files, in the files' order.
    let outputs: [Output]
    private var judge: RowJudge

    final class Output {
        var buffer = OutputBuffer(capacity: 1 << 12)
        var rows = 0
    }

    init(_ plan: BlockPlan) {
        self.plan = plan
        judge = RowJudge(plan.intake)
        requests = CaseFiling.Requests(plan.intake)
        outputs = plan.renderers.map { _ in Output() }
    }

    /// Verdicts on all rows, each by itself.
    func judgeRows() {
        judge.reshape(&block.records)
        judge.judge(block.records, into: &block.verdicts)
    }

    /// Reasons in words, and the bytes for each file.
    func render() {
        block.explain(plan.intake)
        for (renderer, output) in zip(plan.renderers, outputs) {
            output.buffer.removeAll()
            output.rows = renderer.render(block, into: &output.buffer)
        }
    }
}
