import Bytes
import CBytes
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
        /// Where the tables below have what concerns a service.
        struct Service: BitwiseCopyable, Sendable {
            var firstColumn: Int
            /// Its columns one by one begin here; behind them there are the same with those taken together that stand one
            /// behind the other in the file.
            var firstRun: Int
            var joinedRunCount: Int
            /// How many cells of a row there must be for its columns.
            var width: Int
            /// Of its kinds, in their order.
            var firstStart: Int
            /// Its level's place among a region's due times.
            var level: Int
        }

        let services: PlainStorage<Service>
        /// For each service as many places among its fields as there are columns, `effective_date` last; -1 for none.
        let places: PlainStorage<Int32>
        /// The same as columns of the file, where the values of plain rows are.
        let columns: [Int32]
        /// How many there are for each service.
        let width: Int
        /// Of each service, see there.
        let runs: [MusterRun]
        /// `,macd,product,service` for each service and kind, one after the other.
        let starts: Snippets
        /// `,region,received_at,due_at,service_level,` for each region and level.
        let ends: Snippets
        let levelCount: Int

        init(_ layout: CaseLayout) {
            let intake = layout.intake
            let rows = zip(layout.positions, layout.datePositions).map { $0 + [$1] }
            places = PlainStorage(rows.joined().map { Int32(truncatingIfNeeded: $0) })
            let rowsOfColumns = rows.enumerated().map { service, places in
                places.map { Int32(truncatingIfNeeded: $0 < 0 ? -1 : intake.column(ofField: $0, in: service)) }
            }
            columns = Array(rowsOfColumns.joined())
            let width = layout.fieldNames.count + 1
            self.width = width
            var runs: [MusterRun] = []
            services = PlainStorage(
                rowsOfColumns.enumerated().map { service, columns in
                    let cells = columns.map { MusterRun(first: $0, last: $0) }
                    let joined = Self.joined(cells)
                    defer { runs += cells + joined }
                    return Service(
                        firstColumn: service * width, firstRun: runs.count, joinedRunCount: joined.count,
                        width: Int(columns.max() ?? -1) + 1, firstStart: service * MACDKind.allCases.count,
                        level: intake.levelOfService[service])
                })
            self.runs = runs
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

        /// Joins columns that follow each other in the file.
        private static func joined(_ cells: [MusterRun]) -> [MusterRun] {
            cells.reduce(into: []) { runs, cell in
                if let last = runs.last, last.last >= 0, last.last + 1 == cell.first {
                    runs[runs.count - 1].last = cell.last
                } else {
                    runs.append(cell)
                }
            }
        }

        /// Where the start of a service's case stands in `starts`.
        @inline(__always)
        func start(_ verdict: RowVerdict, _ service: Service) -> Range<Int> {
            starts.range(service.firstStart &+ verdict.kind.index)
        }

        /// Where its end stands in `ends`.
        @inline(__always)
        func end(_ verdict: RowVerdict, _ service: Service) -> Range<Int> {
            ends.range(Int(verdict.region) &* levelCount &+ service.level)
        }
    }

    private static let comma = UInt8(ascii: ",")

    package func renderStart(into output: inout OutputBuffer) {
        output.append(layout.columns.joined(separator: ","))
        output.append(0x0A)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        let plan = plan
        let (starts, ends, runs) = (plan.starts.bytes, plan.ends.bytes, plan.runs)
        let ids = ids
        let bytes = block.records.bytes.span
        let verdicts = block.verdicts.rows.span
        let rows = block.records.rows.span
        let cells = block.records.cells.span
        let takesPlainRows = !needsCheck && block.records.hasRoomForLoads
        var record = block.firstRecord
        var numbers = Numbers()
        var rendered = 0
        // At once, as a case is a little longer than its row: to grow step by step takes new memory each time.
        output.reserve(bytes.count &* 2)
        for index in verdicts.indices {
            switch verdicts[index].outcome {
            case .accepted: break
            case .skipped: continue
            default:
                record &+= 1
                continue
            }
            if !(takesPlainRows && verdicts[index].isPlain && verdicts[index].findingCount == 0
                && numbers.rise(to: record, rows[index].line)
                && renderPlain(
                    verdicts[index], rows[index].areCellsAdjacent, numbers, ids, plan, starts.span, ends.span,
                    runs.span,
                    bytes, cells, into: &output))
            {
                render(verdicts[index], record, block, into: &output)
            }
            record &+= 1
            rendered &+= 1
        }
        return rendered
    }

    /// A row whose values stand in the file as they are written.
    /// - Returns: false where a value needs quotes; nothing has been appended then.
    @inline(__always)
    private func renderPlain(
        _ verdict: RowVerdict, _ areCellsAdjacent: Bool, _ numbers: Numbers, _ ids: CaseIDWriter, _ plan: Plan,
        _ starts: Span<UInt8>, _ ends: Span<UInt8>, _ runs: Span<MusterRun>, _ bytes: Span<UInt8>,
        _ cells: Span<RecordBlock.Cell>, into output: inout OutputBuffer
    ) -> Bool {
        let service = plan.services[Int(verdict.service)]
        let cellRange = verdict.firstValue..<(verdict.firstValue &+ service.width)
        let firstJoined = service.firstRun &+ plan.width
        let runsOfRow =
            areCellsAdjacent
            ? firstJoined..<(firstJoined &+ service.joinedRunCount) : service.firstRun..<firstJoined
        return output.appendLine(
            ids.words(ofBits: verdict.content.high), (numbers.record, numbers.line), head: plan.start(verdict, service),
            in: starts, tail: plan.end(verdict, service), in: ends,
            // As many as the judge has found there.
            cells: cells.extracting(cellRange), runs: runs.extracting(runsOfRow), of: bytes)
    }

    /// Any other row.
    @inline(never)
    private func render(
        _ verdict: RowVerdict, _ record: Int, _ block: borrowing JudgedBlock, into output: inout OutputBuffer
    ) {
        let bytes = block.records.bytes.span
        let canonical = block.verdicts.canonical.span
        let (starts, ends) = (plan.starts.bytes, plan.ends.bytes)
        output.append(verdict.caseID)
        output.append(Self.comma)
        output.append(decimal: record)
        output.append(Self.comma)
        output.append(decimal: block.records.rows[verdict.row].line)
        let service = plan.services[Int(verdict.service)]
        output.append(starts.span, plan.start(verdict, service))
        for column in 0..<plan.width {
            output.append(Self.comma)
            let isPlain = verdict.isPlain
            let place = Int(
                isPlain ? plan.columns[service.firstColumn &+ column] : plan.places[service.firstColumn &+ column])
            if place < 0 { continue }
            let value =
                isPlain
                ? FieldValue(block.records.cells[verdict.firstValue &+ place])
                : block.verdicts.values[verdict.firstValue &+ place]
            append(value, bytes, canonical, &output)
        }
        output.append(ends.span, plan.end(verdict, service))
        if verdict.findingCount > 0 {
            output.appendCell(layout.warnings(of: verdict, in: block), delimiter: Self.comma)
        }
        output.append(0x0A)
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
    private let places: PlainStorage<Place>

    private struct Place: BitwiseCopyable, Sendable {
        var start: UInt32
        var end: UInt32
    }

    /// - Parameter closing: whether a comma stands behind the last cell of each run, too.
    init(_ runs: [[String]], closing: Bool) {
        var buffer = OutputBuffer(capacity: 1024)
        var places: [Place] = []
        for cells in runs {
            let start = UInt32(truncatingIfNeeded: buffer.count)
            for cell in cells {
                buffer.append(UInt8(ascii: ","))
                buffer.appendCell(cell, delimiter: UInt8(ascii: ","))
            }
            if closing { buffer.append(UInt8(ascii: ",")) }
            places.append(Place(start: start, end: UInt32(truncatingIfNeeded: buffer.count)))
        }
        self.places = PlainStorage(places)
        // The last is copied in as large pieces as the others.
        bytes = buffer.bytes + [UInt8](repeating: 0, count: OutputBuffer.roomBehindText)
    }

    /// Where a run stands in `bytes`.
    @inline(__always)
    func range(_ index: Int) -> Range<Int> {
        let place = places[index]
        return Range(uncheckedBounds: (Int(place.start), Int(place.end)))
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
