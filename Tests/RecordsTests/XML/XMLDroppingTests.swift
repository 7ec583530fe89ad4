import Records
import TestSupport
import Testing

/// Personal data that is to be left out reaches neither cells nor header nor any text that is written.
struct XMLDroppingTests {
    private static let people = """
        <wd:Report xmlns:wd="urn:w" wd:SSN="SECRET"><Salary>SECRET</Salary>
          <wd:Entry wd:SSN="SECRET" id="1 &lt;é">
            <wd:Name Nick="N&amp;1" SSN='SECRET&#10;' xmlns:q="urn:q" q:x="2">Ines</wd:Name><!-- SSN SECRET -->
            <wd:Tax_x0020_ID>SECRET<a><b k="SECRET">SECRET</b></a><![CDATA[SECRET]]></wd:Tax_x0020_ID>
            <wd:Pay><wd:Salary>SECRET</wd:Salary><wd:Grade>7</wd:Grade><wd:Salary>SECRET</wd:Salary></wd:Pay>
            <wd:ID wd:type="WID">w</wd:ID><wd:ID wd:type="Passport">SECRET</wd:ID><wd:ID wd:type="No">4</wd:ID>
            <Birth><Date>SECRET</Date><Place>Bath</Place></Birth><Date>2026-01-02</Date>before<Salary/> after
          </wd:Entry>
          <wd:Entry><wd:Name>Bo</wd:Name></wd:Entry>
        </wd:Report>
        """
    private static let options = XMLOptions(
        recordPath: ["Report", "Entry"], keyAttributes: ["ID": "type"],
        dropped: ["ssn", "Tax ID", "Birth/Date", "SALARY", "ID[@type=Passport]"])

    @Test(arguments: [1, 2, 3, 7, 40, 1 << 18])
    func `what is dropped is nowhere, and its neighbours are whole`(blockSize: Int) {
        let read = XMLReading(Self.people, options: Self.options, blockSize: blockSize)
        #expect(read.error == nil)
        #expect(
            read.rows == [
                [
                    "@id": "1 <é", "Name/@Nick": "N&1", "Name/@x": "2", "Name": "Ines", "Pay/Grade": "7",
                    "ID[@type=WID]": "w", "ID[@type=No]": "4", "Birth/Place": "Bath", "Date": "2026-01-02",
                    "text()": "before after",
                ], ["Name": "Bo"],
            ])
        #expect(!read.document.contains("SECRET"))
        #expect(!read.header.contains { $0.contains("Salary") || $0.contains("Tax") || $0.contains("SSN") })
        let again = XMLReading(read.document, options: Self.options, blockSize: blockSize)
        #expect(again.error == nil && again.rows == read.rows)
        let undropped = XMLReading(read.document, record: ["Report", "Entry"], keys: ["ID": "type"])
        #expect(
            undropped.rows.map { $0.filter { $0.key != "text()" } }
                == read.rows.map { $0.filter { $0.key != "text()" } })
    }

    @Test(arguments: [
        ("Salary", "<r><p><a>1</a><b>2</b></p></r>"), ("a/b", "<r><p><b>2</b></p></r>"), ("", "<r><p><b>2</b></p></r>"),
        ("b/", "<r><p><b>2</b></p></r>"), ("@", "<r><p k='1'><b>2</b></p></r>"),
    ])
    func `an entry that meets nothing drops nothing`(entry: String, text: String) {
        let read = XMLReading(text, options: XMLOptions(recordPath: ["r", "p"], dropped: [entry]))
        #expect(read.rows.first?["b"] == "2")
        #expect(read.rows == XMLReading(text, record: ["r", "p"]).rows)
    }

    @Test func `a record that is too long shows nothing of what is dropped`() {
        let long = String(repeating: "x", count: 3000)
        var options = XMLOptions(recordPath: ["r", "p"], dropped: ["ssn"])
        options.limits.recordBytes = 2000
        let read = XMLReading(
            "<r><p ssn='1' i='1'><a>\(long)</a><ssn>2</ssn></p><p i='2'><ssn>\(long)</ssn><a>3</a></p>"
                + "<p i='3'><a ssn='5'>4</a></p></r>",
            options: options)
        #expect(read.error == nil)
        #expect(read.forms == [.tooLong, .whole, .whole])
        #expect(read.texts == [#"<p i="1"/>"#, #"<p i="2"><a>3</a></p>"#, #"<p i="3"><a>4</a></p>"#])
    }

    @Test func `any piece of a file gives the same, dropped or not`() {
        var random = SeededGenerator.announced()
        let pieces = [
            "<a>1</a>", "<s>9</s>", "<b s='9' k='2'>x</b>", "<!-- 9 -->", "te&amp;xt", "é", "<g><s/><a>3</a></g>",
            "<s><a>9</a></s>",
            "<![CDATA[<z>]]>", "\n ", "<b s='9'/>",
        ]
        for _ in 0..<300 {
            let records = (0..<3).map { _ in "<p>\(random.text(of: pieces, count: 6))</p>" }.joined()
            let options = XMLOptions(recordPath: ["r", "p"], dropped: ["s"])
            let whole = XMLReading("<r>\(records)</r>", options: options)
            let small = XMLReading(
                "<r>\(records)</r>", options: options, blockSize: Int.random(in: 1...30, using: &random))
            #expect(whole.error == nil)
            #expect(whole.rows == small.rows && whole.texts == small.texts, "\(records)")
            #expect(!whole.document.contains("9"), "\(records)")
            let values = whole.rows.flatMap(\.values)
            #expect(!values.contains { $0.contains("9") }, "\(records)")
        }
    }
}
