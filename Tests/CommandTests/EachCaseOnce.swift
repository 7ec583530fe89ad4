import Foundation
import TestSupport
import Testing

extension TemporaryFolder {
    /// The ledger of an output folder holds each accepted row of `Command.hires(rows)` once: said by its counts, by its
    /// own check, and by what becomes of the same rows in another file.
    func expectEachCaseOnce(_ output: String, rows: Int, accepted: Int, _ place: Comment) throws {
        let ledger = "\(output)/.muster/ledger.sqlite"
        let status = try Command.run("status", "--json", "--ledger", ledger, in: self)
        #expect(try JSONDecoder().decode(Open.self, from: Data(status.output)).open == accepted, place)
        #expect(try Command.run("ledger", "check", "--ledger", ledger, in: self).status == 0, place)
        // The same rows in another file, and one more: all but that one are known.
        try write(Command.hires(rows + 1, rejected: []), to: "more.csv")
        let more = try Command.run(
            ["import", "more.csv", "--output", output, "--ledger", ledger, "--json"] + Command.steady, in: self)
        let report = try JSONDecoder().decode(Report.self, from: Data(more.output))
        #expect(report.counts.alreadyImported == accepted, place)
    }
}

private struct Open: Decodable {
    var open: Int
}

private struct Report: Decodable {
    var counts: Counts

    struct Counts: Decodable {
        var alreadyImported: Int

        private enum CodingKeys: String, CodingKey {
            case alreadyImported = "already_imported"
        }
    }
}
