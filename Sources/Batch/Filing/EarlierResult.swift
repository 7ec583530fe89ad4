import Foundation
import Ledger
import ServiceLevels
import Sinks

/// The results of a file that has been imported before: its answer when it is dropped again.
enum EarlierResult {
    /// - Returns: `nil` when the results are gone, are not whole, or are in another form than is asked for; they have to
    ///   be made anew.
    static func of(_ batch: Batch, casesFormat: CasesFormat) -> ImportResult? {
        guard let folder = batch.results,
            let data = FileManager.default.contents(atPath: folder + "/report.json"),
            let report = try? ReportJSON.report(from: data), report.input.sha256 == batch.inputHash,
            report.files.contains(where: { $0.name == "cases.\(casesFormat.rawValue)" }),
            report.files.allSatisfy({ isWhole($0, in: folder) })
        else { return nil }
        return ImportResult(
            report: report.repeated(
                explanation:
                    "It came as \(batch.file) on \(batch.committed.description.prefix(10)) and was read by the same definitions; its results are in \(folder)."
            ), folder: folder, isEarlier: true)
    }

    private static func isWhole(_ file: BatchReport.OutputFile, in folder: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(file.name)")
        guard let size = (attributes?[.size] as? NSNumber)?.intValue else { return false }
        return file.bytes.map { $0 == size } ?? true
    }
}
