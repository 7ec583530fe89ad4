import Intake
import Records
import Sinks

/// A block of rows on its way through an import, with all the storage that this takes: used again and again.
///
/// It is passed from the coordinator to a worker and back, and at any time exactly one of them has it: the coordinator
/// touches it again only after it has awaited the worker's task. That, and not a lock, is why it may be `@unchecked
/// Sendable`; as a value it would be copied whole at each hand-over.
final class Workpiece: @unchecked Sendable {
    var block = JudgedBlock()
    /// What the ledger is asked.
    var requests = CaseFiling.Requests()
    /// What goes to each of the files, in the files' order.
    let outputs: [Output]
    private var judge: RowJudge

    final class Output {
        var buffer = OutputBuffer(capacity: 1 << 12)
        var rows = 0
    }

    init(_ intake: Intake, outputCount: Int) {
        judge = RowJudge(intake)
        outputs = (0..<outputCount).map { _ in Output() }
    }

    /// Verdicts on all rows: the first part of a worker's task.
    func judgeRows() {
        judge.reshape(&block.records)
        judge.judge(block.records, into: &block.verdicts)
    }

    /// Reasons in words, and the bytes for each file: its last part.
    func render(_ intake: Intake, _ renderers: [any BlockRenderer]) {
        block.explain(intake)
        for (renderer, output) in zip(renderers, outputs) {
            output.buffer.removeAll()
            output.rows = renderer.render(block, into: &output.buffer)
        }
    }
}
