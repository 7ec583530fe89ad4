import Records
import Testing

/// Files that are broken, or made to do harm: one clear error, nothing read elsewhere, no memory without bound.
struct XMLHostileTests {
    private func refused(_ read: XMLReading) -> String {
        guard let error = read.error else {
            Issue.record("no error")
            return ""
        }
        #expect(error.code == .malformed)
        #expect((12...600).contains(error.message.count))
        #expect(!error.message.unicodeScalars.contains { $0.properties.generalCategory == .control })
        #expect(error.message.hasPrefix("people.xml"))
        return error.message
    }

    private static let bomb = """
        <?xml version="1.0"?>
        <!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
        <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
        <r><p><a>&c;</a></p><p><a>&c;</a></p></r>
        """

    @Test(arguments: [
        bomb,
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r><p><a>&x;</a></p></r>",
        "<!DOCTYPE r [<!ENTITY x PUBLIC \"p\" \"http://127.0.0.1:9/x\">]><r><p><a>&x;</a></p></r>",
        "<!DOCTYPE r SYSTEM \"http://127.0.0.1:9/r.dtd\"><r><p><a>1</a></p></r>",
        "<!DOCTYPE r PUBLIC \"-//x//y\" \"file:///etc/passwd\"><r><p><a>1</a></p></r>",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]><r/>",
        "<!DOCTYPE r [%p;]><r><p>&x;</p></r>",
        "<!DOCTYPE r [<!ENTITY x \"\(String(repeating: "y", count: 50_000))\">]>"
            + "<r><p>\(String(repeating: "&x;", count: 1000))</p></r>",
        "<!DOCTYPE r [<!ENTITY x NDATA>]><r/>",
        "<!DOCTYPE r [<!NOTATION n SYSTEM 'n'><!ENTITY x SYSTEM 'u' NDATA n>]><r/>",
        "<!DOCTYPE r [<!ATTLIST p a CDATA \"default\">]><r><p/><p/></r>",
    ])
    func `a DOCTYPE that could bring text from elsewhere is refused`(text: String) {
        let message = refused(XMLReading(text))
        #expect(message.contains("DOCTYPE") || message.contains("well-formed"))
        let given = refused(XMLReading(text, record: ["r", "p"]))
        #expect(!given.contains("root:"))
    }

    @Test(arguments: [
        "<!DOCTYPE r><r><p><a>1</a></p><p><a>2</a></p></r>",
        "<!DOCTYPE r [<!ELEMENT r (p*)><!ATTLIST p k (x|y) #IMPLIED>]><r><p><a>1</a></p><p><a>2</a></p></r>",
    ])
    func `a DOCTYPE that only describes does no harm`(text: String) {
        let read = XMLReading(text)
        #expect(read.error == nil)
        #expect(read.rows == [["a": "1"], ["a": "2"]])
    }

    @Test func `an error names line, column and what to do`() {
        #expect(
            refused(XMLReading("<r>\n<p><a>1</a></p>\n<p><a>2</b></p></r>"))
                == "people.xml, line 3, column 12: an end tag does not match its start tag (Opening and ending tag "
                + "mismatch: a line 3 and b). Mend the file there or export it again.")
        #expect(refused(XMLReading("<r><p>a & b</p></r>")).contains("&amp;"))
        #expect(refused(XMLReading("<r><p>a&nbsp;b</p></r>")).contains("nbsp"))
        #expect(refused(XMLReading("<r><x:p><a/></x:p></r>")).contains("prefix"))
        #expect(refused(XMLReading("<r>\n<p><a>1</a></p><p><a>12")).contains("was cut"))
        #expect(refused(XMLReading("<r>\n<p><a>1</a></p>")).contains("was cut"))
        #expect(refused(XMLReading("<r>\n<p><a>1</a></p><p k='1")).contains("was cut"))
        #expect(refused(XMLReading("<r><p/></r><r/>")).contains("behind the end"))
    }

    @Test func `records before a fault are lent, then comes the error`() {
        let read = XMLReading("<r>\n<p><a>1</a></p>\n<p><a>2</a></p>\n<p><a>3</x></p></r>")
        #expect(read.rows == [["a": "1"], ["a": "2"]])
        #expect(refused(read).contains("line 4"))
    }

    @Test func `elements too deep are refused`() {
        for text in [
            String(repeating: "<a>", count: 100_000), "<r><p>" + String(repeating: "<a>", count: 200),
            "<r><p><x/></p><p><x/></p>" + String(repeating: "<a><b>1</b>", count: 200),
        ] {
            #expect(refused(XMLReading(text)).contains("deeper than 100"))
        }
        let deep = String(repeating: "<a>", count: 98) + "1" + String(repeating: "</a>", count: 98)
        #expect(XMLReading("<r><p>\(deep)</p></r>", record: ["r", "p"]).error == nil)
    }

    @Test func `a record that is too long is a row of its own and harms no neighbour`() {
        let long = String(repeating: "x", count: 3000)
        var limits = XMLLimits()
        limits.recordBytes = 2000
        for inside in [
            "<a>\(long)</a>", "<a k='\(long)'/>", String(repeating: "<b>1</b>", count: 500),
            "<a><b><c>\(long)</c>é</b></a>",
            "<a><![CDATA[\(long)]]></a>", "<a>\(String(repeating: "&amp;", count: 600))</a>",
            String(repeating: "x<b/>", count: 600), "<a>&#233;\(long)<b/></a>",
        ] {
            for blockSize in [100, 1 << 18] {
                let read = XMLReading(
                    "<r><p i='1'><z>é</z></p>\n<p i='2'><z>9</z>\(inside)</p>\n<p i='3'><z>8</z></p></r>",
                    record: ["r", "p"], limits: limits, blockSize: blockSize)
                #expect(read.error == nil)
                #expect(read.forms == [.whole, .tooLong, .whole])
                #expect(read.texts[1] == #"<p i="2"/>"#)
                #expect(read.rows == [["@i": "1", "z": "é"], [:], ["@i": "3", "z": "8"]])
                #expect(read.lines == [1, 2, 3])
            }
        }
        let tag = XMLReading("<r><p i='\(long)'/><p i='2'/></r>", record: ["r", "p"], limits: limits)
        #expect(tag.forms == [.tooLong, .whole] && tag.texts == ["<p/>", #"<p i="2"/>"#])
    }

    @Test func `too many fields are refused`() {
        var limits = XMLLimits()
        limits.fields = 100
        let many = (0..<101).map { "<f\($0)/>" }.joined()
        #expect(refused(XMLReading("<r><p>\(many)</p></r>", limits: limits)).contains("more than 100"))
        let repeated = String(repeating: "<f/>", count: 101)
        let list = XMLReading("<r><p>\(repeated)</p></r>", record: ["r", "p"], limits: limits)
        #expect(refused(list).contains("--record"))
        let attributes = (0..<101).map { "k\($0)=''" }.joined(separator: " ")
        let wide = XMLReading("<r><p \(attributes)/></r>", record: ["r", "p"], limits: limits)
        #expect(refused(wide).contains("100"))
        let (open, close) = (String(repeating: "<h>", count: 20), String(repeating: "</h>", count: 20))
        let groups = (0..<30).map { "<g>\(open)<i\($0)/>\(close)</g>" }.joined()
        let nested = XMLReading("<r><p>\(groups)</p></r>", record: ["r", "p"], limits: limits)
        #expect(refused(nested).contains("100"))
    }

    @Test func `names without bound are refused`() {
        let name = String(repeating: "n", count: 40_000)
        let fields = (0..<30).map { "<\(name)\($0)/>" }.joined()
        let open = String(repeating: "<\(name)>", count: 12)
        let close = String(repeating: "</\(name)>", count: 12)
        let read = XMLReading("<r><p>\(open)\(fields)\(close)</p></r>", record: ["r", "p"])
        #expect(refused(read).contains("too long"))
    }

    @Test func `fields may be left out or come in another order`() {
        let read = XMLReading(
            "<r><p><a>1</a><b>2</b><c>3</c><d>4</d></p><p><d>4</d><a>1</a></p>"
                + "<p><c>3</c><b>2</b></p><p><b>2</b><d>4</d></p></r>")
        #expect(read.header == ["a", "b", "c", "d"])
        #expect(
            read.rows == [
                ["a": "1", "b": "2", "c": "3", "d": "4"], ["a": "1", "d": "4"], ["b": "2", "c": "3"],
                ["b": "2", "d": "4"],
            ])
    }

    @Test func `a tag or comment without end is refused`() {
        var limits = XMLLimits()
        limits.tokenBytes = 10_000
        let filler = String(repeating: "y", count: 200_000)
        for text in ["<r><p><!-- \(filler)", "<r><p k='\(filler)", "<r><p><?pi \(filler)", "<r><\(filler)"] {
            let message = refused(XMLReading(text, limits: limits, blockSize: 4096))
            #expect(!message.isEmpty)
        }
    }

    @Test func `namespaces without bound are refused`() {
        let many = (0..<3000).map { "xmlns:n\($0)='urn:a-rather-long-name-of-a-namespace'" }.joined(separator: " ")
        #expect(refused(XMLReading("<r \(many)><p><a/></p><p><a/></p></r>")).contains("namespaces"))
    }
}
