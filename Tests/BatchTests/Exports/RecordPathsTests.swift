import Testing

@testable import Batch

/// What XML exports are expected to have, and when its absence is told.
@Suite struct RecordPathsTests {
    private func paths(_ all: [String], steady: [String]? = nil, _ count: Int) -> RecordPaths {
        var paths = RecordPaths()
        (paths.all, paths.steady, paths.steadyAndUsed, paths.count) = (all, steady ?? all, steady ?? all, count)
        return paths
    }

    private func shape(_ known: RecordPaths...) -> ExportShape {
        let empty = ExportShape(columns: [], file: "hires.xml", day: "2026-11-02", rows: 9, steady: [:])
        return known.reduce(empty) { $0.updated(with: $1) }
    }

    @Test func `the order of paths, and new ones, are no change`() {
        let shape = shape(paths(["ID", "Name", "Email"], 50))
        #expect(shape.change(to: paths(["Email", "Name", "ID"], 50)) == nil)
        #expect(shape.change(to: paths(["ID", "Grade", "Name", "Email"], 50)) == nil)
    }

    @Test func `a path that every record had and none has is missing, or has another name`() {
        let shape = shape(paths(["ID", "Name", "Email"], 50))
        #expect(shape.change(to: paths(["ID", "Name"], 50))?.missing == ["Email"])
        let change = shape.change(to: paths(["ID", "Full_Name", "Email", "Grade"], 50))
        #expect(change?.renamed == [.init(from: "Name", to: "Full_Name")])
        #expect(change?.missing == [])
    }

    @Test func `a path that was left out once is never missed again`() {
        let all = ["ID", "Name", "Email"]
        let shape = shape(
            paths(all, 50), paths(all, steady: ["ID", "Name"], 50), paths(all, 50), paths(all, 50))
        #expect(shape.change(to: paths(["ID", "Name"], 50)) == nil)
        #expect(shape.change(to: paths(["ID", "Email"], 50))?.missing == ["Name"])
    }

    @Test(arguments: [
        (1, 1, false), (97, 1, false), (98, 1, true), (8, 2, true), (7, 2, false), (1, 4, false), (1, 5, true),
    ])
    func `few records without a path prove little`(before: Int, now: Int, isTold: Bool) {
        let shape = shape(paths(["ID", "Name", "Email"], before))
        #expect((shape.change(to: paths(["ID", "Name"], now)) != nil) == isTold)
    }

    @Test func `no records tell nothing, and nothing is forgotten for them`() {
        let known = shape(paths(["ID", "Name"], 50))
        #expect(known.change(to: RecordPaths()) == nil)
        #expect(known.updated(with: RecordPaths()) == known)
    }

    @Test func `records that have little in common are another export`() {
        let shape = shape(paths(["ID", "Name", "Email", "Site"], 50))
        #expect(shape.change(to: paths(["ID", "Queue", "Skill"], 50)) == nil)
    }

    @Test func `thousands of paths are not kept for ever`() {
        let first = shape(paths((0..<6000).map { "a\($0)" }, 1))
        #expect(first.updated(with: paths((0..<6000).map { "b\($0)" }, 1)).columns.count == 6000)
    }
}
