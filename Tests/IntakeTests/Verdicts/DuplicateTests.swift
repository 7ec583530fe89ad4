import Intake
import Records
import ServiceCatalog
import Testing

struct DuplicateTests {
    private func rows(_ text: String, blockSize: Int = 1 << 16) throws -> [Trial.Row] {
        try Trial().rows(text, blockSize: blockSize)
    }

    @Test func `a duplicate names the first record that asked for the same`() throws {
        let rows = try rows(
            "Service,Employee ID,Email\nHire,E1,a@b.co\nHire,E2,c@d.eu\nHire,E1,other@b.co\nHire,E1,a@b.co\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted, .rejected, .rejected])
        #expect(rows[2].codes == ["duplicate.in-file employee_id"])
        #expect(rows[2].reasons.first?.column == 2)
        #expect(rows[2].reasons.first?.sentence.hasPrefix("Record 1 of hires.csv") == true)
        #expect(rows[3].reasons.first?.sentence.hasPrefix("Record 1 of hires.csv") == true)
        #expect(rows[2].reasons.first?.sentence.contains("Employee ID “E1”") == true)
    }

    @Test func `the first record counts also where it was rejected itself`() throws {
        let rows = try rows("Service,Employee ID,Email\nHire,E1,wrong\nHire,E1,a@b.co\n")
        #expect(rows.map(\.codes) == [["email.syntax email"], ["duplicate.in-file employee_id"]])
    }

    @Test func `a duplicate keeps its other reasons and warnings`() throws {
        let rows = try rows("Service,Employee ID,Email,Extension\nHire,E1,a@b.co,\nHire,E1,wrong,12\n")
        #expect(rows[1].codes == ["email.syntax email", "length.short extension", "duplicate.in-file employee_id"])
        #expect(rows[1].reasons.map(\.grade) == [.error, .warning, .error])
    }

    @Test func `letter case does not tell keys apart`() throws {
        let rows = try rows("Service,Employee ID,Email\nHire,e1,a@b.co\nHire,E1,c@d.eu\nHire,,Ä@b.co\nHire,,ä@b.co\n")
        #expect(rows[1].codes.contains("duplicate.in-file employee_id"))
        #expect(rows[3].codes.contains("duplicate.in-file email"))
    }

    @Test func `a key is the first of its alternatives that is filled in`() throws {
        let rows = try rows("Service,Employee ID,Email\nHire,E1,a@b.co\nHire,E2,a@b.co\nHire,,a@b.co\nHire,,a@b.co\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted, .accepted, .rejected])
    }

    @Test func `alternatives of a key are not mistaken for one another`() throws {
        var trial = Trial()
        trial.definitions = [
            Trial.definition("unique: [[a, b]]\nfields: {a: {label: Employee ID}, b: {label: Extension}}")
        ]
        let rows = try trial.rows("Service,Employee ID,Extension\nS,4100,\nS,,4100\n")
        #expect(rows.map(\.outcome) == [.accepted, .accepted])
    }

    @Test func `services have keys of their own, unless the definition says otherwise`() throws {
        let text =
            "Service,Employee ID,Email,What\nHire,E1,a@b.co,\nChange,E1,,name\nChange,E1,,site\nChange,E1,,Name\n"
        #expect(try rows(text).map(\.outcome) == [.accepted, .accepted, .accepted, .rejected])
        var trial = Trial()
        let across = "unique: {parts: [a], across-services: true}\nfields: {a: }"
        trial.definitions = [
            Trial.definition(across, id: "one", service: "One"), Trial.definition(across, id: "two", service: "Two"),
        ]
        #expect(try trial.rows("Service,A\nOne,1\nTwo,1\nTwo,2\n").map(\.outcome) == [.accepted, .rejected, .accepted])
    }

    @Test func `a key across services tells them apart by what they are, not by how they are spelt`() throws {
        var trial = Trial()
        trial.definitions = [
            Trial.definition(
                "unique: {parts: [service, a], across-services: true}\nfields: {a: }",
                service: "{name: Set-up, also: [Hire]}")
        ]
        let rows = try trial.rows("Service,A\nSet-up,1\nHire,1\n")
        #expect(rows.map(\.outcome) == [.accepted, .rejected])
    }

    @Test func `a part of a key that is empty in both rows does not hide a duplicate`() throws {
        let rows = try rows("Service,Employee ID,What\nChange,E1,\nChange,E1,\nChange,,\nChange,,\n")
        #expect(rows.map { $0.codes.contains("duplicate.in-file employee_id") } == [false, true, false, false])
    }

    @Test func `rows of no key may repeat`() throws {
        var trial = Trial()
        trial.definitions = [Trial.definition("fields: {a: }")]
        #expect(try trial.rows("Service,A\nS,1\nS,1\n").map(\.outcome) == [.accepted, .accepted])
    }

    @Test func `duplicates are found across blocks, with the file's numbers`() throws {
        let text =
            "Service,Employee ID,Email\n"
            + (1...400).map { "Hire,E\($0 % 350),name\($0)@example.com\n" }.joined()
        let small = try rows(text, blockSize: 100)
        let large = try rows(text)
        #expect(small.map(\.outcome) == large.map(\.outcome))
        #expect(small.map(\.record) == Array(1...400))
        #expect(small.last?.reasons.first?.sentence.hasPrefix("Record 50 of") == true)
        #expect(small.filter { $0.outcome == .rejected }.count == 50)
    }
}
