package import Intake
package import Records

/// The cases file as one JSON object a line; a field without a value is left out.
package struct CaseNDJSON: BlockRenderer {
    private let layout: CaseLayout

    package init(_ layout: CaseLayout) {
        self.layout = layout
    }

    package func renderStart(into output: inout OutputBuffer) {}

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        CaseValues.forEach(in: block, layout) { values in
            for (index, pair) in values.pairs.enumerated() {
                output.append(index == 0 ? "{" : ",")
                output.appendJSON(pair.name)
                output.append(UInt8(ascii: ":"))
                if CaseValues.numbers.contains(pair.name) {
                    output.append(pair.value)
                } else {
                    output.appendJSON(pair.value)
                }
            }
            output.append("}\n")
        }
    }
}
