@testable import Intake
import ServiceCatalog
import Testing

struct RejectionMarkTests {
    @Test func `a mark at the end of a sentence is read back`() {
        for number in 0..<50 {
            let mark = RejectionMark(Hash128(of: "\(number)"))
            #expect(mark.description.utf8.count == 8)
            #expect(RejectionMark(endOf: "Delete this row. \(mark)") == mark)
            #expect(RejectionMark(endOf: "Case #1 is the same. \(mark)") == mark)
        }
    }

    @Test(arguments: ["", "no mark", "#", "#7K3F9Q", "#7K3F9QX1", "#7k3f9qx", "#7K3F9QX and more", "##7K3F9Q!"])
    func `what is no mark is none`(sentence: String) {
        #expect(RejectionMark(endOf: sentence) == nil)
    }

    @Test func `cells have one mark whatever empty ones follow, and another when any changes`() {
        let cells = [Array("a".utf8), [], Array("b".utf8)]
        let mark = RejectionMark(cells: cells)
        #expect(RejectionMark(cells: cells + [[], []]) == mark)
        #expect(RejectionMark(cells: [Array("a".utf8), Array("b".utf8)]) != mark)
        #expect(RejectionMark(cells: [[], Array("a".utf8), [], Array("b".utf8)]) != mark)
        #expect(RejectionMark(cells: [Array("a".utf8), [], Array("B".utf8)]) != mark)
        #expect(
            RejectionMark(cells: [Array("ab".utf8), [], []])
                != RejectionMark(cells: [Array("a".utf8), Array("b".utf8)]))
        #expect(RejectionMark(cells: []) == RejectionMark(cells: [[], []]))
    }

    @Test func `reasons share a cell and come apart again`() {
        let reasons = [
            Reason(code: "email.syntax", field: "email", sentence: "“a|b: c” is wrong."),
            Reason(code: "row.fields", sentence: "One: two | three. #7K3F9QX"), Reason(code: "x.y", sentence: ""),
        ]
        let parsed = ReasonText.parse(reasons.cells.reasons)
        #expect(parsed.map(\.code) == ["email.syntax", "row.fields", "x.y"])
        #expect(parsed.map(\.sentence) == ["“a¦b: c” is wrong.", "One: two ¦ three. #7K3F9QX", ""])
        #expect(ReasonText.parse("").isEmpty)
        #expect(ReasonText.parse(" |  | ").isEmpty)
        #expect(ReasonText.parse("no code here").isEmpty)
    }

    @Test func `only reasons with a mark are carried`() {
        let mark = RejectionMark(Hash128(of: "x"))
        let cell = "email.syntax: wrong. | duplicate.in-file: twice. \(mark) | row.quote: open. \(mark)"
        let carried = CarriedReason.all(in: cell)
        #expect(carried.map(\.code) == ["duplicate.in-file", "row.quote"])
        #expect(carried.map(\.isOfKey) == [true, false])
        #expect(carried.allSatisfy { $0.mark == mark })
    }

    @Test func `suggestions name their fields`() {
        let reasons = [
            Reason(code: "a.b", field: "license", sentence: "", suggestion: "X1"),
            Reason(code: "a.b", field: "site", sentence: ""),
            Reason(code: "a.b", field: "email", sentence: "", suggestion: "a@b.c"),
        ]
        #expect(reasons.cells.suggestions == "license = X1 | email = a@b.c")
    }
}
