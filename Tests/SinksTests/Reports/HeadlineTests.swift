import Testing

@testable import Sinks

@Suite struct HeadlineTests {
    typealias Counts = BatchReport.Counts

    @Test(arguments: [
        (Counts(read: 312, accepted: 297, rejected: 15), "297 of 312 rows became cases. 15 rows need you."),
        (Counts(read: 312, accepted: 312, rejected: 0), "All 312 rows became cases. Nothing needs you."),
        (
            Counts(read: 312, accepted: 312, rejected: 0, withWarnings: 1),
            "All 312 rows became cases. 1 row has a warning."
        ),
        (Counts(read: 1, accepted: 1, rejected: 0), "The one row became a case. Nothing needs you."),
        (Counts(read: 1, accepted: 0, rejected: 1), "The one row did not become a case. 1 row needs you."),
        (Counts(read: 9, accepted: 0, rejected: 9), "None of the 9 rows became a case. All 9 rows need you."),
        (Counts(read: 2, accepted: 1, rejected: 1), "1 of 2 rows became a case. 1 row needs you."),
        (
            Counts(read: 0, accepted: 0, rejected: 0),
            "The file holds no rows. Nothing was filed and nothing was changed."
        ),
        (
            Counts(read: 7, accepted: 0, rejected: 0, alreadyImported: 7),
            "Nothing new: 7 rows were imported before. Nothing needs you."
        ),
        (
            Counts(read: 7, accepted: 0, rejected: 0, unchanged: 5, alreadyImported: 2),
            "Nothing new: 7 rows ask for no change. Nothing needs you."
        ),
        (
            Counts(read: 1_000, accepted: 90, rejected: 4, held: 6, unchanged: 900),
            "90 of 1,000 rows became cases. 4 rows need you. 6 rows wait for approval."
        ),
    ])
    func `the headline says what happened`(counts: Counts, expected: String) {
        #expect(Headline(run: ReportSamples.run(), counts: counts).text == expected)
    }

    @Test func `a trial never reads as the real thing`() {
        let run = ReportSamples.run(.finished, dryRun: true)
        let text = Headline(run: run, counts: .init(read: 40, accepted: 38, rejected: 2)).text
        #expect(
            text
                == "38 of 40 rows would become cases. 2 rows need you. "
                + "This was a trial: nothing was filed and nothing was moved."
        )
    }

    @Test func `a held and a failed import say that nothing was filed`() {
        #expect(
            ReportSamples.held.summary
                == "This import is held. Nothing has been filed yet. 812 rows wait for somebody to approve.")
        #expect(ReportSamples.failed.summary == "This file could not be imported. Nothing was filed.")
    }
}
