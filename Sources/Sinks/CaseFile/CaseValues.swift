import ServiceLevels
import ServiceCatalog
import Intake
import Records

/// One case as names and values, for the formats that name each value.
struct CaseValues {
    var record: Int
    /// Column and value, in the columns' order; only what has a value.
    var pairs: [(name: String, value: String)]
    /// `record` and `line` are numbers, all else is text.
    static let numbers: Set<String> = ["record", "line"]

    /// Hands each accepted row of a block to `body`.
    static func forEach(in block: borrowing JudgedBlock, _ layout: CaseLayout, _ body: (CaseValues) -> Void) -> Int {
        let intake = layout.intake
        var record = block.firstRecord
        var rows = 0
        for index in block.verdicts.rows.indices {
            let verdict = block.verdicts.rows[index]
            guard verdict.outcome == .accepted else {
                if verdict.outcome != .skipped { record += 1 }
                continue
            }
            let service = intake.services[Int(verdict.service)]
            let region = intake.regions[Int(verdict.region)]
            let due = intake.due(of: verdict)
            var pairs: [(name: String, value: String)] = [
                ("case_id", verdict.caseID.description), ("record", "\(record)"),
                ("line", "\(block.records.rows[index].line)"), ("macd", verdict.kind.rawValue),
                ("product", service.product.name), ("service", service.service.name),
            ]
            let fields = zip(layout.fieldNames, layout.positions[Int(verdict.service)])
            let date = ("effective_date", layout.datePositions[Int(verdict.service)])
            for (name, position) in Array(fields) + [date] where position >= 0 {
                let text = intake.text(ofField: position, verdict, block.verdicts, block.records)
                if !text.isEmpty { pairs.append((name, text)) }
            }
            pairs += [
                ("region", region.id), ("received_at", intake.options.receivedAt.description),
                ("due_at", due.instant.description), ("service_level", due.level.id),
            ]
            let warnings = layout.warnings(of: verdict, in: block)
            if !warnings.isEmpty { pairs.append(("warnings", warnings)) }
            body(CaseValues(record: record, pairs: pairs))
            record += 1
            rows += 1
        }
        return rows
    }
}
