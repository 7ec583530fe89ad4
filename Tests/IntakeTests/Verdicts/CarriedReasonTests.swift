@testable import Intake
import Records
import ServiceCatalog
import Testing

/// A rejection file that is dropped again: what still holds is said again, what was mended is judged afresh.
struct CarriedReasonTests {
    /// A rejection file of one row, with the reasons that the row was given.
    private func rejectionFile(_ header: String, _ row: String, reasons: [Reason]) -> String {
        var output = OutputBuffer()
        output.append(header + ",muster_record,muster_line,muster_reasons,muster_suggestions\n" + row + ",7,8,")
        output.appendSpreadsheetCell(reasons.cells.reasons, delimiter: UInt8(ascii: ","))
        output.append(",\n")
        return String(decoding: output.bytes, as: UTF8.self)
    }

    private func duplicate() throws -> [Reason] {
        try #require(try Trial().rows("Service,Employee ID,Email\nHire,E1,a@b.co\nHire,E1,c@d.eu\n").last).reasons
    }

    @Test func `a duplicate that was not touched is a duplicate still, though its first row is gone`() throws {
        let reasons = try duplicate()
        let row = try Trial().row(rejectionFile("Service,Employee ID,Email", "Hire,E1,c@d.eu", reasons: reasons))
        #expect(row.outcome == .rejected)
        #expect(row.reasons.map(\.code) == ["duplicate.in-file"])
        #expect(row.reasons.first?.sentence == reasons.first?.sentence)
        let respelt = try Trial().row(
            rejectionFile("Email,Service,Personnel number", "x@y.zz,Hire,e1", reasons: reasons))
        #expect(respelt.outcome == .rejected, "the key is what it was")
    }

    @Test func `a duplicate whose key was changed is judged afresh`() throws {
        let row = try Trial().row(
            rejectionFile("Service,Employee ID,Email", "Hire,E2,c@d.eu", reasons: try duplicate()))
        #expect(row.outcome == .accepted)
        #expect(row.reasons.isEmpty)
    }

    @Test func `a duplicate whose reason was deleted is judged afresh`() throws {
        let row = try Trial().row(rejectionFile("Service,Employee ID,Email", "Hire,E1,c@d.eu", reasons: []))
        #expect(row.outcome == .accepted)
    }

    @Test func `two rows of one key in a rejection file are said to be duplicates once each`() throws {
        let reasons = try duplicate()
        let one = rejectionFile("Service,Employee ID,Email", "Hire,E1,c@d.eu", reasons: reasons)
        let lines = one.split(separator: "\n").map(String.init)
        let rows = try Trial().rows(([lines[0], lines[1], lines[1]]).joined(separator: "\n"))
        #expect(rows.map { $0.reasons.map(\.code) } == [["duplicate.in-file"], ["duplicate.in-file"]])
    }

    @Test func `a row that lacked cells is rejected until it is touched`() throws {
        let reasons = try #require(try Trial().rows("Service,Email,Region\nHire,a@b.co\n").last).reasons
        #expect(reasons.map(\.code) == ["row.fields"])
        let untouched = try Trial().row(rejectionFile("Service,Email,Region", "Hire,a@b.co,", reasons: reasons))
        #expect(untouched.reasons.map(\.code) == ["row.fields"])
        let filled = try Trial().row(rejectionFile("Service,Email,Region", "Hire,a@b.co,US", reasons: reasons))
        #expect(filled.outcome == .accepted)
        let confirmed = try Trial().row(rejectionFile("Service,Email,Region", "Hire,a@b.co,", reasons: []))
        #expect(confirmed.outcome == .accepted, "the person has emptied the reason: the cells are meant to be empty")
    }

    @Test func `a row whose quote was open is rejected until it is touched`() throws {
        let reasons = try #require(try Trial().rows("Service,Email\nHire,\"a@b.co\n").last).reasons
        #expect(reasons.map(\.code) == ["row.quote"])
        let untouched = try Trial().row(rejectionFile("Service,Email", "\"Hire,\"\"a@b.co\",", reasons: reasons))
        #expect(untouched.reasons.map(\.code) == ["row.quote"])
        let mended = try Trial().row(rejectionFile("Service,Email", "Hire,a@b.co", reasons: reasons))
        #expect(mended.outcome == .accepted)
    }

    @Test func `other reasons are found again or not, whatever the cell says`() throws {
        let reasons = try Trial().row("Service,Email\nHire,wrong\n").reasons
        let mended = try Trial().row(rejectionFile("Service,Email", "Hire,a@b.co", reasons: reasons))
        #expect(mended.outcome == .accepted)
    }

    @Test func `guarded cells of a rejection file are restored, those of another file are not`() throws {
        let text = rejectionFile("Service,Email,Phone", "Hire,a@b.co,'+14088001500", reasons: [])
        #expect(try Trial().row(text).outcome == .accepted)
        #expect(try Trial().row("Service,Email,Phone\nHire,a@b.co,'+14088001500\n").outcome == .rejected)
        let source = try Trial().row("Service,Email,Phone\nHire,a@b.co,+14088001500\n")
        #expect(try Trial().row(text).caseID == source.caseID)
    }

    @Test func `a row that a person added without Muster's cells is judged like any other`() throws {
        let header = "Service,Email,muster_record,muster_line,muster_reasons,muster_suggestions\n"
        let rows = try Trial().rows(header + "Hire,a@b.co\nHire,c@d.eu,,\nHire\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted, .rejected])
        #expect(rows.last?.reasons.first?.sentence.hasPrefix("The row has 1 cell, the header has 2.") == true)
    }
}
