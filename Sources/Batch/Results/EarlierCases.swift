import Foundation
import Sinks
import SystemPackage

/// The cases of earlier imports of a file, kept in the results of a later one.
///
/// Results of a file take the place of its earlier ones whole. Where a ledger has filed the earlier cases, the new results do
/// not hold them, and whoever has not fetched them yet would look for them in vain. So these are taken over: `earlier-1`
/// holds those of the first import, `earlier-2` those of the next that made any.
enum EarlierCases {
    private static let prefix = "earlier-"

    /// Whether a file of the results is one that an earlier import made.
    static func holds(_ name: String) -> Bool {
        name.hasPrefix(prefix)
    }

    /// Takes the cases and packs of earlier results over into new ones.
    ///
    /// - Parameters:
    ///   - earlier: the results that are going to be replaced.
    ///   - staging: where the new results are being made.
    ///   - isRepeated: whether the new results hold the cases of the earlier ones themselves, by the report on these.
    /// - Returns: the files that were taken over; none where no earlier import made a case.
    static func keep(of earlier: FilePath, in staging: FilePath, unless isRepeated: (BatchReport) -> Bool)
        throws(SinkError) -> [WrittenFile]
    {
        let report = FileManager.default.contents(atPath: earlier.appending("report.json").string)
            .flatMap { try? ReportJSON.report(from: $0) }
        let rows = Dictionary(
            (report?.files ?? []).map { ($0.name, $0.rows ?? 0) }, uniquingKeysWith: { first, _ in first })
        let kept = names(in: earlier).filter { number(of: $0) != nil }
        var files: [WrittenFile] = []
        for folder in kept.sorted(by: { (number(of: $0) ?? 0) < (number(of: $1) ?? 0) }) {
            for name in names(in: earlier.appending(folder)) + packs(in: earlier.appending(folder)) {
                files += try take("\(folder)/\(name)", as: "\(folder)/\(name)", of: earlier, in: staging, rows)
            }
        }
        if let report, isRepeated(report) { return files }
        let cases = names(in: earlier).filter { $0.hasPrefix("cases.") }
        // What an unreadable report counts nothing of is kept.
        guard cases.contains(where: { rows[$0] != 0 }) else { return files }
        let last = kept.compactMap(number).max() ?? 0
        for name in cases + packs(in: earlier) {
            files += try take(name, as: "\(prefix)\(last + 1)/\(name)", of: earlier, in: staging, rows)
        }
        return files
    }

    private static func number(of folder: String) -> Int? {
        guard folder.hasPrefix(prefix), let number = Int(folder.dropFirst(prefix.count)) else { return nil }
        return (1..<1_000_000).contains(number) ? number : nil
    }

    private static func names(in folder: FilePath) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []).sorted()
    }

    private static func packs(in folder: FilePath) -> [String] {
        names(in: folder.appending("packs")).map { "packs/\($0)" }
    }

    /// A second name for the file's bytes, or a copy where the file system has no such thing.
    private static func take(
        _ name: String, as newName: String, of earlier: FilePath, in staging: FilePath, _ rows: [String: Int]
    ) throws(SinkError) -> [WrittenFile] {
        let (from, to) = (earlier.appending(name), staging.appending(newName))
        let manager = FileManager.default
        guard let attributes = try? manager.attributesOfItem(atPath: from.string),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return [] }
        let folder = to.removingLastComponent()
        do {
            try manager.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
            if (try? manager.linkItem(atPath: from.string, toPath: to.string)) == nil {
                try manager.copyItem(atPath: from.string, toPath: to.string)
                try FileHandle(forReadingFrom: URL(fileURLWithPath: to.string)).synchronize()
            }
        } catch {
            throw SinkError(
                .inputOutput,
                "\(from), which an earlier import of this file made, cannot be taken over into the new results. "
                    + "Move \(earlier) elsewhere and start again.")
        }
        for made in [folder, folder.removingLastComponent()] { _ = Durability.syncFolder(made.string) }
        let bytes = (attributes[.size] as? NSNumber)?.intValue ?? 0
        return [WrittenFile(name: newName, rows: rows[name] ?? 0, bytes: bytes)]
    }
}
