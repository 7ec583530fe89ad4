import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Testing

/// A run of the intake over a text, by a profile written for the test and with the built-in services.
struct ProfileRun {
    var profile: String
    var receivedAt = "2026-12-14T10:30:00Z"
    var dateOrder: DateOrder?
    var service: String?

    struct Row {
        var outcome: RowOutcome
        var service: String?
        var values: [String: String]
        var reasons: [Reason]
        var cause: String?
        var caseID: CaseID

        /// `code field column`.
        var codes: [String] {
            reasons.map { "\($0.code) \($0.field ?? "-") \($0.column.map(String.init) ?? "-")" }
        }
    }

    private static let catalog = Result { try ServiceCatalog.load(customDirectory: nil) }
    private static let calendars = Result { try CalendarCatalog.load() }

    /// The head of a profile for CSV, then the rest.
    static func csv(_ rest: String) -> String {
        "id: t\nname: T\nformat: csv\nkind: delta\nfit: {headers: [ID]}\n" + rest
    }

    func options() throws -> IntakeOptions {
        let profile = try ProfileCatalog.read(Array(self.profile.utf8), name: "t.yaml", services: Self.catalog.get())
        return IntakeOptions(
            defaultRegion: "Europe", receivedAt: try Instant(receivedAt), dateOrder: dateOrder, serviceID: service,
            fileName: "export.csv", profile: profile)
    }

    func intake(_ header: Header) throws -> Intake {
        try Intake(
            catalog: try Self.catalog.get(), calendars: try Self.calendars.get(), header: header, options: try options()
        )
    }

    private func reader(_ text: String, blockSize: Int) throws -> any RecordReader {
        let source = MemorySource(name: "export.csv", text)
        guard text.hasPrefix("<") else {
            return try CSVReader(source, options: CSVOptions(delimiter: UInt8(ascii: ",")), blockSize: blockSize)
        }
        let profile = try options().profile
        return try XMLReader(
            source,
            options: XMLOptions(
                keyAttributes: profile?.shape.keys ?? [:], recordPaths: profile?.shape.records ?? [],
                dropped: profile?.drop ?? []))
    }

    func rows(_ text: String, blockSize: Int = 1 << 16) throws -> [Row] {
        var rows: [Row] = []
        try run(text, blockSize: blockSize) { block, intake in
            for verdict in block.verdicts.rows {
                let values = intake.values(of: verdict, in: block.verdicts, block: block.records)
                let isUnchanged = verdict.outcome == .unchanged
                rows.append(
                    Row(
                        outcome: verdict.outcome,
                        service: verdict.service >= 0 ? intake.services[Int(verdict.service)].id : nil,
                        values: Dictionary(uniqueKeysWithValues: values.map { ($0.field, $0.text) }),
                        reasons: intake.reasons(of: verdict, in: block.verdicts, block: block.records),
                        cause: isUnchanged ? intake.profile?.causes[Int(verdict.cause)] : nil,
                        caseID: verdict.caseID))
            }
        }
        return rows
    }

    /// Judges and settles block after block, after a survey where the profile needs one.
    func run(_ text: String, blockSize: Int = 1 << 16, _ body: (JudgedBlock, Intake) throws -> Void) throws {
        var options = try options()
        var reader = try reader(text, blockSize: blockSize)
        let compile = { (header: Header) throws in
            try Intake(catalog: Self.catalog.get(), calendars: Self.calendars.get(), header: header, options: options)
        }
        var survey = try self.reader(text, blockSize: blockSize)
        var people = PersonSet()
        var records = RecordBlock()
        while try survey.read(into: &records) {
            try compile(survey.header).collectPrimaryPeople(records, into: &people)
        }
        people.finish()
        options.primaryPeople = people

        var intake = try compile(reader.header)
        var judge = RowJudge(intake)
        var duplicates = DuplicateIndex()
        var block = JudgedBlock()
        var next = 1
        while try reader.read(into: &block.records) {
            if reader.header.count != intake.header.count {
                intake = try compile(reader.header)
                judge = RowJudge(intake)
            }
            judge.reshape(&block.records)
            judge.judge(block.records, into: &block.verdicts)
            next = try block.settle(&duplicates, firstRecord: next)
            block.explain(intake)
            try body(block, intake)
        }
    }
}
