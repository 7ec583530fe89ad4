package import Intake
package import Records

/// The cases file as XML 1.0: a `case` for each case, an element for each value.
package struct CaseXML: BlockRenderer {
    private let layout: CaseLayout

    package init(_ layout: CaseLayout) {
        self.layout = layout
    }

    package func renderStart(into output: inout OutputBuffer) {
        output.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<cases xmlns=\"urn:muster:cases:1\">\n")
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        CaseValues.forEach(in: block, layout) { values in
            output.append("  <case>\n")
            for pair in values.pairs {
                output.append("    <")
                output.append(pair.name)
                output.append(">")
                output.appendXML(pair.value)
                output.append("</")
                output.append(pair.name)
                output.append(">\n")
            }
            output.append("  </case>\n")
        }
    }

    package func renderEnd(into output: inout OutputBuffer) {
        output.append("</cases>\n")
    }
}
