import Records
import Testing

/// A row's text and the envelope: what a rejection file is made of.
struct XMLTextTests {
    @Test(arguments: XMLSamples.all)
    func `envelope and rows make a document that reads the same`(text: String) {
        let first = XMLReading(text)
        let again = XMLReading(first.document, record: first.recordPath)
        #expect(again.error == nil)
        #expect(again.rows == first.rows)
        #expect(again.header == first.header)
    }

    @Test(arguments: XMLSamples.all)
    func `a row's text stands by itself`(text: String) {
        let read = XMLReading(text)
        for (index, text) in read.texts.enumerated() {
            let alone = XMLReading(text, record: read.recordPath?.suffix(1))
            #expect(alone.error == nil)
            #expect(alone.rows == [read.rows[index]])
        }
    }

    @Test func `the text is the document's own, with the namespaces in scope`() {
        let read = XMLReading(
            "<a:r xmlns:a='urn:a' xmlns='urn:d'><w xmlns:b='urn:b'>"
                + "<p xmlns='urn:e' i='1'> <a:x>é&amp;</a:x><!-- c --></p><p/></w></a:r>",
            record: ["r", "w", "p"])
        #expect(
            read.texts == [
                #"<p xmlns:a="urn:a" xmlns:b="urn:b" xmlns="urn:e" i="1"> <a:x>é&amp;</a:x><!-- c --></p>"#,
                #"<p xmlns:a="urn:a" xmlns="urn:d" xmlns:b="urn:b"/>"#,
            ])
        #expect(String(decoding: read.envelope.end, as: UTF8.self) == "\n</w>\n</a:r>\n")
        #expect(read.envelope.recordName == "p")
    }

    @Test func `the envelope keeps what stands before the records`() {
        let read = XMLReading(XMLSamples.bamboo)
        #expect(
            String(decoding: read.envelope.start, as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <directory>
                 <fieldset><field id="firstName">First name</field><field id="lastName">Last name</field></fieldset>
                 <employees>
                  
                """)
    }

    @Test func `a long preamble leaves the start tags`() {
        let read = XMLReading(
            "<r a='1'><x>\(String(repeating: "<y>filler</y>", count: 9000))</x>"
                + "<w><p><a>1</a></p><p><a>2</a></p></w></r>",
            record: ["r", "w", "p"])
        #expect(read.rows.count == 2)
        #expect(
            String(decoding: read.envelope.start, as: UTF8.self)
                == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r a=\"1\">\n<w>\n")
    }

    @Test func `marks of a rejection file are columns of their own and no part of the text`() {
        let read = XMLReading(
            """
            <r xmlns:m="urn:muster:rejection:1" m:of="x.xml"><p m:record="7" id="1" m:line="9"
             m:reasons="no e-mail &amp; more"
             m:suggestions="" m:other="x"><a m:record="inner">1</a></p><p><a>2</a></p></r>
            """)
        #expect(
            read.header == [
                "muster_record", "@id", "muster_line", "muster_reasons", "muster_suggestions", "a",
            ])
        #expect(read.rows.first?["muster_reasons"] == "no e-mail & more")
        #expect(read.texts.last == "<p><a>2</a></p>")
        #expect(read.texts.first?.hasPrefix(#"<p id="1"><a"#) == true)
        #expect(read.texts.first?.hasSuffix("<a>1</a></p>") == true)
        #expect(String(decoding: read.envelope.start, as: UTF8.self).hasSuffix("<r>"))
    }

    @Test func `marks alone make no record`() {
        let read = XMLReading(#"<r xmlns:m="urn:muster:rejection:1"><p m:record="7"/><p><a>1</a></p></r>"#)
        #expect(read.forms == [.empty, .whole])
    }
}
