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

    /// - Parameter areCellsBare: cells that stood without quotes in the source need none here.
    package init(_ layout: CaseLayout, areCellsBare: Bool) {
        self.layout = layout
        needsCheck = !areCellsBare
        plan = Plan(layout)
    }

    /// What each service's cases show, in flat tables: the loop over the rows looks into no list of lists.
    private final class Plan: Sendable {
        /// For each service as many places among its fields as there are columns, `effective_date` last; -1 for none.
        let places: PlainStorage<Int32>
        /// The same as columns of the file, where the values of plain rows are.
        let columns: PlainStorage<Int32>
        /// How many there are for each service.
        let width: Int
        /// `,macd,product,service` for each service and kind, one after the other.
        let starts: Snippets
        let kindCount = MACDKind.allCases.count
        /// `,region,received_at,due_at,service_level,` for each region and level.
        let ends: Snippets
        let levelCount: Int
        /// For each service, its level's place among a region's due times.
        let levels: PlainStorage<Int32>

        init(_ layout: CaseLayout) {
            let intake = layout.intake
            let rows = zip(layout.positions, layout.datePositions).map { $0 + [$1] }
            places = PlainStorage(rows.joined().map { Int32(truncatingIfNeeded: $0) })
            columns = PlainStorage(
                rows.enumerated().flatMap { service, places in
                    places.map { place in
                        Int32(truncatingIfNeeded: place < 0 ? -1 : intake.column(ofField: place, in: service))
                    }
                })
            width = layout.fieldNames.count + 1
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
            levels = PlainStorage(intake.levelOfService.map { Int32(truncatingIfNeeded: $0) })
        }

        /// Where a case's start stands in `starts`.
        @inline(__always)
        func start(_ verdict: RowVerdict) -> Range<Int> {
            starts.range(Int(verdict.service) &* kindCount &+ verdict.kind.index)
        }

        /// Where a case's end stands in `ends`.
        @inline(__always)
        func end(_ verdict: RowVerdict) -> Range<Int> {
            ends.range(Int(verdict.region) &* levelCount &+ Int(levels[Int(verdict.service)]))
        }
    }

    private static let comma = UInt8(ascii: ",")

    package func renderStart(into output: inout OutputBuffer) {
        output.append(layout.columns.joined(separator: ","))
        output.append(0x0A)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let plan = plan
        let (starts, ends) = (plan.starts.bytes, plan.ends.bytes)
        let ids = ids
        let bytes = block.records.bytes.span
        let canonical = block.verdicts.canonical.span
        let verdicts = block.verdicts.rows.span
        let values = block.verdicts.values.span
        let rows = block.records.rows.span
        let cells = block.records.cells.span
        var record = block.firstRecord
        var numbers = Numbers()
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
                numbers.rise(to: record, rows[index].line),
                renderPlain(
                    verdicts[index], numbers, ids, plan, starts.span, ends.span, bytes, cells, into: &output)
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
            output.append(starts.span, plan.start(verdicts[index]))
            let firstPlace = service &* plan.width
            let isPlain = verdicts[index].isPlain
            for column in 0..<plan.width {
                output.append(Self.comma)
                let place = Int(isPlain ? plan.columns[firstPlace &+ column] : plan.places[firstPlace &+ column])
                if place < 0 { continue }
                let value = isPlain ? FieldValue(cells[firstValue &+ place]) : values[firstValue &+ place]
                append(value, bytes, canonical, &output)
            }
            output.append(ends.span, plan.end(verdicts[index]))
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
        _ verdict: RowVerdict, _ numbers: Numbers, _ ids: CaseIDWriter, _ plan: Plan, _ starts: Span<UInt8>,
        _ ends: Span<UInt8>, _ bytes: Span<UInt8>, _ cells: Span<RecordBlock.Cell>, into output: inout OutputBuffer
    ) -> Bool {
        let (service, width) = (Int(verdict.service), plan.width)
        let (start, end) = (plan.start(verdict), plan.end(verdict))
        let (firstColumn, firstCell) = (service &* width, verdict.firstValue)
        var length = 0
        for index in firstColumn..<(firstColumn &+ width) {
            let column = Int(plan.columns[index])
            if column < 0 { continue }
            let cell = cells[firstCell &+ column]
            if cell.mayNeedQuotes { return false }
            length &+= cell.length
        }
        // Besides these the id, two numbers, two commas and a line end.
        let most = start.count &+ end.count &+ length &+ width &+ 40
        output.fill(atMost: most) { room in
            room.put(ids.words(of: CaseID(verdict.content)))
            room.put(Self.comma)
            room.put(numbers.record)
            room.put(Self.comma)
            room.put(numbers.line)
            room.put(starts, start)
            for index in firstColumn..<(firstColumn &+ width) {
                room.put(Self.comma)
                let column = Int(plan.columns[index])
                if column >= 0 { room.put(bytes, cells[firstCell &+ column].range) }
            }
            room.put(ends, end)
            room.put(0x0A)
        }
        return true
    }

    /// Where a row stands in its file, ready to be written.
    private struct Numbers {
        var record = ShortDecimal(0)
        var line = ShortDecimal(0)

        /// - Returns: false for a number that is too great.
        @inline(__always)
        mutating func rise(to record: Int, _ line: Int) -> Bool {
            guard max(record, line) <= ShortDecimal.greatest else { return false }
            self.record.rise(to: record)
            self.line.rise(to: line)
            return true
        }
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
private struct Snippets: ~Copyable, Sendable {
    let bytes: [UInt8]
    /// Where each begins, and behind the last where that ends.
    private let starts: PlainStorage<UInt32>

    /// - Parameter closing: whether a comma stands behind the last cell of each run, too.
    init(_ runs: [[String]], closing: Bool) {
        var buffer = OutputBuffer(capacity: 1024)
        var starts: [UInt32] = [0]
        for cells in runs {
            for cell in cells {
                buffer.append(UInt8(ascii: ","))
                buffer.appendCell(cell, delimiter: UInt8(ascii: ","))
            }
            if closing { buffer.append(UInt8(ascii: ",")) }
            starts.append(UInt32(truncatingIfNeeded: buffer.count))
        }
        self.starts = PlainStorage(starts)
        // The last is copied in as large pieces as the others.
        bytes = buffer.bytes + [UInt8](repeating: 0, count: 32)
    }

    /// Where a run stands in `bytes`.
    @inline(__always)
    func range(_ index: Int) -> Range<Int> {
        let (start, end) = (Int(starts[index]), Int(starts[index &+ 1]))
        return Range(uncheckedBounds: (start, end))
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
