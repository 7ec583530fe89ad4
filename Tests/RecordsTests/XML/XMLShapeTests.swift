import Records
import Testing

/// The record's element is found, and its fields have the paths that a profile would name.
struct XMLShapeTests {
    @Test func `a Workday report gives references, typed ids and groups by path`() {
        let read = XMLReading(XMLSamples.workday)
        #expect(read.error == nil)
        #expect(
            read.header == [
                "Worker/@Descriptor", "Worker/ID/@type", "Worker/ID", "Worker/ID[2]/@type", "Worker/ID[2]",
                "First_Name",
                "Hire_Date", "Contact_group/Email", "Location/@Descriptor",
            ])
        #expect(read.rows.count == 2)
        #expect(read.rows.first?["Worker/ID[2]"] == "B-007")
        #expect(read.rows.first?["Worker/@Descriptor"] == "Renée O’Hara")
        #expect(read.rows.first?["Hire_Date"] == "2026-04-01-07:00")
        #expect(read.rows.last?["Location/@Descriptor"] == "Leeds")
        #expect(read.lines == [3, 12])
        #expect(read.hold == [true, false])
        #expect(read.facts.contains(ReadingFact("record", "Report_Data/Report_Entry", .detected)))
        #expect(read.facts.contains(ReadingFact("namespaces", "wd=urn:com.workday.report/INT_Phones", .detected)))
    }

    @Test func `a key attribute names the element`() {
        let read = XMLReading(XMLSamples.workday, keys: ["ID": "type"])
        #expect(read.rows.first?["Worker/ID[@type=Employee_ID]"] == "B-007")
        #expect(!read.header.contains { $0.hasSuffix("/@type") })
    }

    @Test func `a key is matched by its local name, whatever prefixes the file has`() {
        let text = XMLSamples.workday.replacing("wd:", with: "q:").replacing(":wd=", with: ":q=")
        let read = XMLReading(text, keys: ["ID": "type"])
        #expect(read.rows.first?["Worker/ID[@type=Employee_ID]"] == "B-007")
        #expect(read.rows.last?["Worker/ID[@type=WID]"] == "9c1e")
    }

    @Test func `escaped names are shown as they are meant`() {
        let options = XMLOptions(unescapesNames: true)
        let text = XMLSamples.oracle.replacing(
            "<FIRST_x0020_NAME>",
            with: "<Tax_x0028_x_x0029_ _x005F_x0041_='1'/><_x0031_st/><a_x00e9_x000A_x41_/><FIRST_x0020_NAME>")
        let read = XMLReading(text, options: options)
        #expect(read.header == ["PERSON_NUMBER", "Tax(x)/@_x0041_", "1st", "aéx000A_x41_", "FIRST NAME"])
        #expect(XMLReading(text).header.last == "FIRST_x0020_NAME")
    }

    @Test(arguments: [
        (XMLSamples.compoundEmployee, "queryCompoundEmployeeResponse/CompoundEmployee"),
        (XMLSamples.soap, "Envelope/Body/queryResponse/result/sfobject"),
        (XMLSamples.oracle, "DATA_DS/G_1"),
        ("<A><B><x>1</x></B><C><x>1</x></C><C><x>2</x></C></A>", "A/B"),
        ("<A><B><x>1</x></B><B><x>1</x></B><C><x>1</x></C><C><x>2</x></C></A>", "A/B"),
    ])
    func `the first accepted path that occurs is taken`(text: String, path: String) {
        let accepted = [
            "queryCompoundEmployeeResponse/CompoundEmployee", "Envelope/Body/queryResponse/result/sfobject", "A/Z",
            "A/B", "A/C",
        ].compactMap(XMLOptions.recordPath)
        let read = XMLReading(text, options: XMLOptions(recordPaths: accepted))
        #expect(read.facts.contains(ReadingFact("record", path, .detected)))
        #expect(!read.rows.isEmpty)
    }

    @Test func `a path given by the user goes before the accepted ones`() {
        let read = XMLReading(
            XMLSamples.soap, options: XMLOptions(recordPath: ["Envelope", "Body"], recordPaths: [["Envelope"]]))
        #expect(read.facts.contains(ReadingFact("record", "Envelope/Body", .setByUser)))
    }

    @Test func `the root is known before the first record`() {
        #expect(
            XMLReading(XMLSamples.workday).root
                == XMLRoot(name: "Report_Data", namespace: "urn:com.workday.report/INT_Phones"))
        #expect(XMLReading("<employees/>").root == XMLRoot(name: "employees", namespace: ""))
        let start = Array(XMLSamples.soap.utf8.prefix(120))
        #expect(XMLRoot(fromBeginning: start)?.namespace == "http://schemas.xmlsoap.org/soap/envelope/")
        #expect(XMLRoot(fromBeginning: Array("<?xml version='1.0'?><ro".utf8)) == nil)
        #expect(XMLRoot(fromBeginning: Array("a,b\n1,2".utf8)) == nil)
        #expect(XMLRoot(fromBeginning: []) == nil)
    }

    @Test func `BambooHR's fields go by their id`() {
        let read = XMLReading(XMLSamples.bamboo, keys: ["field": "id"])
        #expect(
            read.rows == [
                ["@id": "31", "field[@id=firstName]": "Ada", "field[@id=lastName]": "Byron"],
                ["@id": "32", "field[@id=firstName]": "Eve"],
            ])
        #expect(read.header.last == "field[@id=workPhone]")
        let plain = XMLReading(XMLSamples.bamboo)
        #expect(plain.rows.first?["field[2]"] == "Byron" && plain.rows.first?["field[2]/@id"] == "lastName")
    }

    @Test(arguments: [
        (XMLSamples.workdaySimple, "Report_Data/Report_Entry"),
        (XMLSamples.compoundEmployee, "queryCompoundEmployeeResponse/CompoundEmployee"),
        (XMLSamples.soap, "Envelope/Body/queryResponse/result/sfobject"),
        (XMLSamples.bamboo, "directory/employees/employee"),
        (XMLSamples.oracle, "DATA_DS/G_1"),
        (XMLSamples.oracleRows, "DATA_DS/ROWSET/ROW"),
        (XMLSamples.hrXML, "ProcessIndicative/DataArea/Indicative"),
        (XMLSamples.attributeRows, "data/row"),
        // A single record: below wrappers with one child, or in its plural.
        ("<A><B><x>1</x><y>2</y></B></A>", "A/B"),
        ("<A><B><id>1</id><p><x>1</x></p></B></A>", "A/B"),
        (
            "<d><fieldset><field id='x'>X</field></fieldset><employees><employee id='1'><field id='x'>1</field>"
                + "<field id='y'>2</field></employee></employees></d>", "d/employees/employee"
        ),
        ("<NewHire><Name>Ada</Name><Site>OSL</Site></NewHire>", "NewHire"),
        // Repeated groups inside a record that has fields of its own.
        ("<A><B><a>1</a><b>2</b><c>3</c><d>4</d><e>5</e><g><x>1</x></g><g><x>2</x></g></B></A>", "A/B"),
        // Leading lists that have only attributes give way.
        (#"<r><c n="1"/><c n="2"/><c n="3"/><row><x>1</x></row><row><x>2</x></row></r>"#, "r/row"),
    ])
    func `the record is found by its repetition`(text: String, path: String) {
        let read = XMLReading(text)
        #expect(read.error == nil)
        #expect(read.facts.first { $0.name == "record" }?.value == path)
        #expect(!read.rows.isEmpty)
    }

    @Test(arguments: [
        (
            "<r><hire><n>1</n></hire><hire><n>2</n></hire><leave><n>3</n></leave><leave><n>4</n></leave></r>",
            "r/hire and r/leave"
        ),
        ("<r><hires><hire><n>1</n></hire></hires><leavers><leaver><n>1</n></leaver></leavers></r>", "r/hires/hire and"),
    ])
    func `two elements that could both be the record are an error that names both`(text: String, named: String) {
        let read = XMLReading(text)
        #expect(read.rows.isEmpty)
        #expect(read.error?.code == .malformed)
        #expect(read.error?.message.contains(named) == true)
        #expect(read.error?.message.contains("--record") == true)
    }

    @Test func `a path given by the user is taken as it is`() {
        let read = XMLReading(
            XMLSamples.compoundEmployee,
            record: XMLOptions.recordPath(
                "/queryCompoundEmployeeResponse/CompoundEmployee/person/employment_information/sf:job_information"))
        #expect(read.rows == [["start_date": "2025-01-01"], ["start_date": "2026-05-01", "location": "OSL"]])
        #expect(read.facts.contains { $0.name == "record" && $0.origin == .setByUser })
        #expect(XMLOptions.recordPath("A//B") == nil)
        #expect(XMLOptions.recordPath("") == nil)
    }

    @Test func `a path that leads nowhere is an error and no empty file`() {
        let root = XMLReading(XMLSamples.oracle, record: ["DATA", "G_1"])
        #expect(root.error?.message.contains("the root element is DATA_DS") == true)
        let other = XMLReading(XMLSamples.oracle, record: ["DATA_DS", "G_2"])
        #expect(other.error?.message.contains("2 elements <G_1>") == true)
        let empty = XMLReading("<DATA_DS/>", record: ["DATA_DS", "G_2"])
        #expect(empty.error == nil && empty.rows.isEmpty)
    }

    @Test(arguments: [
        "<employees/>", "<employees></employees>", #"<?xml version="1.0"?><!-- none --><e count="0"> </e>"#,
    ])
    func `a root without elements has no records`(text: String) {
        let read = XMLReading(text)
        #expect(read.error == nil)
        #expect(read.rows.isEmpty && read.header.isEmpty)
        #expect(read.facts.contains(ReadingFact("record", "none", .detected)))
    }

    @Test(arguments: [
        ("<error>Session has expired</error>", "holds text"), ("<html><body><p>Log in</p></body></html>", "web page"),
        ("", "empty"), ("   ", ""), ("no xml at all", "no XML"), ("<?xml version=\"1.0\"?>", ""),
    ])
    func `a file that is something else is refused`(text: String, says: String) {
        let read = XMLReading(text)
        #expect(read.rows.isEmpty)
        #expect(read.error?.code == .malformed)
        #expect(says.isEmpty || read.error?.message.contains(says) == true)
    }

    @Test func `elements beside the records that look like records are named`() {
        let read = XMLReading(
            "<r>\n<hire><n>1</n></hire>\n<hire><n>2</n></hire>\n<leave><n>3</n></leave>\n<total>2</total>\n</r>")
        #expect(read.rows.count == 2)
        #expect(read.skipped.map(\.line) == [4])
        #expect(read.skipped.first?.cause.contains("<leave>") == true)
    }

    @Test func `XML is recognised by its first bytes`() {
        #expect(XMLReader.recognises(Array("\u{FEFF}\n <a/>".utf8)))
        #expect(XMLReader.recognises([0xFF, 0xFE, 0x3C, 0, 0x61, 0]))
        #expect(XMLReader.recognises([0, 0x3C, 0, 0x3F]))
        #expect(!XMLReader.recognises(Array("id,name\n<1>".utf8)))
        #expect(!XMLReader.recognises(Array("<3 is a heart".utf8)))
        #expect(!XMLReader.recognises([]))
    }
}
