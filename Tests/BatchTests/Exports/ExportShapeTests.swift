import Testing

@testable import Batch

@Suite struct ExportShapeTests {
    private let shape = ExportShape(
        columns: ["Employee ID", "First Name", "Last Name", "Work Email", "Location"], file: "hires.csv",
        day: "2026-11-02", rows: 9)

    @Test func `the same columns, or more of them, are no change`() {
        #expect(shape.change(to: shape.columns) == nil)
        #expect(shape.change(to: shape.columns + ["Cost Centre"]) == nil)
    }

    @Test func `a renamed column is found by its place`() {
        let change = shape.change(to: ["Employee ID", "First Name", "Last Name", "E-mail (business)", "Location"])
        #expect(change?.renamed == [.init(from: "Work Email", to: "E-mail (business)")])
        #expect(change?.sentences == ["“Work Email” seems to be called “E-mail (business)” now."])
    }

    @Test func `a missing column and those that moved are named`() {
        #expect(
            shape.change(to: ["Employee ID", "Last Name", "First Name", "Work Email"])?.sentences == [
                "Missing: “Location”.", "In another place: “First Name”, “Last Name”.",
            ])
    }

    @Test func `a header that has little in common is another export`() {
        #expect(shape.change(to: ["Employee ID", "Queue", "Skill", "Level"]) == nil)
    }

    @Test(arguments: [
        ("hires-2026-11-23", "hires"), ("hires_20261123", "hires"), ("20261123-hires", "hires"),
        ("Eintritte 23.11.2026", "Eintritte"), ("export_2026-11-23T0630", "export"), ("hires_20261123_063000", "hires"),
        ("hires-2", "hires-2"), ("2026-11-23", "2026-11-23"), ("site-20261399999", "site-20261399999"),
    ])
    func `files of one export share a name but for the date`(stem: String, name: String) {
        #expect(ExportSource.name(ofStem: stem) == name)
    }
}
