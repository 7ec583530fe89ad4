import Intake
import Records
import Testing

/// Profiles of XML: paths, elements told apart by attributes, and slices of time.
struct ProfileXMLTests {
    private static let profile = """
        id: t
        name: T
        format: xml
        kind: roster
        fit: {root: R}
        shape:
          record: [R/P]
          keys: {ID: type}
          slices:
            - {of: mail, where: {type: [B]}}
            - {of: emp, from: start, where: {column: class, is-not: [GA]}}
            - {of: emp/job, from: start, tie: seq}
        fields:
          employee_id: ["ID[@type=Number]"]
          email: [mail/address]
          username: {split: mail/address, at: "@", part: 1}
          first_name: [Given]
          last_name: [Family]
          site: [emp/job/place]
          department: [emp/unit]
        requests:
          - {when: {emp/job/place: empty}, unclear: no place}
          - {service: work-new-user}
        drop: [birth]

        """

    private func rows(_ records: String) throws -> [ProfileRun.Row] {
        try ProfileRun(profile: Self.profile).rows("<R>\(records)</R>")
    }

    private static let start = """
        <P><ID type="Other">x</ID><ID type="Number">7</ID><names><Given>Ines</Given></names><Family>Okafor</Family>\
        <birth>1990-01-01</birth><mail><type>P</type><address>p@example.net</address></mail>\
        <mail><type>B</type><address>ines@example.com</address></mail>
        """

    private func job(_ start: String, _ place: String, seq: Int = 1) -> String {
        "<job><start>\(start)</start><seq>\(seq)</seq><place>\(place)</place></job>"
    }

    @Test func `the slice in force is read, with what stands around it`() throws {
        let row = try rows(
            Self.start
                + "<emp><class>GA</class><start>2026-11-01</start><unit>Abroad</unit>\(job("2026-11-01", "Oslo"))</emp>"
                + "<emp><class>ST</class><start>2020-01-01</start><unit>Home</unit>\(job("2020-01-01", "Paris"))"
                + "\(job("2026-12-14", "Rome"))\(job("2026-12-14", "Madrid", seq: 2))\(job("2026-12-15", "Later"))</emp></P>"
        )[0]
        #expect(row.outcome == .accepted, "\(row.codes)")
        #expect(row.values["site"] == "Madrid")
        #expect(row.values["department"] == "Home")
        #expect(row.values["email"] == "ines@example.com")
        #expect(row.values["username"] == "ines")
        #expect(row.values["employee_id"] == "7")
        #expect(row.values["first_name"] == "Ines", "a lone name is found at the end of the one path that has it")
    }

    @Test func `of slices that are all to come the earliest counts`() throws {
        let row = try rows(
            Self.start
                + "<emp><start>2027-01-01</start>\(job("2027-05-01", "Oslo"))\(job("2027-01-01", "Bern"))</emp></P>")[0]
        #expect(row.values["site"] == "Bern")
    }

    @Test func `a record none of whose slices passes has none of their values`() throws {
        let rows = try rows(
            Self.start + "<emp><class>ST</class><start>2020-01-01</start>\(job("2020-01-01", "Rome"))</emp></P>"
                + Self.start + "<emp><class>GA</class><start>2020-01-01</start>\(job("2020-01-01", "Rome"))</emp></P>")
        #expect(rows.map(\.outcome) == [.accepted, .rejected])
        #expect(rows[1].codes.first?.hasPrefix("profile.unclear") == true)
    }

    @Test(arguments: [
        (["2020-01-01 Rome", "2026-12-10 Oslo"], "Rome", "Oslo", ""),
        (["2026-12-10 Oslo", "2020-01-01 Rome", "2019-01-01 Bern"], "Rome", "Oslo", ""),
        (["2020-01-01 Rome", "2027-02-01 Oslo", "2027-03-01 Bern"], "", "Rome", "Oslo"),
        (
            ["2019-01-01 Bern", "2020-01-01 Rome", "2020-01-01 Paris", "2027-02-01 Oslo", "2027-02-01 Riga"], "Bern",
            "Paris", "Riga"
        ),
        (["2027-02-01 Oslo", "2027-03-01 Bern"], "", "Oslo", "Bern"),
        (["2020-01-01 Rome"], "", "Rome", ""),
    ])
    func `the slices before and after the one in force are read`(
        jobs: [String], before: String, now: String, after: String
    ) throws {
        let profile = Self.profile.replacing(
            "  department: [emp/unit]",
            with: "  department: [\"emp/job[previous]/place\"]\n  job_title: [\"emp/job[next]/place\"]")
        let texts = jobs.enumerated().map { number, text in
            job(String(text.prefix(10)), String(text.dropFirst(11)), seq: number + 1)
        }
        // A record with many slices makes columns that the others have no cells for.
        let rows = try ProfileRun(profile: profile).rows(
            "<R>\(Self.start)<emp><start>2020-01-01</start>\(texts.joined())</emp></P>"
                + "\(Self.start)<emp><start>2020-01-01</start>\(job("2020-01-01", "Rome"))</emp></P></R>")
        #expect(rows[0].values["department"] ?? "" == before)
        #expect(rows[0].values["site"] == now)
        #expect(rows[0].values["job_title"] ?? "" == after)
        #expect(rows[1].values["department"] ?? "" == "")
    }

    @Test func `columns that turn up late are found`() throws {
        let late = (0..<400).map { _ in "<P><Family>Sample</Family></P>" }.joined()
        let rows = try rows(
            late + Self.start + "<emp><start>2020-01-01</start>\(job("2020-01-01", "Rome"))</emp></P>")
        #expect(rows.last?.values["site"] == "Rome")
    }
}
