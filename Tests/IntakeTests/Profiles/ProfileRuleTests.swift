import Intake
import Records
import ServiceCatalog
import TestSupport
import Testing

/// What a row of a profiled file asks for.
struct ProfileRuleTests {
    private static let rules = ProfileRun.csv(
        """
        columns: {status: [Event, Status], left: [Left]}
        words: {joins: [Hire, Rehire]}
        fields: {employee_id: [ID], email: [Mail], username: [Mail], site: [Site]}
        dates: {none: ["0000-00-00"]}
        requests:
          - {when: {status: joins}, service: work-new-user, set: {effective_date: [Start]}}
          - {when: {status: Inactive, left: empty}, unclear: "{status} is the status, which may be leave. Fill in {Left}."}
          - {when: {left: future}, service: work-offboard, set: {effective_date: [Left]}}
          - {when: {left: {days: -30..-1}}, service: work-delete, set: {effective_date: [Left]}}
          - {when: {left: past}, unchanged: left long ago}
          - changes: {site: [Old Site, Site], email: [Old Mail, Mail], department: [Old Dept, Dept]}
            service: work-change
          - otherwise: unchanged

        """)
    private static let header = "ID,First Name,Last Name,Mail,Site,Status,Start,Left,Old Site,Old Mail\n"

    private func row(_ rest: String) throws -> ProfileRun.Row {
        try ProfileRun(profile: Self.rules).rows(Self.header + "7,Ines,Okafor,ines@example.com,Rome,\(rest)\n")[0]
    }

    @Test(arguments: [
        ("hire,2027-01-04,,,", "work-new-user"), ("RE-HIRE,2027-01-04,,,", "work-new-user"),
        (",,2026-12-14,,", "work-offboard"), (",,2027-01-01,,", "work-offboard"), (",,2026-12-13,,", "work-delete"),
        (",,2026-11-14,,", "work-delete"), (",,0000-00-00,Paris,", "work-change"),
        (",,,,old@example.com", "work-change"),
    ])
    func `the first rule that holds says what a row asks for`(rest: String, service: String) throws {
        let row = try row(rest)
        #expect(row.service == service)
        #expect(row.outcome == .accepted, "\(row.codes)")
    }

    @Test func `a change names the field, the old and the new value`() throws {
        let row = try row("Active,,,Paris,")
        #expect(row.values["change_field"] == "site")
        #expect(row.values["change_from"] == "Paris")
        #expect(row.values["change_to"] == "Rome")
    }

    @Test func `two changes at once are unclear`() throws {
        let row = try row(",,,Paris,old@example.com")
        #expect(row.codes == ["profile.unclear - -"])
        #expect(row.reasons[0].sentence.hasPrefix("Site and email change in this row, and a case is one change."))
    }

    @Test func `rows that ask for nothing are unchanged, with their cause`() throws {
        #expect(try row("Active,,,,").cause == "asks for nothing")
        #expect(try row(",,2026-11-13,,").cause == "left long ago")
        #expect(try row("Active,,,Rome,").outcome == .unchanged, "the old value is the new one")
    }

    @Test func `an unclear row is rejected with the profile's sentence, which repeats values`() throws {
        let row = try row("inactive,,,,")
        #expect(row.outcome == .rejected)
        #expect(row.codes == ["profile.unclear - 6"])
        #expect(row.reasons[0].sentence == "inactive is the status, which may be leave. Fill in (empty).")
    }

    @Test func `a date that cannot be read never lets a row slip through`() throws {
        #expect(try row(",,31.02.2027,,").codes == ["date.calendar effective_date 8"])
        #expect(try row(",,02/03/2027,,").codes == ["date.order effective_date 8"])
        #expect(try row(",,soon,,").codes == ["date.syntax effective_date 8"])
    }

    @Test func `without a rule that holds a row is unclear`() throws {
        let profile = ProfileRun.csv("requests:\n  - {when: {Status: x}, service: work-delete}\n")
        let row = try ProfileRun(profile: profile).rows("ID,Status\n1,y\n")[0]
        #expect(row.codes.first == "profile.unclear - -")
    }

    @Test func `the service that the user names goes before the rules, and keeps what they set`() throws {
        var run = ProfileRun(profile: Self.rules)
        run.service = "work-new-user"
        let row = try run.rows(Self.header + "7,Ines,Okafor,ines@example.com,Rome,Inactive,2027-01-04,,,\n")[0]
        #expect(row.service == "work-new-user")
        #expect(row.values["effective_date"] == "2027-01-04")
    }

    @Test func `without rules the file's own columns say what is asked for`() throws {
        let profile = ProfileRun.csv(
            "fields: {email: Mail, username: Mail, service: {column: Action, words: {Fertig: Deactivate}}, product: {value: Work}}\n"
        )
        let row = try ProfileRun(profile: profile).rows("ID,Mail,Action\n1,a@example.com,fertig\n")[0]
        #expect(row.service == "work-offboard")
        #expect(row.outcome == .accepted)
    }

    // MARK: One row of a person

    private static let positions = ProfileRun.csv(
        """
        shape: {primary: {column: Primary, is: [Yes, "1"], person: [ID]}}
        fields: {employee_id: [ID], email: [Mail], username: [Mail]}
        requests: [{service: work-offboard}]

        """)

    @Test func `further positions are unchanged, and nobody without a primary one is lost`() throws {
        let text =
            "ID,Mail,Primary\nA1,a@example.com,\nA1,a@example.com,yes\nb2,b@example.com,No\nA1,a@example.com,no\n"
        for blockSize in [1, 40, 1 << 16] {
            let rows = try ProfileRun(profile: Self.positions).rows(text, blockSize: blockSize)
            #expect(rows.map(\.outcome) == [.unchanged, .accepted, .rejected, .unchanged])
            #expect(rows[2].codes == ["profile.unclear - 3"])
            #expect(rows[2].reasons[0].sentence.contains("Write “Yes” under “Primary”"))
        }
    }

    @Test func `without the column every row counts`() throws {
        let rows = try ProfileRun(profile: Self.positions).rows("ID,Mail\nA1,a@example.com\nB2,b@example.com\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted])
    }

    @Test func `a set of people holds what was put in, however often`() {
        var random = SeededGenerator.announced()
        var people = PersonSet()
        var known: Set<Hash128> = []
        for _ in 0..<20_000 {
            let hash = Hash128(of: "\(Int.random(in: 0..<9_000, using: &random))")
            people.insert(hash)
            known.insert(hash)
        }
        people.finish()
        for number in 0..<10_000 {
            let hash = Hash128(of: "\(number)")
            #expect(people.contains(hash) == known.contains(hash))
        }
    }
}
