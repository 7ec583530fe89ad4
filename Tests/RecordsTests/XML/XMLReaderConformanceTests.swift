import Records
import Testing

/// XML gives the same records as CSV of the same rows, by the same suite.
struct XMLReaderConformanceTests {
    enum Form: CaseIterable {
        case elements, references, sections, namespaced, inner
    }

    @Test(arguments: Form.allCases)
    func `the XML reader does what every reader must`(form: Form) throws {
        let conformance = ReaderConformance(
            write: { header, rows in Array(Self.document(header, rows, form).utf8) },
            open: { bytes, blockSize in
                try XMLReader(
                    MemorySource(name: "rows.xml", bytes),
                    options: XMLOptions(
                        recordPath: ["rows", "row"], unescapesNames: true,
                        innerDocument: form == .inner ? "RESULT" : nil),
                    blockSize: blockSize)
            },
            // A row more than fills the block, and the values that were written with references stand behind it again.
            mostBytes: { blockSize, longest in blockSize + 4 * longest + 500 })
        try conformance.check()
    }

    @Test func `a reader on a thread of its own does what every reader must`() throws {
        let conformance = ReaderConformance(
            write: { header, rows in Array(Self.document(header, rows, .elements).utf8) },
            open: { bytes, blockSize in
                let options = XMLOptions(recordPath: ["rows", "row"], unescapesNames: true)
                return ReadAhead(try XMLReader(MemorySource(bytes), options: options, blockSize: blockSize))
            },
            mostBytes: { blockSize, longest in blockSize + 4 * longest + 500 })
        try conformance.check()
    }

    private static func document(_ header: [String], _ rows: [[String]], _ form: Form) -> String {
        let prefix = form == .namespaced ? "n:" : ""
        let names = header.map { prefix + $0.replacing(" ", with: "_x0020_") }
        var text = form == .namespaced ? "<n:rows xmlns:n=\"urn:rows\">\n" : "<rows>\n"
        for row in rows {
            text += "<\(prefix)row>"
            for (name, value) in zip(names, row) { text += "<\(name)>\(written(value, form))</\(name)>" }
            text += "</\(prefix)row>\n"
        }
        text += "</\(prefix)rows>"
        guard form == .inner else { return text }
        return "<report><RESULT>" + escaped(text) + "</RESULT></report>"
    }

    private static func written(_ value: String, _ form: Form) -> String {
        switch form {
        case .elements, .namespaced, .inner: escaped(value)
        case .references: value.unicodeScalars.map { "&#\($0.value);" }.joined()
        case .sections: "<![CDATA[" + value.replacing("]]>", with: "]]]]><![CDATA[>") + "]]>"
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
