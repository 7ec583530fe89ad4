import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Testing

/// A run of the intake over CSV text, with definitions written for the test.
struct Trial {
    var definitions = [Trial.newUser, Trial.change]
    var options = Trial.options()
    var delimiter = UInt8(ascii: ",")

    /// What became of one row.
    struct Row {
        var outcome: RowOutcome
        var service: String?
        var region: String?
        var kind: MACDKind
        var caseID: CaseID
        /// Errors and warnings, in the order found.
        var reasons: [Reason]
        /// Its number; `nil` for a skipped row.
        var record: Int?

        /// `code field`, for comparing at once.
        var codes: [String] { reasons.map { reason in reason.field.map { "\(reason.code) \($0)" } ?? reason.code } }
    }

    static func options(
        tenant: String = "default", region: String? = "US", country: String? = nil, service: String? = nil
    ) -> IntakeOptions {
        // A Monday, 10:00 in California.
        let received = (try? Instant("2026-11-30T18:00:00Z")) ?? .earliest
        return IntakeOptions(
            tenant: tenant, defaultRegion: region, receivedAt: received, defaultCountry: country, serviceID: service,
            fileName: "hires.csv")
    }

    func catalog() throws -> ServiceCatalog {
        let files = definitions.enumerated().map { index, text in
            DefinitionFile(builtIn: "t\(index)", bytes: Array(text.utf8))
        }
        return try ServiceCatalog(builtIn: files, folder: nil)
    }

    private static let calendars = Result { try CalendarCatalog.load() }

    func intake(header: [String]) throws -> Intake {
        try Intake(
            catalog: try catalog(), calendars: try Self.calendars.get(), header: Header(names: header), options: options
        )
    }

    /// Judges and settles every row of a text, as a run does.
    func rows(_ text: String, blockSize: Int = 1 << 16) throws -> [Row] {
        var rows: [Row] = []
        try forEachBlock(text, blockSize: blockSize) { rows += Self.rows(of: $0, $1) }
        return rows
    }

    /// Judges, settles and explains the blocks of a text, as a run does, and lends each.
    func forEachBlock(
        _ text: String, blockSize: Int = 1 << 16, _ body: (JudgedBlock, Intake) throws -> Void
    ) throws {
        var reader = try CSVReader(
            MemorySource(name: "hires.csv", text), options: CSVOptions(delimiter: delimiter), blockSize: blockSize)
        let intake = try Intake(
            catalog: try catalog(), calendars: try Self.calendars.get(), header: reader.header, options: options)
        var judge = RowJudge(intake)
        var duplicates = DuplicateIndex()
        var block = JudgedBlock()
        var next = 1
        while try reader.read(into: &block.records) {
            judge.reshape(&block.records)
            judge.judge(block.records, into: &block.verdicts)
            let first = next
            next = try block.settle(&duplicates, firstRecord: first)
            block.explain(intake)
            #expect(block.firstRecord == first)
            try body(block, intake)
        }
    }

    private static func rows(of block: JudgedBlock, _ intake: Intake) -> [Row] {
        var record = block.firstRecord
        return block.verdicts.rows.map { verdict in
            let isRecord = verdict.outcome != .skipped
            defer { if isRecord { record += 1 } }
            return Row(
                outcome: verdict.outcome,
                service: verdict.service >= 0 ? intake.services[Int(verdict.service)].id : nil,
                region: verdict.region >= 0 ? intake.regions[Int(verdict.region)].id : nil, kind: verdict.kind,
                caseID: verdict.caseID,
                reasons: intake.reasons(of: verdict, in: block.verdicts, block: block.records),
                record: isRecord ? record : nil)
        }
    }

    /// The one row of a text.
    func row(_ text: String) throws -> Row {
        let rows = try rows(text)
        #expect(rows.count == 1)
        return try #require(rows.first)
    }

    // MARK: Definitions

    static let newUser = """
        id: new-user
        product: {name: Phones, also: [Telefone, 8x8 Phones]}
        service: {name: New User, also: [Hire, Neuer Benutzer]}
        macd: addition
        service-level: user-administration
        subject: [employee_id, email]
        unique: [[employee_id, email]]
        fields:
          employee_id: {label: Employee ID, also: [Personnel Number, Personalnummer]}
          email: {label: E-mail, also: [Mail, Work Email], required: true, format: email}
          name: {label: Full name, length: 2..30, warn: {characters: target-name}}
          phone: {label: Phone, also: [Telephone], format: phone}
          license: {label: License, one-of: [{value: X1, also: [8x8 X1]}, X2]}
          extension: {label: Extension, format: extension, warn: {length: 4..}}
          start: {label: Start date, format: date}
          region: {label: Region, format: region}
        rules:
          - notice: start

        """

    static let change = """
        id: change
        product: {name: Phones, also: [Telefone, 8x8 Phones]}
        service: {name: Change, also: [Modify]}
        macd: {by: what, modification: [extension, site], deletion: [leave], otherwise: change}
        service-level: user-administration
        subject: [employee_id, email]
        unique: [[employee_id, email], what]
        fields:
          employee_id: {label: Employee ID, also: [Personnel Number, Personalnummer]}
          email: {label: E-mail, also: [Mail, Work Email], format: email}
          what: {label: What, required: true, one-of: [extension, site, name, leave]}
          old: {label: Old value}
          new: {label: New value}
          region: {label: Region, format: region}

        """

    /// A definition with these fields and rules, of the product `P` and the service `S`.
    static func definition(_ rest: String, id: String = "s", service: String = "S") -> String {
        """
        id: \(id)
        product: P
        service: \(service)
        macd: change
        service-level: user-administration
        subject: [a]
        \(rest)

        """
    }
}
