import Foundation
import Intake
import Ledger
import Records
import ServiceLevels

/// Prints cases one after the other: as a table for people, as CSV or JSON for programs.
struct CasePrinter {
    private let format: CasesCommand.Format
    private let times: LocalTimes
    private let now: Instant
    private var table = TextTable(["Case", "Status", "Due", "Kind", "Service", "Region", "Batch", "About"], numbers: [6])
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

/// A case for programs.
struct CaseFacts: Encodable {
    var case_id: String
    var status: String
    var due_at: String
    var received_at: String
    var kind: String
    var product: String
    var service: String
    var about: String?
    var region: String
    var tenant: String
    var service_level: String
    var effective_date: String?
    var batch: Int64?
    var file: String
    var record: Int
    /// The case that this one replaced or cancelled, or was raised for.
    var instead_of: String?

    init(_ record: CaseRecord) {
        case_id = CaseID(bits: record.caseBits).description
        status = record.outcome.status.description
        due_at = record.group.due.description
        received_at = record.group.received.description
        kind = record.group.kind
        product = record.group.product
        service = record.group.service
        about = record.who
        region = record.group.region
        tenant = record.tenant
        service_level = record.group.serviceLevel
        effective_date = record.effectiveDate?.description
        batch = record.batch
        file = record.file
        self.record = record.record
        instead_of = record.target.map { CaseID(bits: $0.caseBits).description }
    }

    /// In the order of the CSV's columns.
    var values: [String] {
        [
            case_id, status, due_at, received_at, kind, product, service, about ?? "", region, tenant, service_level,
            effective_date ?? "", batch.map { "\($0)" } ?? "", file, record == 0 ? "" : "\(record)", instead_of ?? "",
        ]
    }

    var json: String {
        get throws { try JSONLine.text(of: self) }
    }
}

/// JSON of one value.
enum JSONLine {
    static func text(of value: some Encodable, isPretty: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = isPretty ? [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
