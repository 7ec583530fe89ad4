import Crypto
import Foundation
import Intake
import Ledger
import Records
import ServiceCatalog
import ServiceLevels
import Sinks
import SystemPackage

/// One import's place at the ledger: its turn to write, what was imported before, and the moment of no return.
///
/// The results are made first, in a hidden folder. When they are complete and on the disk, the cases are committed
/// together with the note where the results are and where they belong; then the folder gets its name. So a run that is
/// killed before the commit has left nothing, and one that is killed after it is brought to its end by the next.
final class LedgerDesk {
    let path: String
    let session: ImportSession
    let ledger: Ledger

    /// Waits for its turn, and brings to an end what a killed run has left.
    init(path: String, attempt: ImportAttempt, wait: Duration) throws {
        self.path = path
        ledger = try Ledger.open(path, mode: .readWrite)
        session = try ledger.beginImport(attempt, wait: wait) { try ResultFolder.place($0) }
    }

    /// The finished batch of this file, when it has been imported with the same definitions and every row got its end.
    func finishedBatch(of file: FileSource) throws -> Batch? {
        guard try ledger.mayHaveFinished(inputBytes: file.size) else { return nil }
        var source = DigestingSource(file)
        try source.finish()
        guard let batch = try session.finishedBatch(inputHash: source.hexDigest),
            let counts = try? JSONDecoder().decode(HeldCount.self, from: Data(batch.counts.utf8)), counts.held == 0
        else { return nil }
        return batch
    }

    private struct HeldCount: Decodable {
        var held: Int
    }

    /// A ledger that is only asked; `nil` when it is not there yet.
    static func askable(_ path: String) throws(LedgerError) -> Ledger? {
        FileManager.default.fileExists(atPath: path) ? try Ledger.open(path, mode: .readOnly) : nil
    }

    /// Records the cases: from here on they are filed.
    ///
    /// - Parameter shape: what is to be remembered of the export that the file is one of.
    func commit(_ report: BatchReport, pending: PendingResults, shape: (source: String, json: String)?) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        func json(_ value: some Encodable) throws -> String {
            String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        _ = try session.commit(
            ImportCompletion(
                inputHash: report.input.sha256, ended: RunClock.now.instant, counts: try json(report.counts),
                dialect: try json(report.dialect), definitions: try json(report.definitions), results: pending,
                shape: shape))
    }

    /// What decides, beside the file, what becomes of its rows: the definitions and the options that judge them.
    static func definitionsHash(_ catalog: ServiceCatalog, _ options: IntakeOptions) -> String {
        var hash = SHA256()
        func add(_ text: String?) { hash.update(data: Data("\(text ?? "")\u{1F}".utf8)) }
        for definition in catalog.definitions {
            add(definition.id)
            add(definition.source.contentHash)
        }
        add(options.profile?.source.contentHash)
        add(options.serviceID)
        add(options.defaultCountry)
        add(options.dateOrder?.rawValue)
        add(options.defaultRegion)
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
