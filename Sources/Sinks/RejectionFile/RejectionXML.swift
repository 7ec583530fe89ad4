package import Intake
package import Records

/// The rejection file of an XML source: the same document with the rejected records alone, the reasons in attributes of
/// Muster's own namespace on each record.
///
/// It can be corrected in an editor and dropped again: Muster reads past its own attributes.
package struct RejectionXML: BlockRenderer {
    private let envelope: XMLEnvelope

    package init(_ envelope: XMLEnvelope) {
        self.envelope = envelope
    }

    package func renderStart(into output: inout OutputBuffer) {
        output.append(envelope.start)
    }

    package func renderEnd(into output: inout OutputBuffer) {
        output.append(envelope.end)
    }

    package func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int {
        for rejection in block.rejections {
            let row = block.records.rows[rejection.row]
            let text = block.records.bytes.span.extracting(row.text)
            let nameEnd = Self.endOfName(text)
            output.append(text.extracting(..<nameEnd))
            let words = block.words.bytes
            output.append(" xmlns:muster=\"\(XMLEnvelope.rejectionNamespace)\"")
            output.append(" muster:record=\"\(rejection.record)\" muster:line=\"\(row.line)\" muster:reasons=\"")
            output.appendXML(String(decoding: words[rejection.words.reasons], as: UTF8.self))
            output.append("\"")
            if !rejection.words.suggestions.isEmpty {
                output.append(" muster:suggestions=\"")
                output.appendXML(String(decoding: words[rejection.words.suggestions], as: UTF8.self))
                output.append("\"")
            }
            output.append(text.extracting(nameEnd...))
            output.append(0x0A)
        }
        return block.rejections.count
    }

    /// Where the name in a start tag ends: at white space, `/` or `>`.
    private static func endOfName(_ text: Span<UInt8>) -> Int {
        var index = 1
        while index < text.count {
            switch text[index] {
            case 0x09, 0x0A, 0x0D, 0x20, UInt8(ascii: "/"), UInt8(ascii: ">"): return index
            default: index += 1
            }
        }
        return min(index, text.count)
    }
}
