import Testing

@testable import Batch

@Suite struct GuardsTests {
    @Test func `a person at a terminal is not held by anything`() {
        let counts = Guards.Counts(rows: 0, lastRows: 5000, leavers: 0, cutLine: 3)
        #expect(Guards.off.objections(to: counts).isEmpty)
    }

    @Test(arguments: [
        (Guards.Counts(rows: 0), ["The file has 0 rows; at least 1 are expected."]),
        (
            Guards.Counts(rows: 499, lastRows: 1000),
            ["The file has 499 rows where the last one of its kind had 1,000: it may have been cut short."]
        ),
        (Guards.Counts(rows: 500, lastRows: 1000), []),
        (
            Guards.Counts(rows: 100, leavers: 51),
            ["51 of 100 rows are people who leave; the limit is 50 rows and 50 % of the file."]
        ),
        (Guards.Counts(rows: 40, leavers: 40), []),
        (Guards.Counts(rows: 1000, leavers: 60), []),
        (Guards.Counts(rows: 7, cutLine: 9), ["The file breaks off within its last record, which begins in line 9."]),
    ])
    func `an unattended import is held where a figure is out of the ordinary`(
        counts: Guards.Counts, sentences: [String]
    ) {
        #expect(Guards.unattended.objections(to: counts) == sentences)
    }

    @Test func `a limit by rows alone or by share alone holds on its own`() {
        var guards = Guards.off
        guards.joiners = Guards.Limit(rows: 10)
        guards.changes = Guards.Limit(share: 0.125)
        let counts = Guards.Counts(rows: 80, joiners: 11, changes: 11)
        #expect(
            guards.objections(to: counts) == [
                "11 of 80 rows are new users; the limit is 10 rows.",
                "11 of 80 rows are changes; the limit is 12.5 % of the file.",
            ])
    }
}

@Suite struct AllowanceQueueTests {
    @Test func `leavers come first, then the soonest dates, then the order of the file`() {
        var queue = AllowanceQueue()
        let ranks = [
            AllowanceQueue.rank(isLeaver: false, date: 20_270_101, record: 1),
            AllowanceQueue.rank(isLeaver: false, date: 20_261_201, record: 2),
            AllowanceQueue.rank(isLeaver: true, date: 20_280_101, record: 3),
            AllowanceQueue.rank(isLeaver: false, date: 20_261_201, record: 4),
        ]
        for rank in ranks { queue.add(rank) }
        #expect(queue.beyond(places: 0) == [ranks[2], ranks[1], ranks[3], ranks[0]])
        #expect(queue.beyond(places: 3) == [ranks[0]])
        #expect(queue.beyond(places: 4) == [])
        #expect(queue.beyond(places: 2).hasSorted(ranks[3]))
        #expect(!queue.beyond(places: 2).hasSorted(ranks[2]))
    }
}
