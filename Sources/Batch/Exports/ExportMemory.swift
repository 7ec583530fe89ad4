import Foundation
import Ledger
import Sinks
import SystemPackage

/// What is remembered of each source of exports: in the ledger, or without one in a small file beside the results.
///
/// A source that the ledger does not know yet is looked up in that file, so what was remembered before there was a ledger
/// counts until the next import has told the ledger.
struct ExportMemory: Sendable {
    private let path: FilePath
    private let ledger: Ledger?

    /// - Parameter folder: the folder of results.
    init(in folder: FilePath, ledger: Ledger?) {
        self.ledger = ledger
        path = ResultFolder.memory(in: folder).appending("exports.json")
    }

    private struct Document: Codable {
        var format = "muster-exports/1"
        var sources: [String: ExportShape] = [:]
    }

    /// The shape that a source's last finished import had; `nil` when there was none.
    func shape(of source: String) throws -> ExportShape? {
        guard let json = try ledger?.shape(ofSource: source) else { return try document().sources[source] }
        do {
            return try JSONDecoder().decode(ExportShape.self, from: Data(json.utf8))
        } catch {
            throw SinkError(
                .inputOutput,
                "What the ledger remembers of the export \(source) cannot be read. Import with --accept-new-shape, which "
                    + "replaces it.")
        }
    }

    /// A shape as the ledger keeps it.
    static func json(of shape: ExportShape) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(shape), as: UTF8.self)
    }

    /// Remembers a finished import where there is no ledger. The file is replaced whole, so a reader never sees half of
    /// it.
    func remember(_ shape: ExportShape, of source: String) throws(SinkError) {
        var document = try document()
        guard document.sources[source] != shape else { return }
        document.sources[source] = shape
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
            try Placement.write(String(decoding: try encoder.encode(document), as: UTF8.self), to: path)
        } catch {
            throw SinkError(.inputOutput, "\(path) cannot be written. Check who may write there.")
        }
    }

    private func document() throws(SinkError) -> Document {
        guard let data = FileManager.default.contents(atPath: path.string) else { return Document() }
        do {
            return try JSONDecoder().decode(Document.self, from: data)
        } catch {
            throw SinkError(
                .inputOutput, "\(path), in which the columns of earlier exports are kept, is damaged. Delete it.")
        }
    }
}
