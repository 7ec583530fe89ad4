import ServiceCatalog
import Testing

/// Each sort of mistake in a profile, with its place and its whole sentence.
struct ProfileProblemTests {
    struct Sample: CustomTestStringConvertible {
        var text: String
        var problems: Set<String>
        var testDescription: String { problems.sorted().joined(separator: "; ") }

        init(_ rest: String, _ problems: String...) {
            text = "id: t\nname: T\nformat: csv\nkind: delta\nfit: {headers: [A]}\n" + rest
            self.problems = Set(problems)
        }

        init(whole text: String, _ problems: String...) {
            self.text = text
            self.problems = Set(problems)
        }
    }

    private func expectProblems(of sample: Sample) throws {
        #expect(Set(try MarkedDefinition(sample.text).profileProblems()) == sample.problems)
    }

    @Test(arguments: [
        Sample(
            whole: "①foo: 1\nid: ②T X\nname: T\nformat: ③json\nkind: ④deltas\nfit: ⑤{}\n",
            "① a profile has no key “foo”; use one of: id, name, format, kind, fit, shape, columns, words, fields, "
                + "dates, requests, drop, refuse",
            "② an id is made of lower-case words and digits joined by hyphens, such as workday-raas-csv, not “T X”",
            "③ “format” cannot be “json”; use one of: csv, xml", "④ “kind” cannot be “deltas”; did you mean “delta”?",
            "⑤ “fit” names nothing that a file must have; list columns under “headers”"),
        Sample(
            whole: "①name: T\n", "① a profile needs the key “id”", "① a profile needs the key “format”",
            "① a profile needs the key “kind”", "① a profile needs the key “fit”"),
        Sample(
            whole: "id: ①none\nname: T\nformat: csv\nkind: delta\nfit: {②root: R, headers: [A, ③[]]}\n",
            "① “none” stands for no profile; choose another id",
            "② “root” says something about XML only, and the format is csv",
            "③ an item of “headers” is an empty list"),
        Sample(
            "shape:\n  ①record: A\n  header-rows: ②3\n  primary: {column: P, ③of: x, is: [Y], person: [A]}\n",
            "① “record” says something about XML only, and the format is csv", "② “header-rows” must be 1 or 2",
            "③ “primary” has no key “of”; use one of: column, is, person"),
        Sample(
            whole: """
                id: t
                name: T
                format: xml
                kind: roster
                fit: {root: R}
                shape:
                  record: [R/E, ①"wd:R/E", ②R//E]
                  slices:
                    - {of: a/b, ③tie: n}
                    - {of: a/b, from: d, where: ④{column: c}}
                    - ⑤{from: d}

                """,
            "① “wd:R/E” is no path; write the names of the elements from the root, without prefixes, such as "
                + "Report_Data/Report_Entry",
            "② “R//E” is no path; write the names of the elements from the root, without prefixes, such as "
                + "Report_Data/Report_Entry",
            "③ “tie” parts slices of one day, so it needs “from”",
            "④ “where” needs either “is” or “is-not” with a list of words", "⑤ “slices” needs the key “of”"),
        Sample(
            "drop: [Salary]\nfields:\n  cost_center: [①Salary]\nrefuse: [②{because: It is none.}, ③{root: a}]\n",
            "① “Salary” is dropped, so it cannot be read; take it out of “drop” or out of here",
            "② an item of “refuse” needs the key “root” or “headers”", "③ an item of “refuse” needs the key “because”"),
    ])
    func `the head, the shape and what is dropped`(sample: Sample) throws {
        try expectProblems(of: sample)
    }

