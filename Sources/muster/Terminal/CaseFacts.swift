import Intake
import Ledger
import ServiceLevels

/// A case for programs.
struct CaseFacts: Encodable {
    var caseId: String
    var status: String
    var dueAt: String
    var receivedAt: String
    var kind: String
    var product: String
    var service: String
    var about: String?
    var region: String
    var tenant: String
    var serviceLevel: String
    var effectiveDate: String?
    var batch: Int64?
    var file: String
    var record: Int
    /// The case that this one replaced or cancelled, or was raised for.
    var insteadOf: String?

    init(_ record: CaseRecord) {
        caseId = CaseID(bits: record.caseBits).description
        status = record.outcome.status.description
        dueAt = record.group.due.description
        receivedAt = record.group.received.description
        kind = record.group.kind
        product = record.group.product
        service = record.group.service
        about = record.who
        region = record.group.region
        tenant = record.tenant
        serviceLevel = record.group.serviceLevel
        effectiveDate = record.effectiveDate?.description
        batch = record.batch
        file = record.file
        self.record = record.record
        insteadOf = record.target.map { CaseID(bits: $0.caseBits).description }
    }

    /// In the order of the CSV's columns.
    var values: [String] {
        [
            caseId, status, dueAt, receivedAt, kind, product, service, about ?? "", region, tenant, serviceLevel,
            effectiveDate ?? "", batch.map { "\($0)" } ?? "", file, record == 0 ? "" : "\(record)", insteadOf ?? "",
        ]
    }

    var json: String {
        get throws { try JSONLine.text(of: self) }
    }
}
