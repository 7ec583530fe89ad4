import Records
import Testing

/// A report whose real document is written as text inside one of its elements.
struct XMLInnerDocumentTests {
    private static let inner = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <!-- made by a report -->
        <DATA_DS><G_1><NAME>Zoë &amp; Co</NAME><NOTE><![CDATA[a<b]]></NOTE></G_1>
        <G_1>
        <NAME>Bo</NAME></G_1></DATA_DS>
        """
    private static let escaped = inner.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;"][$0] ?? String($0) }.joined()
    private static let cdata = "<![CDATA[" + inner.split(separator: "]]>").joined(separator: "]]]]><![CDATA[>") + "]]>"

    private static func report(_ text: String) -> String {
        "<?xml version=\"1.0\"?>\n<OUT xmlns='urn:o'>\n<HEAD>1</HEAD>\n<RESULT>\(text)</RESULT>\n<TAIL/></OUT>"
    }

    private func read(_ text: String, blockSize: Int = 1 << 18) -> XMLReading {
        XMLReading(text, options: XMLOptions(innerDocument: "RESULT"), blockSize: blockSize)
    }

    @Test(arguments: [escaped, cdata, "\n  " + escaped + "\n"], [1, 2, 3, 50, 1 << 18])
    func `the inner document is the one that is read`(text: String, blockSize: Int) {
        let read = read(Self.report(text), blockSize: blockSize)
        #expect(read.error == nil)
        #expect(read.rows == [["NAME": "Zoë & Co", "NOTE": "a<b"], ["NAME": "Bo"]])
        #expect(read.facts.contains(ReadingFact("record", "DATA_DS/G_1", .detected)))
        #expect(read.facts.contains(ReadingFact("inner document", "RESULT", .detected)))
        #expect(read.facts.first { $0.name == "encoding" }?.value == "UTF-8")
        #expect(read.root == XMLRoot(name: "DATA_DS", namespace: ""))
    }

    @Test func `lines are those of the file`() {
        #expect(read(Self.report(Self.escaped)).lines == [6, 7])
        #expect(read(Self.report(Self.cdata)).lines == [6, 7])
        let broken = read(Self.report(Self.escaped.replacing("/NAME&gt;&lt;/G_1", with: "/NAM&gt;&lt;/G_1")))
        #expect(broken.error?.message.hasPrefix("people.xml (inside <RESULT>), line 8, ") == true)
    }

    @Test(arguments: [1, 100, 1 << 18])
    func `its rejection file is the inner document, and is read with the same options`(blockSize: Int) {
        let first = read(Self.report(Self.escaped))
        let again = read(first.document, blockSize: blockSize)
        #expect(again.error == nil && again.rows == first.rows)
        #expect(first.document.contains("<DATA_DS>") && !first.document.contains("RESULT"))
    }

    @Test(arguments: [
        "<OUT><G><N>1</N></G><G><N>2</N></G></OUT>", "<OUT><G><RESULT>passed</RESULT></G><G><RESULT/></G></OUT>",
        "<OUT><G><RESULT><N>1</N></RESULT></G><G><RESULT> <N>&lt;1</N></RESULT></G></OUT>",
    ])
    func `a file without one is read as it is`(text: String) {
        #expect(read(text).rows == XMLReading(text).rows)
        #expect(read(text).error == nil && read(text).rows.count == 2)
    }

    @Test func `faults of either document are errors`() {
        let whole = Self.report(Self.escaped)
        #expect(read(String(whole.dropLast(3))).error?.message.hasPrefix("people.xml, line ") == true)
        #expect(read(String(whole.dropLast(60))).error?.message.contains("was cut") == true)
        #expect(read(Self.report(String(Self.escaped.dropLast(12)))).error?.message.contains("inside <RESULT>") == true)
        let twice = Self.report(Self.escaped).replacing("<TAIL/>", with: "<RESULT>&lt;a/></RESULT>")
        #expect(read(twice).error?.message.contains("second document") == true)
        #expect(read(Self.report(Self.escaped + "<b/>")).error?.message.contains("beside the document") == true)
        let bomb = "&lt;!DOCTYPE a [&lt;!ENTITY x SYSTEM 'file:///etc/passwd'>]>&lt;a>&lt;b>&amp;x;&lt;/b>&lt;/a>"
        #expect(read(Self.report(bomb)).error?.message.contains("DOCTYPE") == true)
        #expect(
            read("<!DOCTYPE a [<!ENTITY x 'y'>]>" + Self.report("&x;").dropFirst(22)).error?.message.contains("DOCTYPE")
                == true)
        let deep = String(repeating: "&lt;a>", count: 200)
        #expect(read(Self.report(deep)).error?.message.contains("deeper than 100") == true)
    }

    @Test func `many records come through in several blocks`() {
        let people = (0..<20_000).map { "&lt;P>&lt;N>\($0)&lt;/N>&lt;/P>\n" }.joined()
        let read = read(Self.report("&lt;R>\(people)&lt;/R>"), blockSize: 10_000)
        #expect(read.error == nil)
        #expect(read.rows.count == 20_000 && read.rows.last == ["N": "19999"])
        #expect(read.lines.last == 4 + 19_999)
        #expect(read.widths.count > 10)
    }
}
