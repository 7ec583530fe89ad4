import Foundation
import TestSupport
import Testing

/// `Samples/inbox-day`: a day with an inbox, played from the first drop to the last case.
@Suite struct InboxDayTests {
    @Test func `three drops, a correction, a cut file and an approval end with every row a case`() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program(path: "/bin/bash").run(
            [Repository.path("Samples/inbox-day/play"), folder.path("day"), Program.muster.path], seconds: 300)
        try #require(outcome.status == 0, "\(outcome.outputText)\(outcome.errorText)")
        // Ten hires, two leavers, two changes, four more hires.
        #expect(outcome.outputText.hasSuffix("exactly once:\n18\n"))
        let statuses = outcome.outputText.matches(of: /ends with status (\d+)/).compactMap { Int($0.1) }
        #expect(statuses == [2, 0, 0, 3, 0, 3, 0])
        let inbox = folder.path("day/inbox-hr")
        #expect(Files.names(in: "\(inbox)/inbox").isEmpty && Files.names(in: "\(inbox)/held").isEmpty)
        #expect(
            Files.names(in: "\(inbox)/archive") == [
                "changes-2026-12-14.csv", "hires-2026-12-14.csv", "hires-2026-12-15.csv",
                "hires-2026-12-15.csv.approve", "hires-2026-12-15.csv.reject", "hires-corrected.csv",
                "leavers-2026-12-14.csv",
            ])
        #expect(Files.names(in: "\(inbox)/failed") == ["hires-2026-12-15.csv", "hires-2026-12-15.csv.why.txt"])
        var ids: [String] = []
        for file in Files.listing(of: "\(inbox)/results") where file.hasSuffix("/cases.csv") {
            ids += ReferenceCSV(try Files.text(of: "\(inbox)/results/\(file)")).column("case_id")
        }
        #expect(ids.count == 18 && Set(ids).count == 18)
    }
}
