import Glibc
package import Records
import ServiceCatalog

/// A few symbols at the end of a reason that tie it to what the row said.
///
/// A rejection file is dropped again, corrected or not. Most faults show again by themselves; two do not. A duplicate's
/// first row was accepted and is no longer in the file. A row of the wrong shape (a quote that never closes, missing
/// cells) had to be written in a right shape so that a spreadsheet can open it. For these the reason carries the hash of
/// the key, or of the row's cells: while they still are what they were, the reason holds; once HR has changed them, the
/// row is judged afresh.
///
/// A duplicate of a row that was rejected itself is marked with `##`: it holds only while an earlier row of the file
/// still has its key, so that the better of two rows is accepted once the other is deleted.
package struct RejectionMark: Hashable, Sendable, CustomStringConvertible {
    private let symbols: String
    /// Written `##`: an earlier row of the same file must bear it out.
    let needsFirst: Bool

    private static let length = 7

    init(_ hash: Hash128, needsFirst: Bool = false) {
        self.needsFirst = needsFirst
        // Of a case id's `XXXX-XXXX` the symbols.
        let written = CaseID(hash).written
        symbols = String(unsafeUninitializedCapacity: Self.length) { bytes in
            for place in 0..<Self.length { bytes[place] = written[place < 4 ? place : place + 1] }
            return Self.length
        }
    }

    /// Of cells, whatever their number: empty ones at the end do not count, spreadsheets add and drop them.
    init(cells: [[UInt8]]) {
        var joined: [UInt8] = []
        for cell in cells[..<((cells.lastIndex { !$0.isEmpty } ?? -1) + 1)] {
            joined += cell
            joined.append(0x1F)
        }
        self.init(Hash128(of: joined.span))
    }

    /// The mark at the end of a sentence.
    init?(endOf sentence: String) {
        guard let hash = sentence.lastIndex(of: "#") else { return nil }
        let symbols = sentence[sentence.index(after: hash)...]
        guard symbols.count == Self.length, symbols.allSatisfy({ $0.isASCII && ($0.isNumber || $0.isUppercase) }) else {
            return nil
        }
        self.symbols = String(symbols)
        needsFirst = sentence[..<hash].last == "#"
    }

    /// `#7K3F9QX`, to stand at the end of the sentence.
    package var description: String { "\(needsFirst ? "##" : "#")\(symbols)" }
}

/// A reason of an earlier run, read from the `muster_reasons` cell of a rejection file.
struct CarriedReason {
    var code: String
    var sentence: String
    var mark: RejectionMark

    var isOfKey: Bool { code == ReasonCode.duplicateInFile.code }
    var isOfForm: Bool { !isOfKey }
    var reason: Reason { Reason(code: code, sentence: sentence) }

    /// The reasons of a cell that carry a mark; the others are found again without help.
    static func all(in cell: String) -> [CarriedReason] {
        ReasonText.parse(cell).compactMap { item in
            RejectionMark(endOf: item.sentence).map {
                CarriedReason(code: item.code, sentence: item.sentence, mark: $0)
            }
        }
    }
}

/// How the reasons of a row share one cell: `code: sentence | code: sentence`.
package enum ReasonText {
    private static let separator = " | "

    /// Appends the text of the cell.
    package static func append(_ reasons: [Reason], to output: inout OutputBuffer) {
        for index in reasons.indices {
            if index > 0 { output.append(separator) }
            output.append(reasons[index].code)
            output.append(": ")
            let sentence = reasons[index].sentence
            if holdsSeparator(sentence.utf8Span.span) {
                output.append(clean(sentence))
            } else {
                output.append(sentence)
            }
        }
    }

    /// The text of the cell.
    package static func render(_ reasons: [Reason]) -> String {
        var output = OutputBuffer(capacity: 256)
        append(reasons, to: &output)
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Suggested values, as `field = value`.
    package static func renderSuggestions(_ reasons: [Reason]) -> String {
        reasons.compactMap { reason in
            guard let suggestion = reason.suggestion, let field = reason.field else { return nil }
            return "\(field) = \(suggestion)"
        }.joined(separator: separator)
    }

    static func parse(_ cell: String) -> [(code: String, sentence: String)] {
        var items: [(code: String, sentence: String)] = []
        var rest = cell[...]
        while !rest.isEmpty {
            let item = rest.prefix { _ in true }
            let end = item.firstRange(ofText: separator)
            let text = end.map { item[..<$0.lowerBound] } ?? item
            rest = end.map { item[$0.upperBound...] } ?? ""
            if let colon = text.firstRange(ofText: ": ") {
                items.append((String(text[..<colon.lowerBound]), String(text[colon.upperBound...])))
            }
        }
        return items
    }

    /// A sentence quotes values; what would read as a separator in one becomes a sign that looks like it.
    private static func clean(_ sentence: String) -> String {
        sentence.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "¦")
    }

    private static func holdsSeparator(_ sentence: Span<UInt8>) -> Bool {
        sentence.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            return memchr(base, Int32(UInt8(ascii: "|")), bytes.count) != nil
        }
    }
}

extension Substring {
    fileprivate func firstRange(ofText text: String) -> Range<Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
            formIndex(after: &at)
        }
        return nil
    }
}
