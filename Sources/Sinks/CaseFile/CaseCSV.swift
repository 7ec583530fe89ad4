import ServiceLevels
import ServiceCatalog
package import Intake
package import Records

/// The cases file as CSV for machines: comma, LF, UTF-8 without a byte order mark, values raw.
package struct CaseCSV: BlockRenderer {
    private let layout: CaseLayout
    private let macds: [[UInt8]]
    private let levels: [[UInt8]]
    private let regions: [[UInt8]]
    /// The source's cells are parted by something else, so a bare comma may stand in any of them.
    private let needsCheck: Bool

    package init(_ layout: CaseLayout, sourceDelimiter: UInt8) {
        self.layout = layout
        needsCheck = sourceDelimiter != Self.comma
        macds = CaseKind.all.map { Array($0.rawValue.utf8) }
        regions = layout.intake.regions.map { Self.cell($0.id) }
        levels = layout.intake.regions.first?.dues.map { Self.cell($0.level.id) } ?? []
    }

    private static let comma = UInt8(ascii: ",")

    private static func cell(_ text: String) -> [UInt8] {
        var buffer = OutputBuffer(capacity: 64)
        buffer.appendCell(text, delimiter: comma)
        return Array(buffer.bytes)
    }

    package func renderStart(into output: inout OutputBuffer) {
        output.append(layout.columns.joined(separator: ","))
        output.append(0x0A)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let bytes = block.records.bytes.span
        let canonical = block.verdicts.canonical.span
        var record = block.firstRecord
        var rows = 0
        for index in block.verdicts.rows.indices {
            let verdict = block.verdicts.rows[index]
            guard verdict.outcome == .accepted else {
                if verdict.outcome == .rejected { record &+= 1 }
                continue
            }
            let service = Int(verdict.service)
            verdict.caseID.forEachByte { output.append($0) }
            output.append(Self.comma)
            output.append(decimal: record)
            output.append(Self.comma)
            output.append(decimal: block.records.rows[index].line)
            output.append(Self.comma)
            output.append(macds[CaseKind.index(of: verdict.kind)])
            output.append(layout.serviceCells[service])
            let fields = layout.positions[service]
            for position in fields.indices {
                output.append(Self.comma)
                if fields[position] >= 0 {
                    Self.append(
                        block.verdicts.values[verdict.firstValue &+ fields[position]], bytes, canonical, needsCheck,
                        &output)
                }
            }
            output.append(Self.comma)
            let date = layout.datePositions[service]
            if date >= 0 {
                Self.append(block.verdicts.values[verdict.firstValue &+ date], bytes, canonical, needsCheck, &output)
            }
            let level = layout.level(of: verdict)
            output.append(Self.comma)
            output.append(regions[Int(verdict.region)])
            output.append(Self.comma)
            output.append(layout.receivedAt)
            output.append(Self.comma)
            output.append(layout.dueAt[Int(verdict.region)][level])
            output.append(Self.comma)
            output.append(levels[level])
            output.append(Self.comma)
            if verdict.findingCount > 0 {
                output.appendCell(layout.warnings(of: verdict, in: block), delimiter: Self.comma)
            }
            output.append(0x0A)
            record &+= 1
            rows &+= 1
        }
        return rows
    }

    /// A value that stood without quotes in a file with commas needs none here either.
    @inline(__always)
    private static func append(
        _ value: FieldValue, _ bytes: Span<UInt8>, _ canonical: Span<UInt8>, _ needsCheck: Bool,
        _ output: inout OutputBuffer
    ) {
        if value.isEmpty { return }
        let text = value.isCanonical ? canonical.extracting(value.range) : bytes.extracting(value.range)
        if value.mayNeedQuotes || needsCheck {
            output.appendCell(text, delimiter: comma)
        } else {
            output.append(text)
        }
    }
}

extension CaseLayout {
    /// `code:field`, joined by semicolons.
    func warnings(of verdict: RowVerdict, in block: borrowing JudgedBlock) -> String {
        var text = ""
        intake.warnings(of: verdict, in: block.verdicts, block: block.records) { code, field in
            if !text.isEmpty { text += ";" }
            text += code
            if let field { text += ":\(field)" }
        }
        return text
    }
}