    @Test func `a file is not recognised by what is dropped, since its rejection file has it no more`() throws {
        let text =
            "id: t\nname: T\nformat: csv\nkind: delta\nfit: {headers: [A, [B, ①Pay]], hints: [②Age]}\ndrop: [age, pay]\n"
        #expect(
            try MarkedDefinition(text).profileProblems() == [
                "① “Pay” is dropped, so it cannot be read; take it out of “drop” or out of here",
                "② “Age” is dropped, so it cannot be read; take it out of “drop” or out of here",
            ])
    }

    @Test(arguments: [
        Sample(
            "fields:\n  ①emial: [Mail]\n  email:②\n  username: [③'--']\n  site: ⑤{④colunm: [A]}\n",
            "① no service has a field “emial”; did you mean “email”?",
            "② the field “email” has no source; name a column after the colon, or [] for none",
            "③ “--” has no letter or digit, so no column can be called so",
            "④ the field “site” has no key “colunm”; did you mean “column”?",
            "⑤ the field “site” needs exactly one of column, first, split, join and value"),
        Sample(
            "fields:\n  site: {column: A, ①value: B}\n  first_name: {split: A, at: ',', part: ②0}\n"
                + "  last_name: {column: A, ③at: ','}\n  region: {value: Europe, ④default: US}\n  email: ⑤{split: A, part: 1}\n",
            "① the field “site” needs exactly one of column, first, split, join and value",
            "② “part” must be a number from 1 on, or from -1 backwards",
            "③ “at” belongs to “split”, and the field “last_name” has “column”",
            "④ “default” means nothing beside “value”, which is always the same",
            "⑤ the field “email” needs the key “at”"),
        Sample(
            "fields:\n  site: {column: A, words: {LON: London, ①lon: Londres}}\ncolumns:\n  ②a/b: [A]\nwords: {③filled: [x]}\n",
            "① “lon” is the same word as “LON”; keep one", "② a name of your own for a column has no “/”",
            "③ “filled” means something else in a rule; choose another name"),
        Sample(
            "fields: {①emplyee_id: [A]}\ndates: {order: ②usa}\n",
            "① no service has a field “emplyee_id”; did you mean “employee_id”?",
            "② “order” cannot be “usa”; use one of: dmy, mdy, ymd"),
    ])
    func `fields`(sample: Sample) throws {
        try expectProblems(of: sample)
    }

    @Test(arguments: [
        Sample(
            "requests:\n  - {when: {A: x}, service: ①work-new-usr}\n  - ②{when: {A: y}}\n"
                + "  - {unclear: x, ③unchanged: true}\n",
            "① there is no service “work-new-usr”; did you mean “work-new-user”?",
            "② a rule needs exactly one of service, unchanged and unclear",
            "③ a rule needs exactly one of service, unchanged and unclear"),
        Sample(
            "requests:\n  - ①{service: work-delete}\n  - {when: {A: {days: ②5..1}}, service: work-change, set: {③chang_to: A}}\n"
                + "  - otherwise: ④reject\n",
            "① this rule always holds, so the rules below it never do; put it last",
            "② “days” must be a range of days such as -30.., ..-1 or 0..30",
            "③ no service has a field “chang_to”; did you mean “change_to”?",
            "④ “otherwise” must be unchanged, or a group of keys such as {unclear: \"…\"} or {service: work-new-user}"),
        Sample(
            "requests:\n  - {when: {A: x}, service: work-delete, set: {①license: A}}\n  - {when: ②{}, unclear: x}\n"
                + "  - {when: {changed: ③[A]}, unclear: x}\n  - {④when: {A: x}, otherwise: unchanged}\n"
                + "  - {when: {A: x}, unclear: x, set: ⑤{site: A}}\n",
            "① the service work-delete has no field “license”; use one of: employee_id, username, email, extension, "
                + "phone_number, first_name, last_name, number_action, forward_mail_to, effective_date, region, notes",
            "② “when” is empty; leave it out of a rule that always holds",
            "③ “changed” needs two columns, the old and the new: [Old Site, New Site]",
            "④ “when” cannot stand beside “otherwise”; put it inside: otherwise: {…}",
            "10:5 this rule always holds, so the rules below it never do; put it last",
            "⑤ “set” needs a service to set the fields of"),
    ])
    func `requests`(sample: Sample) throws {
        try expectProblems(of: sample)
    }

    @Test func `a whole profile has no problems`() throws {
        let text = """
            id: t
            name: T
            format: csv
            kind: delta
            fit: {headers: [[ID, Number], Name], hints: [Status]}
            columns: {status: [Status, Event], left: {first: [Last Day, End]}}
            words: {joins: [Hire, Rehire]}
            fields:
              employee_id: [ID, Number]
              first_name: {split: Name, at: ",", part: -1}
              last_name: {split: Name, at: ",", part: 1}
              job_title: {join: [[Given, First], Last], with: "-"}
              site: {column: Place, words: {LON: London}, default: Paris}
              license: {value: X2}
              username: {first: [Login, {split: [Mail], at: "@", part: 1}]}
              notes: []
            dates: {columns: [left], order: mdy, none: ["00/00/0000"]}
            requests:
              - {when: {status: joins}, service: work-new-user, set: {effective_date: [Start]}}
              - {when: {left: {days: -30..}}, service: work-offboard}
              - {changes: {site: [Old Place, Place]}, service: work-change}
              - {when: {changed: [[A, B], [C, D]]}, unclear: "Two at once in {status}."}
              - {when: {status: [Active]}, unchanged: nothing happens}
              - otherwise: {unclear: "What is {status}?"}
            drop: Salary
            refuse: [{headers: [Applicant], because: These are applicants.}]

            """
        #expect(try MarkedDefinition(text).profileProblems() == [])
    }

    @Test func `every built-in profile is in order, and speaks of services that there are`() throws {
        let catalog = try ServiceCatalog.load(customDirectory: nil)
        for (id, file) in ProfileCatalog.builtInFiles() {
            let profile = try ProfileCatalog.read(file.bytes, name: id, services: catalog)
            #expect(profile.id == id)
        }
    }
}
