import Intake
import Ledger
import Records
import ServiceCatalog
import ServiceLevels
import Sinks

/// Files the accepted rows of one import with the ledger: block after block, in file order.
///
/// What the ledger knows already becomes `alreadyImported`; a request that takes the place of an open case, or takes it
/// back, is filed with a warning that names that case.
final class CaseFiling {
    private let session: ImportSession
    /// The earlier batch whose results are being made anew: what it filed is no news, and still its own.
    private let ownBatch: Int64?
    private let tenantKey: Hash128
    /// By service, kind and region, one after the other.
    private var groups: [CaseGroupNumber?] = []
    /// Rows that were imported before and have been explained.
    private var explained = 0

    init(_ session: ImportSession, options: ImportOptions, ownBatch: Int64?) {
        self.session = session
        self.ownBatch = ownBatch
        tenantKey = Hash128(of: "subject of \(options.tenant)")
    }

    /// A block's requests as the ledger is asked of them. To be refilled again and again.
    struct Requests: ~Copyable {
        fileprivate var accepted: AcceptedRows
        fileprivate var block = RequestBlock()

        init(_ intake: Intake) {
            accepted = AcceptedRows(intake)
        }
    }

    /// Makes a block's requests; in any order of the blocks, and several at a time.
    func prepare(_ requests: inout Requests, for block: borrowing JudgedBlock) {
        requests.accepted.collect(from: block)
        requests.block.removeAll()
        requests.accepted.words.withBytes { requests.block.text.append(contentsOf: $0) }
        let verdicts = block.verdicts.rows.span
        for row in requests.accepted.rows {
            let (content, key) = (verdicts[row.index].content, verdicts[row.index].key)
            var request = CaseRequest(
                content: CaseKey(high: content.high, low: content.low), subject: key.map(subjectKey),
                group: CaseGroupNumber(rawValue: 0), record: row.record, effectiveDate: Self.date(row.effectiveDate),
                isCancellation: verdicts[row.index].kind == .cancellation)
            request.who = row.words
            requests.block.requests.append(request)
        }
    }

    /// Decides on the accepted rows of a block, and records those that become cases; in the blocks' order.
    func file(_ requests: inout Requests, of block: inout JudgedBlock, _ intake: Intake) throws {
        guard !requests.accepted.rows.isEmpty else { return }
        for (at, row) in requests.accepted.rows.enumerated() {
            requests.block.requests[at].group = try group(of: block.verdicts.rows[row.index], intake)
        }
        let decisions = try session.record(requests.block)
        for (row, decision) in zip(requests.accepted.rows, decisions) where decision != .new {
            try settle(row.index, decision, &block, intake)
        }
    }

    private func settle(_ index: Int, _ decision: Decision, _ block: inout JudgedBlock, _ intake: Intake) throws {
        switch decision {
        case .new: return
        case .alreadyImported(let earlier):
            if let ownBatch, try session.origin(of: earlier)?.batch == ownBatch { return }
            guard explained < BatchReport.otherRowsListed else {
                block.verdicts.rows[index].outcome = .alreadyImported
                return
            }
            explained += 1
            let since = try whatHappenedSince(earlier, to: block.verdicts.rows[index].key)
            let sentence = "This request is case \(try words(for: earlier)) already\(since)"
            block.settle(row: index, as: .alreadyImported, because: reason(.caseAlreadyImported, sentence))
        case .amends(let earlier):
            let sentence =
                "It takes the place of case \(try words(for: earlier)), which asked for the same with other details."
            block.settle(
                row: index, as: .accepted, because: reason(.caseAmends, sentence, CaseID(bits: earlier.caseBits)))
        case .cancels(let earlier):
            let sentence = "It takes back case \(try words(for: earlier))."
            block.settle(
                row: index, as: .accepted, because: reason(.caseCancels, sentence, CaseID(bits: earlier.caseBits)))
        case .nothingToCancel:
            let sentence = "It takes back a request, but there is no open case of this kind for it. Check who is meant."
            block.reject(
                row: index, because: Reason(code: ReasonCode.caseNothingToCancel.code, sentence: sentence))
        }
    }

    private func reason(_ code: ReasonCode, _ sentence: String, _ earlier: CaseID? = nil) -> Reason {
        Reason(code: code.code, grade: .warning, earlierCase: earlier?.description, sentence: sentence)
    }

    /// The rest of the sentence about a request that is a case already. Where that case no longer says what is wanted,
    /// whoever asks for it again may mean it, and is told whom to ask.
    private func whatHappenedSince(_ earlier: CaseReference, to subject: Hash128?) throws -> String {
        let origin = try session.origin(of: earlier)
        let open = try subject.flatMap { try session.openCase(of: subjectKey($0)) }
        var since: [String] = []
        if let other = origin?.endedBy {
            let id = CaseID(bits: other).description
            since.append(
                origin?.status == .cancelled ? "which case \(id) has taken back" : "in whose place case \(id) has come")
        }
        if let open, open.number != earlier.number, open.caseBits != origin?.endedBy {
            since.append("and case \(CaseID(bits: open.caseBits)) is open for the same now")
        }
        guard !since.isEmpty else { return ". Nothing was filed." }
        return ", \(since.joined(separator: ", ")). Nothing was filed."
            + " If it is meant after all, ask User Administration and name these cases."
    }

    /// `7K3F-9QXA-2W4T-C (record 12 of hires.csv)`.
    private func words(for earlier: CaseReference) throws -> String {
        let id = CaseID(bits: earlier.caseBits).description
        guard let origin = try session.origin(of: earlier), !origin.file.isEmpty else { return id }
        return "\(id) (record \(origin.record) of \(origin.file))"
    }

    // MARK: What the ledger is told

    private func subjectKey(_ key: Hash128) -> CaseKey {
        CaseKey(high: key.high ^ tenantKey.high, low: key.low ^ tenantKey.low)
    }

    private func group(of verdict: RowVerdict, _ intake: Intake) throws -> CaseGroupNumber {
        let service = Int(verdict.service)
        let slot =
            (service * MACDKind.allCases.count + verdict.kind.index) * intake.regions.count + Int(verdict.region)
        if groups.isEmpty {
            groups = [CaseGroupNumber?](
                repeating: nil, count: intake.services.count * MACDKind.allCases.count * intake.regions.count)
        }
        if let known = groups[slot] { return known }
        let definition = intake.services[service]
        let region = intake.regions[Int(verdict.region)]
        let due = intake.due(of: verdict)
        let received = intake.options.receivedAt
        let number = try session.group(
            CaseGroup(
                product: definition.product.name, serviceID: definition.id, service: definition.service.name,
                kind: verdict.kind.rawValue, region: region.id, plan: intake.options.plan.rawValue,
                serviceLevel: due.level.id, received: received, due: due.instant,
                month: AllowanceMonth(of: region.calendar.localDate(of: received))))
        groups[slot] = number
        return number
    }

    private static func date(_ number: Int) -> CalendarDate? {
        guard number > 0 else { return nil }
        return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }
}
