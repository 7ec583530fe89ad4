import Testing

@testable import Records

@Suite struct FooterTests {
    @Test(arguments: [
        "Total,45,,", "Total: 45,,,", "TOTAL", "Total records: 45", "Summe,12,,", "Gesamt,,,12", "Count: 7,,,",
        "Records: 7", "Number of records: 7,,,", "*** End of report ***", "-- Ende des Berichts --,,,",
        "\"Grand Total\",\"1,234\",,", "Total employees,45,,", "EOF",
    ])
    func `totals and closing lines are skipped`(footer: String) throws {
        let reading = try Reading("First Name,Last Name,Email,Site\na,b,c,d\n\(footer)\n")
        #expect(reading.rows == ["2: a|b|c|d", "3: [footer]"])
    }

    @Test(arguments: [
        "Total,Berg,a@x.com,", "Count,Dracula,,", "Count Dracula,cd@x.com,,", "Sum,Wong,,", "Ende,Michael,,",
        "Total,45,46,", "Anna,,,", "Endo,,,", "Rowan", "Recordo,7",
    ])
    func `what may be a person is judged`(row: String) throws {
        let reading = try Reading("First Name,Last Name,Email,Site\na,b,c,d\n\(row)\n")
        #expect(reading.rows.count == 2)
        #expect(reading.rows.last?.contains("footer") == false)
    }

    @Test func `in narrow files only a lone cell is a footer`() throws {
        #expect(try Reading("Last Name,Extension\nTotal,45\nTotal: 1\n").rows == ["2: Total|45", "3: [footer]"])
        #expect(try Reading("Last Name\nTotal\n").rows == ["2: Total"])
    }
}
