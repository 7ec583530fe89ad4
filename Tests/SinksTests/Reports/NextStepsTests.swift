import Testing

@testable import Sinks

@Suite struct NextStepsTests {
    private func steps(
        _ counts: BatchReport.Counts, run: BatchReport.Run = ReportSamples.run(), reasons: [Int] = [],
        unmatched: [String] = [], files: [String] = ["rejected.csv", "cases.csv"]
    ) -> [String] {
        NextSteps(
            run: run, counts: counts,
            reasons: zip(ReportSamples.reasonKinds, reasons).map { $0.counted($1, line: 2) }.filter { $0.count > 0 },
            unmatchedColumns: unmatched, files: files.map { .init(name: $0, purpose: "", rows: 1) }
        ).sentences
    }

    @Test func `a few rejected rows are corrected in the spreadsheet`() {
        #expect(
            steps(.init(read: 312, accepted: 309, rejected: 3), reasons: [2, 1]) == [
                "Open rejected.csv in Excel, correct the 3 rows, save it as CSV and import it. "
                    + "Rows that were accepted are not in that file.",
                "Start with \u{201C}E-mail address is not well formed\u{201D}: "
                    + "it is the most frequent reason, given 2 times.",
            ])
    }

    @Test func `one rejected row is the one row, and its reason is not called frequent`() {
        #expect(
            steps(.init(read: 1, accepted: 0, rejected: 1), reasons: [1, 1]) == [
                "Open rejected.csv in Excel, correct the one row, save it as CSV and import it."
            ])
    }

    @Test func `rejected XML is not sent to a spreadsheet`() {
        #expect(
            steps(.init(read: 2, accepted: 1, rejected: 1), files: ["rejected.xml"]) == [
                "Correct the one row in rejected.xml and import that file. "
                    + "Rows that were accepted are not in that file."
            ])
    }

    @Test func `without a rejection file the source is corrected`() {
        #expect(
            steps(.init(read: 2, accepted: 1, rejected: 1), files: []) == [
                "Correct the one row where the file came from, and import the file again."
            ])
    }

    @Test func `one reason for most of a file is put right at its source`() throws {
        let sentences = steps(.init(read: 104_213, accepted: 4_213, rejected: 100_000), reasons: [96_412, 12])
        #expect(try #require(sentences.first).hasPrefix("Most rows share one reason: \u{201C}E-mail address"))
        #expect(!sentences.joined().contains("Excel"))
    }

    @Test func `a held import names the command that lets it go`() throws {
        let last = try #require(ReportSamples.held.nextSteps.last)
        #expect(last.hasSuffix("somebody who may approve it runs: muster approve B-2026-11-25-004"))
        let file = ReportSamples.held.input.fileName
        #expect(last.contains("drop an empty file named “\(file).approve” into the folder “inbox”; or "), "\(last)")
    }

    @Test func `held rows beside others name the command too`() {
        let sentences = steps(.init(read: 9, accepted: 7, rejected: 0, held: 2))
        #expect(
            sentences == ["If the 2 held rows are right, somebody who may approve them runs: muster approve B-0042"])
    }

    @Test func `warnings, sheets for the portal and unused columns follow`() {
        #expect(
            steps(
                .init(read: 9, accepted: 9, rejected: 0, withWarnings: 1),
                unmatched: ["T-Shirt Size", "", "Car", "Dog", "Cat"],
                files: ["cases.csv", "packs/a.csv", "packs/b.csv"]) == [
                    "Look over the row with warnings: it became a case as it is.",
                    "Put each of the 2 sheets in packs/ into the customer portal as one case.",
                    "The columns \u{201C}T-Shirt Size\u{201D}, \u{201C}Car\u{201D}, \u{201C}Dog\u{201D} and 1 more "
                        + "were not used. If one matters, give it a header that the service knows.",
                ])
    }

    @Test func `a trial asks for the real thing and for nothing in the portal`() {
        #expect(
            steps(
                .init(read: 9, accepted: 9, rejected: 0), run: ReportSamples.run(.finished, dryRun: true),
                files: ["packs/a.csv"]) == [
                    "When the result is as you want it, import the file again without --dry-run to file 9 cases."
                ])
    }

    @Test func `an empty file is never everybody leaving`() {
        #expect(ReportSamples.empty.nextSteps.joined().contains("never read as \u{201C}everybody has left\u{201D}"))
    }

    @Test func `there is always something to read`() {
        #expect(
            steps(.init(read: 9, accepted: 9, rejected: 0)) == [
                "There is nothing to do. Keep this page if you need a record."
            ])
        for sample in ReportSamples.all { #expect(!sample.report.nextSteps.isEmpty, "\(sample.name)") }
    }
}
