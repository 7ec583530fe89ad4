import Intake
import Ledger
import Records
import ServiceLevels

/// Prints cases one after the other: as a table for people, as CSV or JSON for programs.
struct CasePrinter {
    private let format: CasesCommand.Format
    private let times: LocalTimes
    private let now: Instant
    private var table = TextTable(
        ["Case", "Status", "Due", "Kind", "Service", "Region", "Batch", "About"], numbers: [6])
    private(set) var count = 0

    init(_ format: CasesCommand.Format, times: LocalTimes, now: Instant) {
        self.format = format
        self.times = times
        self.now = now
    }

    private static let columns = [
        "case_id", "status", "due_at", "received_at", "kind", "product", "service", "about", "region", "tenant",
        "service_level", "effective_date", "batch", "file", "record", "instead_of",
    ]

    mutating func print(_ record: CaseRecord) {
        switch format {
        case .table:
            let isLate = record.outcome == .open && record.group.due < now
            table.append([
                CaseID(bits: record.caseBits).description, isLate ? "overdue" : record.outcome.status.description,
                times.text(record.group.due, region: record.group.region), record.group.kind, record.group.service,
                record.group.region, record.batch.map { "\($0)" } ?? "", record.who ?? "(forgotten)",
            ])
        case .csv:
            var output = OutputBuffer(capacity: 512)
            if count == 0 { output.append(Self.columns.joined(separator: ",") + "\n") }
            for (index, value) in CaseFacts(record).values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                output.appendCell(value, delimiter: UInt8(ascii: ","))
            }
            output.append(0x0A)
            Console.out(output.bytes)
        case .json:
            Console.out((count == 0 ? "[\n" : ",\n") + ((try? CaseFacts(record).json) ?? "{}"))
        }
        count += 1
    }

    func finish(isCut: Bool) {
        switch format {
        case .table:
            Console.out(table.isEmpty ? "No such cases.\n" : table.text(style: Console.outputStyle))
            if isCut { Console.out("… and more; --limit takes a larger number.\n") }
        case .csv:
            if count == 0 { Console.out(Self.columns.joined(separator: ",") + "\n") }
        case .json:
            Console.out(count == 0 ? "[]\n" : "\n]\n")
        }
    }
}
