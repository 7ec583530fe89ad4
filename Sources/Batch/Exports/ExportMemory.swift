import Foundation
import Sinks
import SystemPackage

/// What is remembered of each source of exports, in a small file beside the results.
struct ExportMemory: Sendable {
    private let path: FilePath

    /// - Parameter folder: the folder of results.
    init(in folder: FilePath) {
        path = ResultFolder.memory(in: folder).appending("exports.json")
    }

    private struct Document: Codable {
        var format = "muster-exports/1"
        var sources: [String: ExportShape] = [:]
    }

    /// The shape that a source's last finished import had; `nil` when there was none.
    func shape(of source: String) throws(SinkError) -> ExportShape? {
        try document().sources[source]
    }

    /// Remembers a finished import. The file is replaced whole, so a reader never sees half of it.
    func remember(_ shape: ExportShape, of source: String) throws(SinkError) {
        var document = try document()
        guard document.sources[source] != shape else { return }
        document.sources[source] = shape
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try FileManager.default.createDirectory(
                atPath: path.removingLastComponent().string, withIntermediateDirectories: true)
            try encoder.encode(document).write(to: URL(fileURLWithPath: path.string), options: .atomic)
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
