import Records
import Testing

/// Files that are checked by a schema while they are read.
struct XMLSchemaTests {
    private static let schema = XMLSchema(
        namespace: "urn:f",
        text: """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:f" targetNamespace="urn:f" \
            elementFormDefault="qualified"><xs:element name="list"><xs:complexType><xs:sequence>\
            <xs:element name="item" type="item" minOccurs="0" maxOccurs="unbounded"/></xs:sequence></xs:complexType>\
            </xs:element><xs:complexType name="item"><xs:all>\
            <xs:element name="name" type="xs:string" minOccurs="0"/><xs:element name="size" type="xs:string" minOccurs="0"/>\
            <xs:element name="note" type="xs:string" minOccurs="0" nillable="true"/></xs:all>\
            <xs:anyAttribute namespace="urn:muster:rejection:1" processContents="skip"/></xs:complexType></xs:schema>
            """,
        formatName: "the list format", recordPath: ["list", "item"], fields: ["name", "size", "note"])

    private func read(_ inside: String, blockSize: Int = 1 << 18) -> XMLReading {
        XMLReading(
            "<?xml version='1.0'?>\n<list xmlns='urn:f' xmlns:x='http://www.w3.org/2001/XMLSchema-instance'>\n\(inside)\n</list>",
            options: XMLOptions(schema: Self.schema), blockSize: blockSize)
    }

    @Test(arguments: [1, 7, 1 << 18])
    func `a valid file is read as any other`(blockSize: Int) {
        let read = read(
            "<item><size>é</size><name>1</name></item><item/><item><note x:nil='true'/><name><![CDATA[<]]></name></item>"
                + "<item xmlns:m='urn:muster:rejection:1' m:record='7' m:reasons='x'><name>2</name></item>",
            blockSize: blockSize)
        #expect(read.error == nil)
        #expect(read.forms == [.whole, .empty, .whole, .whole])
        #expect(read.rows.map { $0["name"] } == ["1", nil, "<", "2"])
        #expect(read.faults.isEmpty)
        #expect(read.facts.contains { $0.name == "checked by" })
    }

    @Test(arguments: [
        ("<nmae>1</nmae>", ["<nmae> is no field."]),
        ("<name>1</name><nmae/><x/><name/>", ["<nmae> is no", "<x> is no", "<name> stands in the record a second"]),
        ("<name xmlns='urn:o'>1</name>", ["not in the namespace urn:f"]),
        ("<name>1</name>text", ["Text stands between"]), ("<![CDATA[text]]>", ["Text stands between"]),
        ("<name k='1'/>", ["<name> has an attribute that does not belong there (k)"]),
        ("<name x:nil='true'/>", ["name"]), ("<name x:type='q'/>", ["name"]),
        ("<name><b>1</b></name>", ["<b> stands inside a field"]),
        (String(repeating: "<q/>", count: 50), Array(repeating: "<q> is no field.", count: 20)),
    ])
    func `what the schema does not allow in a record is a fault of that record alone`(inside: String, says: [String]) {
        for blockSize in [1, 30, 1 << 18] {
            let read = read(
                "<item><name>1</name></item>\n<item>\(inside)</item>\n<item><name>3</name></item>", blockSize: blockSize
            )
            #expect(read.error == nil)
            #expect(read.forms == [.whole, .invalid, .whole])
            #expect(read.rows.map { $0["name"] }.last == "3")
            #expect(read.header.allSatisfy { Self.schema.fields.contains($0) })
            #expect(read.faults.count == says.count)
            for (fault, says) in zip(read.faults, says) {
                #expect(fault.sentence.contains(says))
                #expect(fault.line == 4 && fault.column > 0)
            }
            #expect(read.texts[1].hasSuffix("\(inside)</item>"))
        }
    }

    @Test func `attributes of the record are checked as well`() {
        let read = read("<item k='1'><name>1</name></item><item><name>2</name></item>")
        #expect(read.forms == [.invalid, .whole])
        #expect(read.header == ["name"])
        #expect(read.faults.map(\.sentence).first?.contains("<item> has an attribute") == true)
    }

    @Test(arguments: [
        ("<thing><name>1</name></thing>", "<thing> is no part of it here"),
        ("<item xmlns=''><name>1</name></item>", "<item> is no part of it here"),
        ("text", "element-only"),
    ])
    func `what is wrong outside of the records ends the file`(inside: String, says: String) {
        let read = read("<item><name>1</name></item>\n\(inside)<item><name>3</name></item>")
        #expect(read.rows.count == 1)
        #expect(read.error?.message.contains(says) == true)
        #expect(read.error?.message.contains("the list format") == true)
        #expect(read.error?.message.contains("people.xml, line 4, column") == true)
    }

    @Test func `another root of the namespace is refused, another namespace is not looked at`() {
        let options = XMLOptions(schema: Self.schema)
        let wrong = XMLReading(
            "<items xmlns='urn:f'><item><a>1</a></item><item><a>1</a></item></items>", options: options)
        #expect(wrong.error?.message.contains("No matching global declaration") == true)
        #expect(wrong.rows.isEmpty)
        #expect(read("").error == nil && read("").rows.isEmpty)
        let other = XMLReading("<list><item><a>1</a></item><item><b>1</b></item></list>", options: options)
        #expect(other.error == nil && other.forms == [.whole, .whole])
        #expect(!other.facts.contains { $0.name == "checked by" })
    }

    @Test func `in many blocks each fault stays with its row`() {
        let items = (0..<5000).map { $0 % 7 == 3 ? "<item><n\($0)/></item>" : "<item><name>\($0)</name></item>" }
        let read = read(items.joined(separator: "\n"), blockSize: 500)
        #expect(read.error == nil && read.rows.count == 5000)
        let invalid = read.forms.indices.filter { read.forms[$0] == .invalid }
        #expect(invalid == (0..<5000).filter { $0 % 7 == 3 })
        #expect(read.faults.map(\.unknownField) == invalid.map { "n\($0)" })
        #expect(read.faults.map(\.line) == invalid.map { $0 + 3 })
    }
}
