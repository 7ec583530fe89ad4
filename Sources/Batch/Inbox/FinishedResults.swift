import Crypto
import Foundation
import Records
import ServiceLevels
import Sinks
import SystemPackage

/// The results of an import whose process ended before it could put the file away.
struct FinishedResults {
    var folder: FilePath
    var batch: String
    var rejected: Int
    /// Rows that wait although the others are filed.
    var held: Int
    /// All that the report says; `nil` when another version of Muster wrote it in another way.
    var report: BatchReport?

    /// What has to be known to be sure, and no more.
    private struct Facts: Decodable {
        struct Run: Decodable { var outcome: String }
        struct Input: Decodable { var fileName: String, sha256: String }
        struct Counts: Decodable { var rejected: Int, held: Int }
        var run: Run
        var input: Input
        var counts: Counts
    }

    /// The finished results of just these bytes, by their folder's name; `nil` where the import is still to be done.
    static func find(_ resultName: String, in day: FilePath, file: FilePath, name: String) -> FinishedResults? {
        let folder = FileName(resultName).path(in: day)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let data = FileManager.default.contents(atPath: folder.appending("report.json").string),
            let facts = try? decoder.decode(Facts.self, from: data),
            facts.run.outcome == BatchReport.Outcome.finished.rawValue, facts.input.fileName == name,

            facts.input.sha256 == hash(of: file)
        else { return nil }
        return FinishedResults(
            folder: folder, batch: String(facts.input.sha256.prefix(12)), rejected: facts.counts.rejected,
            held: facts.counts.held,
            report: try? ReportJSON.report(from: data))
    }

    private static func hash(of file: FilePath) -> String? {
        guard let source = try? FileSource(path: file.string) else { return nil }
        var digest = DigestingSource(source)
        var piece: [UInt8] = []
        while let count = try? digest.read(1 << 20, into: &piece) {
            if count == 0 { return digest.hexDigest }
            piece.removeAll(keepingCapacity: true)
        }
        return nil
    }
}

/// What the folder of a day's results is called: the day on which the file was received, as the wall clock here has it.
enum DayFolder {
    static func name(of received: String) -> String {
        guard let instant = try? Instant(received) else { return "undated" }
        var seconds = time_t(instant.secondsSince1970)
        var local = tm()
        guard localtime_r(&seconds, &local) != nil else { return String(received.prefix(10)) }
        func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(Int(local.tm_year) + 1900)-\(digits(local.tm_mon + 1))-\(digits(local.tm_mday))"
    }
}
