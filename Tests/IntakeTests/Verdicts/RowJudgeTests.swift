import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Testing

struct RowJudgeTests {
    private static let header =
        "Product,Service,Employee ID,E-mail,Full name,Phone,License,Extension,Start date,Region\n"

    private func row(_ cells: String, options: IntakeOptions = Trial.options()) throws -> Trial.Row {
        var trial = Trial()
        trial.options = options
        return try trial.row(Self.header + cells + "\n")
    }

    // MARK: Reasons

    @Test func `a good row is accepted without a word`() throws {
        let row = try row("Phones,Hire,E1,ines@example.com,Ines Okafor,+14088001500,x1,4100,2027-03-01,Europe")
        #expect(row.outcome == .accepted)
        #expect(row.reasons.isEmpty)
        #expect(row.service == "new-user")
        #expect(row.region == "Europe")
    }

    @Test func `all that is wrong with a row is said in one pass`() throws {
        let row = try row("Phones,Hire,E1,not an address,X,12,X9,41a,2027-02-30,Atlantis")
        #expect(row.outcome == .rejected)
        #expect(
            row.codes == [
                "email.syntax email", "length.short name", "phone.country phone", "value.unknown license",
                "extension.syntax extension", "date.calendar start", "value.unknown region",
            ])
        #expect(row.reasons.map(\.column) == [4, 5, 6, 7, 8, 9, 10])
        #expect(row.reasons.allSatisfy { $0.grade == .error && !$0.sentence.isEmpty })
    }

    @Test func `warnings flag a case and do not reject it`() throws {
        let row = try row("Phones,Hire,E1,ines@example.com,Zoë,,,999,,")
        #expect(row.outcome == .accepted)
        #expect(row.codes == ["name.characters name", "length.short extension"])
        #expect(row.reasons.allSatisfy { $0.grade == .warning })
    }

    @Test func `a field that has failed is not flagged as well`() throws {
        let row = try row("Phones,Hire,E1,ines@example.com,Ë,,,,,")
        #expect(row.codes == ["length.short name"])
    }

    @Test func `a required field that is empty is told apart from one that the file lacks`() throws {
        let empty = try row("Phones,Hire,E1, ,,,,,,")
        #expect(empty.codes == ["field.required email"])
        #expect(empty.reasons.first?.column == 4)
        #expect(empty.reasons.first?.sentence.contains("is empty") == true)
        let lacking = try Trial().row("Service,Employee ID\nHire,E1\n")
        #expect(lacking.codes == ["field.required email"])
        #expect(lacking.reasons.first?.column == nil)
        #expect(lacking.reasons.first?.sentence.contains("no such column") == true)
    }

    @Test func `a value is quoted as it stands in the file`() throws {
        var trial = Trial()
        trial.definitions = [Trial.definition("fields: {a: {format: phone, length: ..5}}")]
        let row = try trial.row("Service,A\nS,+1 (408) 800-1500\n")
        #expect(row.codes == ["length.long a"])
        #expect(row.reasons.first?.sentence.contains("+1 (408) 800-1500") == true)
    }

    // MARK: Unknown services

    @Test func `a row of an unknown service still hears of its malformed values`() throws {
        let row = try row("Phones,Hier,E1,not an address,X,12,X9,41a,,Atlantis")
        #expect(row.outcome == .rejected)
        #expect(row.service == nil)
        #expect(row.codes.first == "service.unknown service")
        #expect(row.codes.contains("email.syntax email"))
        #expect(row.codes.contains("value.unknown region"))
        #expect(row.codes.contains("extension.syntax extension"))
        #expect(!row.codes.contains { $0.hasPrefix("field.required") }, "nothing is required of no service")
    }

    @Test func `what services understand differently is not tested for an unknown one`() throws {
        var trial = Trial()
        trial.definitions = [
            Trial.definition("fields: {a: {format: email}, b: {length: ..2}}", id: "one", service: "One"),
            Trial.definition("fields: {a: {format: email}, b: {length: ..3}}", id: "two", service: "Two"),
        ]
        #expect(try trial.row("Service,A,B\nThree,x,long\n").codes == ["service.unknown service", "email.syntax a"])
    }

    // MARK: Regions

    @Test func `the row's region comes first, then the run's`() throws {
        #expect(try row("Phones,Hire,E1,a@b.co,,,,,,EMEA").region == "Europe")
        #expect(try row("Phones,Hire,E1,a@b.co,,,,,,").region == "US")
        #expect(try row("Phones,Hire,E1,a@b.co,,,,,,", options: Trial.options(region: "asia pacific")).region == "APAC")
    }

    @Test func `without any region there is no case`() throws {
        let row = try row("Phones,Hire,E1,a@b.co,,,,,,", options: Trial.options(region: nil))
        #expect(row.outcome == .rejected)
        #expect(row.codes == ["region.required region"])
        #expect(row.reasons.first?.column == 10)
        #expect(row.reasons.first?.sentence.contains("APAC") == true)
    }

    @Test func `a required region that is missing is said once`() throws {
        var trial = Trial()
        trial.definitions = [Trial.definition("fields: {a: , region: {required: true, format: region}}")]
        trial.options = Trial.options(region: nil)
        #expect(try trial.row("Service,A,Region\nS,1,\n").codes == ["field.required region"])
    }

    @Test(arguments: ["region: {label: Region}", "region: {warn: {format: region}}"])
    func `a region that has no calendar is never accepted, whatever the definition tests`(field: String) throws {
        var trial = Trial()
        trial.definitions = [Trial.definition("fields: {a: , \(field)}")]
        #expect(try trial.row("Service,A,Region\nS,1,US\n").region == "US")
        let row = try trial.row("Service,A,Region\nS,1,Atlantis\n")
        #expect(row.region == nil)
        #expect(row.outcome == .rejected)
    }

    // MARK: Short notice

    /// Received on Monday 30 November, 10:00; a day later is Tuesday, 10:00: the first day in time is 2 December.
    @Test(arguments: [
        ("2026-11-29", true), ("2026-11-30", true), ("2026-12-01", true), ("2026-12-02", false), ("2027-01-01", false),
    ])
    func `a date before the case is due is short notice`(date: String, isShort: Bool) throws {
        let row = try row("Phones,Hire,E1,a@b.co,,,,,\(date),US")
        #expect(row.outcome == .accepted)
        #expect(row.codes == (isShort ? ["date.short-notice start"] : []))
    }

    @Test func `short notice names the latest moment at which the case could be submitted`() throws {
        let sentence = try row("Phones,Hire,E1,a@b.co,,,,,2026-12-01,US").reasons.first?.sentence ?? ""
        // 24 hours on business days before Tuesday begins are the whole Monday.
        #expect(
            sentence == """
                Start date 2026-12-01 is earlier than the case is due (Tue 1 Dec 2026 10:00 PST). To be done by then, \
                it had to be submitted by Mon 30 Nov 2026 00:00 PST.
                """)
    }

    @Test func `short notice follows the row's region`() throws {
        // 18:00 in London, 05:00 of the next day in Sydney.
        let europe = try row("Phones,Hire,E1,a@b.co,,,,,2026-12-02,Europe")
        let apac = try row("Phones,Hire,E2,a@b.co,,,,,2026-12-02,APAC")
        #expect(europe.codes == [])
        #expect(apac.codes == ["date.short-notice start"])
    }

    // MARK: Form

    @Test func `a row with too few or too many cells is rejected with both counts`() throws {
        let rows = try Trial().rows("Service,Email,Region\nHire,a@b.co\nHire,a@b.co,US,x\nHire,a@b.co,US\n")
        #expect(rows.map(\.outcome) == [.rejected, .rejected, .accepted])
        #expect(rows.prefix(2).map(\.codes) == [["row.fields"], ["row.fields"]])
        #expect(rows[0].reasons.first?.sentence.hasPrefix("The row has 2 cells, the header has 3.") == true)
        #expect(rows[1].reasons.first?.sentence.contains("stray delimiter") == true)
    }

    @Test func `broken quotes name the line on which they stand`() throws {
        let rows = try Trial().rows("Service,Email\nHire,\"a@b.co\nHire,c@d.eu\nHire,\"e@f.gh\"x\n")
        #expect(rows.map(\.codes) == [["row.quote"], [], ["row.quote"]])
        #expect(rows[0].reasons.first?.sentence.contains("opens in line 2") == true)
        #expect(rows[2].reasons.first?.sentence.contains("In line 4") == true)
    }

    @Test func `a row that is not UTF-8 is rejected with its column, and its neighbours are not`() throws {
        var reader = try CSVReader(
            MemorySource(
                Array("Service,Full name,Email\nHire,Zo".utf8) + [0xEB] + Array(",a@b.co\nHire,Zoë,c@d.eu\n".utf8)))
        let intake = try Trial().intake(header: reader.header.names)
        var judge = RowJudge(intake)
        var (block, verdicts) = (RecordBlock(), VerdictBlock())
        _ = try reader.read(into: &block)
        judge.judge(block, into: &verdicts)
        #expect(verdicts.rows.map(\.outcome) == [.rejected, .accepted])
        let reasons = intake.reasons(of: try #require(verdicts.rows.first), in: verdicts, block: block)
        #expect(reasons.map(\.code) == ["row.encoding"])
        #expect(reasons.first?.column == 2)
        #expect(reasons.first?.field == "name")
    }

    @Test func `empty rows are skipped and not numbered`() throws {
        let rows = try Trial().rows("Service,Email\nHire,a@b.co\n,\n\n\"\",\nHire,c@d.eu\n")
        #expect(rows.map(\.outcome) == [.accepted, .skipped, .skipped, .accepted])
        #expect(rows.map(\.record) == [1, nil, nil, 2])
    }

    @Test func `the subject of a row is its own, also where the row could not be read`() throws {
        var reader = try CSVReader(
            MemorySource("Service,Email,Employee ID\nHire,a@b.co\nHire,c@d.eu,E2\nHire,e@f.gh,\n"))
        let intake = try Trial().intake(header: reader.header.names)
        var judge = RowJudge(intake)
        var (block, verdicts) = (RecordBlock(), VerdictBlock())
        _ = try reader.read(into: &block)
        judge.judge(block, into: &verdicts)
        let subjects = verdicts.rows.map { intake.subject(of: $0, in: verdicts, block: block) }
        #expect(subjects.dropFirst() == ["E2", "e@f.gh"])
        #expect(subjects.first == "")
    }
}
