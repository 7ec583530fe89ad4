package import Intake
package import Records
import ServiceCatalog
import ServiceLevels

/// The cases file as CSV for machines: comma, LF, UTF-8 without a byte order mark, values raw.
package struct CaseCSV: BlockRenderer {
    private let layout: CaseLayout
    /// The source's cells are parted by something else, so a bare comma may stand in any of them.
    private let needsCheck: Bool
    /// `,macd,product,service` for each service and kind, one after the other.
    private let starts: Snippets
    /// `,region,received_at,due_at,service_level,` for each region and level.
    private let ends: Snippets
    private let levelCount: Int

    /// - Parameter areCellsBare: cells that stood without quotes in the source need none here.
    package init(_ layout: CaseLayout, areCellsBare: Bool) {
        self.layout = layout
        needsCheck = !areCellsBare
        let intake = layout.intake
        starts = Snippets(
            intake.services.flatMap { service in
                MACDKind.allCases.map { [$0.rawValue, service.product.name, service.service.name] }
            }, closing: false)
        let received = intake.options.receivedAt.description
        ends = Snippets(
            intake.regions.flatMap { region in
                region.dues.map { [region.id, received, $0.instant.description, $0.level.id] }
            }, closing: true)
        levelCount = intake.regions.first?.dues.count ?? 0
    }

    private static let comma = UInt8(ascii: ",")

    package func renderStart(into output: inout OutputBuffer) {
        output.append(layout.columns.joined(separator: ","))
        output.append(0x0A)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let bytes = block.records.bytes.span
        let canonical = block.verdicts.canonical.span
        let verdicts = block.verdicts.rows.span
        let values = block.verdicts.values.span
        let rows = block.records.rows.span
        var record = block.firstRecord
        var rendered = 0
        for index in verdicts.indices {
            let verdict = verdicts[index]
            guard verdict.outcome == .accepted else {
                if verdict.outcome != .skipped { record &+= 1 }
                continue
            }
            let service = Int(verdict.service)
            output.append(verdict.caseID)
            output.append(Self.comma)
            output.append(decimal: record)
            output.append(Self.comma)
            output.append(decimal: rows[index].line)
            starts.append(service &* MACDKind.allCases.count &+ verdict.kind.index, to: &output)
            for position in layout.positions[service] {
                output.append(Self.comma)
                if position >= 0 { append(values[verdict.firstValue &+ position], bytes, canonical, &output) }
            }
            output.append(Self.comma)
            let date = layout.datePositions[service]
            if date >= 0 { append(values[verdict.firstValue &+ date], bytes, canonical, &output) }
            ends.append(Int(verdict.region) &* levelCount &+ layout.level(of: verdict), to: &output)
            if verdict.findingCount > 0 {
                output.appendCell(layout.warnings(of: verdict, in: block), delimiter: Self.comma)
            }
            output.append(0x0A)
            record &+= 1
            rendered &+= 1
        }
        return rendered
    }

    /// A value that stood without quotes in a file with commas needs none here either.
    @inline(__always)
    private func append(
        _ value: FieldValue, _ bytes: Span<UInt8>, _ canonical: Span<UInt8>, _ output: inout OutputBuffer
    ) {
        if value.isEmpty { return }
        let text = value.isCanonical ? canonical.extracting(value.range) : bytes.extracting(value.range)
        if value.mayNeedQuotes || needsCheck {
            output.appendCell(text, delimiter: Self.comma)
        } else {
            output.append(text)
        }
    }
}

/// Runs of cells that many rows share, rendered once.
private struct Snippets: Sendable {
    private let bytes: [UInt8]
    private let ends: [Int]

    /// - Parameter closing: whether a comma stands behind the last cell of each run, too.
    init(_ runs: [[String]], closing: Bool) {
        var buffer = OutputBuffer(capacity: 1024)
        ends = runs.map { cells in
            for cell in cells {
                buffer.append(UInt8(ascii: ","))
                buffer.appendCell(cell, delimiter: UInt8(ascii: ","))
            }
            if closing { buffer.append(UInt8(ascii: ",")) }
            return buffer.count
        }
        bytes = buffer.bytes
    }

    @inline(__always)
    func append(_ index: Int, to output: inout OutputBuffer) {
        let start = index == 0 ? 0 : ends[index &- 1]
        output.append(bytes.span.extracting(start..<ends[index]))
    }
}

extension OutputBuffer {
    @inline(__always)
    fileprivate mutating func append(_ id: CaseID) {
        id.withBytes { append($0) }
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
