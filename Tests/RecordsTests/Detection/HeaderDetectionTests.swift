import Testing

@testable import Records

@Suite struct HeaderDetectionTests {
    @Test func `titles above a header of known names are passed over and said`() throws {
        let reading = try Reading(
            "Hires 03/2026\n\nCreated:;2026-03-02;;\n;;;\nFirst Name;Last Name;Email;Shoe\nInes;Okafor;i@x.com;38\n"
        )
        #expect(reading.header == ["First Name", "Last Name", "Email", "Shoe"])
        #expect(reading.headerLine == 5)
        #expect(reading.skipped == ["1: title row", "3: title row", "4: row of empty cells"])
        #expect(reading.rows == ["6: Ines|Okafor|i@x.com|38"])
        #expect(reading.facts["header line"] == "5 (detected)")
        #expect(reading.facts["delimiter"] == "semicolon (detected)")
    }

    @Test func `titles above a header of unknown names are found by the number of cells`() throws {
        let reading = try Reading("Report of the day\nalpha,beta,gamma\n1,2,3\n4,5,6\n", knowsNames: false)
        #expect(reading.header == ["alpha", "beta", "gamma"])
        #expect(reading.skipped == ["1: title row"])
        #expect(reading.rows.count == 2)
    }

    @Test(arguments: [
        "a,b,c\nw,x,y,z\nw,x,y,z\n",  // all rows too wide
        "a,b,,\nw,x,y,z\nw,x,y,z\n",  // gaps in the header
        "a\nx,y,z\nx,y,z\n", "a,,,d e\nw,x,y,z\nw,x,y,z\n", "a\nx,y\nx,y\n", "a,b\n1,2\n", "a\n", "a,1\nb,c\n",
    ])
    func `without known names the first row is the header unless it is plainly a title`(text: String) throws {
        let reading = try Reading(text, knowsNames: false)
        #expect(reading.headerLine == 1)
        #expect(reading.skipped.isEmpty)
    }

    @Test func `a record above the header is not thrown away as a title`() throws {
        let error = #expect(throws: RecordError.self) {
            try Reading("Ines,Okafor,i@x.com\nFirst Name,Last Name,Email\nAnna,Berg,a@x.com\n")
        }
        #expect(error?.message.contains("line 2") == true && error?.message.contains("line 1") == true)
        #expect(error?.message.contains("--header-line") == true)
    }

    @Test func `the header line that the user sets holds`() throws {
        let text = "Ines,Okafor,i@x.com\nFirst Name,Last Name,Email\nAnna,Berg,a@x.com\n"
        let first = try Reading(text, CSVOptions(headerLine: 1))
        #expect(first.header == ["Ines", "Okafor", "i@x.com"])
        let second = try Reading(text, CSVOptions(headerLine: 2))
        #expect(second.header == ["First Name", "Last Name", "Email"])
        #expect(second.skipped == ["1: title row"])
        #expect(second.facts["header line"] == "2 (set by user)")
        #expect(throws: RecordError.self) { try Reading(text, CSVOptions(headerLine: 9)) }
    }

    @Test func `labels under keys are a second header`() throws {
        let reading = try Reading(
            """
            STATUS,USERID,FIRSTNAME,LASTNAME,EMAIL
            STATUS,USERID,First Name,Last Name,E-Mail
            active,100442,Ines,Okafor,i@x.com

            """)
        #expect(reading.header == ["STATUS", "USERID", "FIRSTNAME", "LASTNAME", "EMAIL"])
        #expect(reading.skipped == ["2: second header row"])
        #expect(reading.rows == ["3: active|100442|Ines|Okafor|i@x.com"])
    }

    @Test func `of two header rows the upper one counts, also when it knows fewer names`() throws {
        let reading = try Reading("USERID,FIRSTNAME,X1,X2\nUserid,First Name,Last Name,Email\n1,a,b,c\n")
        #expect(reading.header[2] == "X1")
        #expect(reading.skipped == ["2: second header row"])
    }

    @Test func `a record under the header stays a record`() throws {
        for record in ["Email,Berg,a@x.com", "First Name,,", "a,b,c", "Site,Last Name"] {
            let reading = try Reading("First Name,Last Name,Email\n\(record)\n")
            #expect(reading.skipped.isEmpty)
            #expect(reading.rows.count == 1)
        }
    }

    @Test func `a header repeated further down is skipped, its labels too, and its neighbours stay`() throws {
        let top = "USERID,FIRSTNAME,LASTNAME\nUserid,First Name,Last Name\n"
        let reading = try Reading(
            top + "1,a,b\n" + top + "2,c,d\n\u{FEFF}" + top + "\"USERID\",FIRSTNAME,LASTNAME\n3,e,f\n")
        #expect(
            reading.rows == [
                "3: 1|a|b", "4: [repeated header]", "5: [second header row]", "6: 2|c|d", "7: [repeated header]",
                "8: [second header row]", "9: [repeated header]", "10: 3|e|f",
            ])
    }

    @Test func `labels alone further down are judged like any row`() throws {
        let reading = try Reading("USERID,FIRSTNAME\nUserid,First Name\n1,a\nUserid,First Name\n")
        #expect(reading.rows == ["3: 1|a", "4: Userid|First Name"])
    }

    @Test func `the name of a single column may be a value`() throws {
        #expect(try Reading("Email\nEmail\nEmail\n").rows == ["2: Email", "3: Email"])
    }
}
