import Records
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

    func append(to sentence: inout OutputBuffer) {
        sentence.append(needsFirst ? "##" : "#")
        sentence.append(symbols)
    }
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
