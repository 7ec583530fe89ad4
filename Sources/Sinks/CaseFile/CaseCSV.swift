import Bytes
package import Intake
package import Records
import ServiceCatalog
import ServiceLevels

/// The cases file as CSV for machines: comma, LF, UTF-8 without a byte order mark, values raw.
package struct CaseCSV: BlockRenderer {
    private let layout: CaseLayout
    private let plan: Plan
    private let ids = CaseIDWriter()
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
        plan = Plan(layout)
    }

    /// Which values each service's cases show, in flat tables: the loop over the rows looks into no list of lists.
    private final class Plan: Sendable {
        /// For each service as many places among its fields as there are columns, `effective_date` last; -1 for none.
        let places: PlainStorage<Int32>
        /// The same as columns of the file, where the values of plain rows are.
        let columns: PlainStorage<Int32>
        /// How many there are for each service.
        let width: Int
        /// For each service, its level's place among a region's due times.
        let levels: PlainStorage<Int32>

        init(_ layout: CaseLayout) {
            let rows = zip(layout.positions, layout.datePositions).map { $0 + [$1] }
            places = PlainStorage(rows.joined().map { Int32(truncatingIfNeeded: $0) })
            columns = PlainStorage(
                rows.enumerated().flatMap { service, places in
                    places.map { place in
                        Int32(truncatingIfNeeded: place < 0 ? -1 : layout.intake.column(ofField: place, in: service))
                    }
                })
            width = layout.fieldNames.count + 1
            levels = PlainStorage(layout.intake.levelOfService.map { Int32(truncatingIfNeeded: $0) })
        }
    }

    private static let comma = UInt8(ascii: ",")

    package func renderStart(into output: inout OutputBuffer) {
        output.append(layout.columns.joined(separator: ","))
        output.append(0x0A)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let (plan, ids) = (plan, ids)
        let bytes = block.records.bytes.span
        let canonical = block.verdicts.canonical.span
        let verdicts = block.verdicts.rows.span
        let values = block.verdicts.values.span
        let rows = block.records.rows.span
        let cells = block.records.cells.span
        var record = block.firstRecord
        var rendered = 0
        for index in verdicts.indices {
            switch verdicts[index].outcome {
            case .accepted: break
            case .skipped: continue
            default:
                record &+= 1
                continue
            }
            if verdicts[index].isPlain, verdicts[index].findingCount == 0, !needsCheck,
                renderPlain(
                    verdicts[index], record, rows[index].line, ids, plan, bytes, cells, into: &output)
            {
                record &+= 1
                rendered &+= 1
                continue
            }
            let service = Int(verdicts[index].service)
            let firstValue = verdicts[index].firstValue
            output.append(verdicts[index].caseID)
            output.append(Self.comma)
            output.append(decimal: record)
            output.append(Self.comma)
            output.append(decimal: rows[index].line)
            starts.append(service &* MACDKind.allCases.count &+ verdicts[index].kind.index, to: &output)
            let firstPlace = service &* plan.width
            let isPlain = verdicts[index].isPlain
            for column in 0..<plan.width {
                output.append(Self.comma)
                let place = Int(isPlain ? plan.columns[firstPlace &+ column] : plan.places[firstPlace &+ column])
                if place < 0 { continue }
                let value = isPlain ? FieldValue(cells[firstValue &+ place]) : values[firstValue &+ place]
                append(value, bytes, canonical, &output)
            }
            ends.append(Int(verdicts[index].region) &* levelCount &+ Int(plan.levels[service]), to: &output)
            if verdicts[index].findingCount > 0 {
                output.appendCell(layout.warnings(of: verdicts[index], in: block), delimiter: Self.comma)
            }
            output.append(0x0A)
            record &+= 1
            rendered &+= 1
        }
        return rendered
    }

    /// A row whose values stand in the file as they are written.
    /// - Returns: false where a value needs quotes; nothing has been appended then.
    @inline(__always)
    private func renderPlain(
        _ verdict: RowVerdict, _ record: Int, _ line: Int, _ ids: CaseIDWriter, _ plan: Plan, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, into output: inout OutputBuffer
    ) -> Bool {
        let service = Int(verdict.service)
        let start = starts.range(service &* MACDKind.allCases.count &+ verdict.kind.index)
        let end = ends.range(Int(verdict.region) &* levelCount &+ Int(plan.levels[service]))
        let (firstColumn, firstCell) = (service &* plan.width, verdict.firstValue)
        let rowStart = output.count
        // The id, two numbers of at most twenty digits and three commas.
        output.makeRoom(60 &+ start.count &+ OutputBuffer.slack)
        output.put(ids.words(of: verdict.caseID))
        output.put(Self.comma)
        output.append(decimal: record)
        output.put(Self.comma)
        output.append(decimal: line)
        output.put(starts.bytes.span, start)
        for index in firstColumn..<(firstColumn &+ plan.width) {
            let column = Int(plan.columns[index])
            let cell = column < 0 ? .empty : cells[firstCell &+ column]
            if cell.mayNeedQuotes {
                output.removeAll(from: rowStart)
                return false
            }
            // Into the room that the append before has left.
            output.put(Self.comma)
            output.append(bytes, cell.range)
        }
        output.append(ends.bytes.span, end)
        output.put(0x0A)
        return true
    }

    /// A value that stood without quotes in a file with commas needs none here either.
    @inline(__always)
    private func append(
        _ value: FieldValue, _ bytes: Span<UInt8>, _ canonical: Span<UInt8>, _ output: inout OutputBuffer
    ) {
        if value.isEmpty { return }
        if value.mayNeedQuotes || needsCheck {
            let text = value.isCanonical ? canonical.extracting(value.range) : bytes.extracting(value.range)
            output.appendCell(text, delimiter: Self.comma)
        } else {
            output.append(bytes, value.range)
        }
    }
}

/// Runs of cells that many rows share, rendered once.
private struct Snippets: Sendable {
    let bytes: [UInt8]
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
        output.append(bytes.span, range(index))
    }

    /// Where a run stands in `bytes`.
    @inline(__always)
    func range(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index &- 1])..<ends[index]
    }
}

extension OutputBuffer {
    @inline(__always)
    mutating func append(_ id: CaseID) {
        let written = id.written
        append(written.span)
    }
}

extension CaseLayout {
    /// `code:field`, or `code:case` where an earlier case is concerned, joined by semicolons.
    func warnings(of verdict: RowVerdict, in block: borrowing JudgedBlock) -> String {
        var text = ""
        intake.warnings(of: verdict, in: block.verdicts, block: block.records) { code, field, earlierCase in
            if !text.isEmpty { text += ";" }
            text += code
            if let about = field ?? earlierCase { text += ":\(about)" }
        }
        return text
    }
}
