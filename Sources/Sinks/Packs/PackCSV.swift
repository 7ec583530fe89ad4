import ServiceLevels
package import Intake
package import Records
package import ServiceCatalog

/// A submission pack: the accepted requests of one service as a table with the portal's labels, for one case there.
package struct PackCSV: BlockRenderer {
    private let intake: Intake
    private let service: Int
    private let fields: [Int]

    package init(_ intake: Intake, service: Int) {
        self.intake = intake
        self.service = service
        let definition = intake.services[service]
        fields = definition.fields.indices.filter { definition.fields[$0].isInCase }
    }

    /// Such as `8x8-work-new-user-set-up.csv`.
    package static func name(of service: ServiceDefinition) -> String {
        let words = "\(service.product.name) \(service.service.name)".lowercased()
        let parts = words.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return (parts.isEmpty ? service.id : parts.joined(separator: "-")) + ".csv"
    }

    package func renderStart(into output: inout OutputBuffer) {
        output.append([0xEF, 0xBB, 0xBF])
        output.append("Case,Record")
        for field in fields {
            output.append(UInt8(ascii: ","))
            output.appendSpreadsheetCell(intake.services[service].fields[field].label, delimiter: UInt8(ascii: ","))
        }
        output.append(",Due\r\n")
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let comma = UInt8(ascii: ",")
        var record = block.firstRecord
        var rows = 0
        for index in block.verdicts.rows.indices {
            let verdict = block.verdicts.rows[index]
            if verdict.outcome == .accepted, Int(verdict.service) == service {
                output.append(verdict.caseID)
                output.append(comma)
                output.append(decimal: record)
                for field in fields {
                    output.append(comma)
                    let value = intake.value(ofField: field, verdict, block.verdicts, block.records)
                    let text =
                        value.isCanonical
                        ? block.verdicts.canonical.span.extracting(value.range)
                        : block.records.bytes.span.extracting(value.range)
                    output.appendSpreadsheetCell(text, delimiter: comma)
                }
                output.append(comma)
                output.append(intake.due(of: verdict).instant.description)
                output.append("\r\n")
                rows += 1
            }
            if verdict.outcome != .skipped { record += 1 }
        }
        return rows
    }
}
