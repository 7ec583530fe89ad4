import Intake
import Records
import ServiceCatalog
import Testing

/// Where the values of a profiled file come from, and where a reason about them points.
struct ProfileFieldTests {
    private static let header = "ID,Payroll Name,Mail,Login,Place,Start,Extra\n"

    private func run(_ fields: String, dates: String = "") -> ProfileRun {
        ProfileRun(
            profile: ProfileRun.csv(
                """
                fields:
                  employee_id: [Number, ID]
                  email: Mail
                \(fields)
                \(dates)
                requests:
                  - service: work-new-user
                    set: {effective_date: [Start]}

                """))
    }

    private static let named = """
          first_name: {split: Payroll Name, at: ",", part: 2}
          last_name: {split: Payroll Name, at: ",", part: 1}
          username: {first: [Login, {split: Mail, at: "@", part: 1}]}
          site: {column: Place, words: {LON1: London - City}, default: Head Office}
          license: {value: X2}
          notes: {join: [Place, Start], with: " / "}
        """

    @Test func `values are cut, joined, translated and made up`() throws {
        let rows = try run(Self.named).rows(
            Self.header + "7,\"Okafor, Ines\",ines@example.com,,lon 1,2027-02-01,x\n"
                + "8,\"Brandt, Lena\",lena@example.com, lb ,,2027-02-01\n")
        #expect(rows.map(\.outcome) == [.accepted, .rejected])
        #expect(
            rows[0].values == [
                "employee_id": "7", "first_name": "Ines", "last_name": "Okafor", "email": "ines@example.com",
                "username": "ines", "site": "London - City", "license": "X2", "notes": "lon 1 / 2027-02-01",
                "effective_date": "2027-02-01",
            ])
        #expect(rows[1].codes == ["row.fields - -"], "a ragged row keeps its reason, and its count of cells")
        #expect(rows[1].reasons[0].sentence.hasPrefix("The row has 6 cells, the header has 7."))
    }

    @Test func `a row that lacks only empty cells is whole, and its derived values are in their places`() throws {
        let rows = try run(Self.named).rows(
            "ID,Payroll Name,Mail,Login,Place,Start,\n8,\"Brandt, Lena\",lena@example.com,lb2,,2027-02-01\n"
                + "9,\"Brandt, Tim\",tim@example.com,tb2,,2027-02-01,,,\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted])
        #expect(rows.map { $0.values["site"] } == ["Head Office", "Head Office"])
        #expect(rows.map { $0.values["first_name"] } == ["Lena", "Tim"])
    }

    @Test func `a field that is never taken from the file comes from the rules alone`() throws {
        let run = ProfileRun(
            profile: ProfileRun.csv(
                """
                fields: {email: Mail, effective_date: []}
                requests:
                  - when: {Left: filled}
                    service: work-offboard
                    set: {effective_date: [Left]}
                  - when: {Status: Gone}
                    service: work-offboard
                  - otherwise: {unclear: What of it?}

                """))
        let rows = try run.rows(
            "ID,Mail,Username,Status,Left,End Date\n1,a.b@example.com,a.b,,2027-02-01,x\n"
                + "2,b.c@example.com,b.c,Gone,,x\n3,c.d@example.com,c.d,,,x\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted, .rejected])
        #expect(rows.map { $0.values["effective_date"] } == ["2027-02-01", nil, nil])
        #expect(rows[2].reasons.map(\.code) == ["profile.unclear"])
    }

    @Test func `a reason about a derived value names the column and what stands in it`() throws {
        let rows = try run(Self.named).rows(Self.header + "7,\"Okafor, I\",ines@example.com,i!,Rome,31.02.2027,\n")
        #expect(
            Set(rows[0].codes) == [
                "length.short first_name 2", "username.syntax username 4", "date.calendar effective_date 6",
            ])
        let text = rows[0].reasons.map(\.sentence).joined(separator: " ")
        #expect(text.contains("“i!”") && text.contains("“31.02.2027”"))
    }

    @Test func `a missing value points to its column, or says that there is none`() throws {
        let rows = try run(
            "  first_name: {split: Payroll Name, at: \",\", part: 2}\n  last_name: [Surname]\n  site: Place"
        )
        .rows(Self.header + "7,Okafor,ines@example.com,ines,Rome,,\n")
        #expect(rows[0].codes == ["field.required first_name 2", "field.required last_name -"])
        #expect(rows[0].reasons[1].sentence.contains("no such column"))
    }

    @Test func `a field that the profile does not name is found by its own spellings, unless it is shut out`() throws {
        let text = "ID,First Name,Surname,Mail,Username,Branch,Dept\n7,Ines,Okafor,ines@example.com,ines,Rome,Sales\n"
        #expect(try run("").rows(text)[0].values["department"] == "Sales")
        #expect(try run("  department: []").rows(text)[0].values["department"] == nil)
        #expect(try run("").rows(text)[0].outcome == .accepted)
    }

    @Test func `a date is cut off as it is written, and what stands for none is none`() throws {
        let dates = "dates: {columns: [Start], order: mdy, none: [\"00/00/0000\"]}"
        let run = run(Self.named, dates: dates)
        let line = { (start: String) in "7,\"Okafor, Ines\",ines@example.com,ines,Rome,\(start),\n" }
        for (written, read) in [
            ("2027-03-02-08:00", "2027-03-02"), ("2027-03-02T23:59:59+14:00", "2027-03-02"),
            ("03/02/2027", "2027-03-02"),
            ("00/00/0000", nil), ("2027-03-02", "2027-03-02"),
        ] {
            let row = try run.rows(Self.header + line(written))[0]
            #expect(row.outcome == .accepted, "\(written)")
            #expect(row.values["effective_date"] == read, "\(written)")
        }
        let serial = try run.rows(Self.header + line("46083"))[0]
        #expect(serial.codes == ["date.serial effective_date 6"])
        var british = run
        british.dateOrder = .dayMonthYear
        #expect(
            try british.rows(Self.header + line("03/02/2027"))[0].values["effective_date"] == "2027-02-03",
            "what the user says goes before the profile")
    }

    @Test func `a column is reproached for one field, not for each that is made of it`() throws {
        let run = run("  username: [Mail]\n  first_name: [Login]\n  last_name: [Login]\n  site: Place")
        let rows = try run.rows(
            Self.header + "7,,i at e,Ines,Rome,,\n8,,,Ines,Rome,,\n9,,x@y.example,I,R,2027-13-01,\n")
        #expect(rows[0].codes.filter { $0.hasSuffix(" 3") } == ["email.syntax email 3"])
        #expect(rows[1].codes == ["field.required email 3"])
        #expect(
            rows[2].codes == ["length.short first_name 4", "length.short site 5", "date.calendar effective_date 6"])
    }

    @Test func `the end of time is no date, whatever hour it has`() throws {
        let run = run(Self.named, dates: "dates: {columns: [Start], none: [\"4712-12-31\"]}")
        for end in ["4712-12-31", "4712-12-31T00:00:00.000+00:00", "4712-12-31-08:00"] {
            let row = try run.rows(Self.header + "7,\"Okafor, Ines\",ines@example.com,ines,Rome,\(end),\n")[0]
            #expect(row.values["effective_date"] == nil && row.outcome == .accepted)
        }
    }

    @Test func `two columns of the name that the profile needs are an error`() throws {
        let error = try #require(throws: IntakeError.self) {
            try run(Self.named).rows("ID,payroll-name,PAYROLL NAME,Mail,Start\n")
        }
        #expect(error.message.contains("columns 2 and 3 are both called “payroll-name”"))
    }

    @Test func `a profile gives the same cases as a plain list of requests`() throws {
        let plain = try Trial.shipped(
            "Employee ID,First Name,Last Name,Email,Username,Site,License,Effective Date,Product,Service\n"
                + "7,Ines,Okafor,ines@example.com,ines,Rome,X2,2027-02-01,8x8 Work,New Hire\n")
        let profiled = try run(Self.named.replacingNotes()).rows(
            Self.header + "7,\"Okafor, Ines\",ines@example.com,ines,Rome,2027-02-01,\n")
        #expect(plain == profiled.map(\.caseID))
    }
}

extension String {
    fileprivate func replacingNotes() -> String {
        split(separator: "\n").filter { !$0.contains("notes:") }.joined(separator: "\n")
    }
}

extension Trial {
    /// The case ids of a list of requests for the built-in services.
    fileprivate static func shipped(_ text: String) throws -> [CaseID] {
        let catalog = try ServiceCatalog.load(customDirectory: nil)
        var reader = try CSVReader(MemorySource(name: "list.csv", text))
        let intake = try Intake(
            catalog: catalog, calendars: try CalendarCatalog.load(), header: reader.header,
            options: IntakeOptions(
                defaultRegion: "Europe", receivedAt: Trial.options().receivedAt, fileName: "list.csv"))
        var judge = RowJudge(intake)
        var block = JudgedBlock()
        var ids: [CaseID] = []
        while try reader.read(into: &block.records) {
            judge.judge(block.records, into: &block.verdicts)
            ids += block.verdicts.rows.map(\.caseID)
        }
        return ids
    }
}
