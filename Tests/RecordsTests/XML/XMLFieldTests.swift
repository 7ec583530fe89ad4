import Records
import Testing

/// What becomes a field, under which path, with which value.
struct XMLFieldTests {
    private func fields(_ inside: String, record: String = "<p>", keys: [String: String] = [:]) -> [String: String] {
        let root = "<r xmlns:n='urn:n' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
        let read = XMLReading("\(root)\(record)\(inside)</p></r>", record: ["r", "p"], keys: keys)
        #expect(read.error == nil)
        return read.rows.first ?? ["!": "no row"]
    }

    @Test(arguments: [
        ("<a>1</a><a>2</a><b/><a>3</a>", ["a": "1", "a[2]": "2", "a[3]": "3"]),
        ("<g><a>1</a></g><g><a>2</a><a>3</a></g>", ["g/a": "1", "g[2]/a": "2", "g[2]/a[2]": "3"]),
        ("<a>  x </a>", ["a": "  x "]),
        ("<a>x &amp; y&#233;&lt;</a>", ["a": "x & yé<"]),
        ("<a>O&apos;Neil</a><b>Zoë</b>", ["a": "O'Neil", "b": "Zoë"]),
        ("<a><![CDATA[<b>&amp;]]></a>", ["a": "<b>&amp;"]),
        ("<a>x<![CDATA[y]]>z</a>", ["a": "xyz"]),
        ("<a><![CDATA[1\r\n2\r3]]>\r\n4\r5</a>", ["a": "1\n2\n3\n4\n5"]),
        ("<a>Jo<!-- not this --><?nor this?>hn</a>", ["a": "John"]),
        ("<a>\n Hello <b>big</b> world\n</a>", ["a": "Hello  world", "a/b": "big"]),
        ("<a>\n <b>1</b>\n</a>", ["a/b": "1"]),
        (#"<a k="1"/>"#, ["a/@k": "1"]),
        (#"<a k="1">2</a>"#, ["a/@k": "1", "a": "2"]),
        (#"<a k="1"> </a>"#, ["a/@k": "1"]),
        (#"<a k='"&amp;&quot;&#38;#38;'/>"#, ["a/@k": #""&"&#38;"#]),
        ("<a k='1&#10;2\n3é'/>", ["a/@k": "1\n2 3é"]),
        ("<n:a>1</n:a><a>2</a>", ["a": "1", "a[2]": "2"]),
        (#"<a n:k="1" k="2"/>"#, ["a/@k": "1", "a/@k[2]": "2"]),
        (#"<a xsi:nil="true"/><b xsi:type="n:x">1</b>"#, ["b": "1"]),
        ("own text", ["text()": "own text"]),
        ("own <b>x</b> text ", ["text()": "own  text", "b": "x"]),
    ])
    func `a record's elements and attributes are fields by path`(inside: String, expected: [String: String]) {
        #expect(fields(inside) == expected)
    }

    @Test func `the record's own attributes are fields`() {
        #expect(fields("<a>1</a>", record: #"<p id="7" n:x='&lt;"'>"#) == ["@id": "7", "@x": #"<""#, "a": "1"])
    }

    @Test func `an empty element is a column with an empty value`() {
        let read = XMLReading("<r><p><a>1</a><b/><c></c></p><p><d xmlns:d='urn:d'/></p></r>")
        #expect(read.header == ["a", "b", "c", "d"])
        #expect(read.rows == [["a": "1"], [:]])
        #expect(read.forms == [.whole, .empty])
    }

    @Test func `a record without fields is empty`() {
        let read = XMLReading("<r><p><a>1</a></p><p/><p>  </p></r>")
        #expect(read.forms == [.whole, .empty, .empty])
        #expect(read.header == ["a"])
    }

    @Test func `keys may repeat, hold markup, or be missing`() {
        let found = fields(
            #"<f k="a">1</f><f k="a">2</f><f k="R&amp;D">3</f><f>4</f><f k="">5</f>"#, keys: ["f": "k"])
        #expect(found == ["f[@k=a]": "1", "f[@k=a][2]": "2", "f[@k=R&D]": "3", "f": "4", "f[2]": "5"])
    }

    @Test func `columns are added in the order of their appearance and never move`() {
        let text = "<r>" + (0..<40).map { "<p><a>\($0)</a><b\($0)>x</b\($0)></p>" }.joined() + "</r>"
        let read = XMLReading(text, blockSize: 64)
        #expect(read.header == ["a"] + (0..<40).map { "b\($0)" })
        #expect(read.widths == read.widths.sorted())
        #expect(read.widths.count > 10)
        for (index, row) in read.rows.enumerated() { #expect(row == ["a": "\(index)", "b\(index)": "x"]) }
    }

    @Test func `a wide record closes the block of narrow ones`() {
        let wide = (0..<2000).map { "<c\($0)>\($0)</c\($0)>" }.joined()
        let text = "<r>" + String(repeating: "<p><a>1</a></p>", count: 2000) + "<p>\(wide)</p><p><a>é</a></p></r>"
        let read = XMLReading(text)
        #expect(read.error == nil)
        #expect(read.widths == [1, 2001])
        #expect(read.rows.count == 2002)
        #expect(read.rows[2000]["c1999"] == "1999" && read.rows[2000].count == 2000)
        #expect(read.rows[2001] == ["a": "é"])
        #expect(read.texts[2000] == "<p>\(wide)</p>")
    }

    @Test func `a line is that of the record's start tag`() {
        let read = XMLReading(
            "<?xml version='1.0'?>\r\n<r\n>\n\n<p\n  a='1'\n  b='2'>\n<x/></p><p a='2'/>\n<!-- \n\n --><p a='3'/></r>")
        #expect(read.lines == [5, 8, 11])
    }
}
