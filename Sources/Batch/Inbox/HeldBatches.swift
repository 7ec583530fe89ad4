import Foundation
import ServiceLevels
package import SystemPackage

/// The files that a guard has stopped: each in a folder of `held` that is named after its batch.
///
/// A held file belongs to no process, so it outlives all of them and blocks nobody.
package struct HeldBatches: Sendable {
    private let folders: InboxFolders

    package init(_ folders: InboxFolders) {
        self.folders = folders
    }

    /// A file that waits for a person.
    package struct Held: Sendable {
        package var batch: String
        package var file: String
        /// Where the file is.
        package var path: FilePath
        /// Why it waits.
        package var explanation: String
        /// What would happen if it were imported.
        package var results: String?
        var folder: FilePath
        var id: String
        /// Nothing of it has been filed.
        package var isWhole: Bool
    }

    /// What stands beside a held file for Muster itself.
    private struct Note: Codable {
        var id: String
        var batch: String
        var file: String
        var explanation: String
        var results: String?
        var isWhole: Bool
    }

    private static let noteName = ".held.json"

    /// Puts a claimed file aside, all of it or because some of its rows wait: its whole folder changes its name, so the
    /// file is in one place or the other.
    static func put(
        _ claim: Claim, batch: String, explanation: String, results: String?, isWhole: Bool,
        in folders: InboxFolders
    ) throws(InboxError) {
        let name = claim.lease.file
        let note = Note(
            id: claim.lease.id, batch: batch, file: name, explanation: explanation, results: results,
            isWhole: isWhole)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = (try? encoder.encode(note)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        try Placement.write(json, to: claim.folder.appending(noteName))
        try Placement.write(
            text(
                name: name, batch: batch, explanation: explanation, results: results, isWhole: isWhole,
                root: folders.root.string),
            to: claim.folder.appending(explanationName(of: name)))
        // With its lease until it is there: should that not succeed, it is still known whose the file is.
        Placement.remove(Lease.path(in: try Placement.move(claim.folder, into: folders.held, as: batch)))
    }

    private static func text(
        name: String, batch: String, explanation: String, results: String?, isWhole: Bool, root: String
    ) -> String {
        // People see the folder from their own machines, where it has another path.
        let report = results.map { $0.hasPrefix(root + "/") ? String($0.dropFirst(root.count + 1)) : $0 }
        let what = isWhole ? "What would happen if it were imported" : "What was filed, and what waits"
        return """
            \(name) is held. \(isWhole ? "Nothing of it has been filed yet." : "Part of it has been filed.")

            \(explanation)
            \(report.map { "\n\(what): open report.html in \($0)\n" } ?? "")
            If it is right as it is, drop an empty file named “\(name).approve” into the folder “inbox”: then it is imported.
            If it is wrong, drop one named “\(name).reject”: then it is given up. Export it again and drop the new file.

            An admin can do the same with: muster approve \(batch) --inbox \(root)   (or: muster reject)

            """
    }

    /// All held files, by batch.
    package func all() throws(InboxError) -> [Held] {
        var found: [Held] = []
        for entry in try FolderListing.entries(of: folders.held) where entry.kind == .folder {
            let folder = entry.name.path(in: folders.held)
            guard let data = FileManager.default.contents(atPath: folder.appending(Self.noteName).string),
                let note = try? JSONDecoder().decode(Note.self, from: data)
            else { continue }
            let path = FileName(note.file).path(in: folder)
            guard FolderListing.exists(path) else {
                Self.sweep(folder)
                continue
            }
            found.append(
                Held(
                    batch: note.batch, file: note.file, path: path, explanation: note.explanation,
                    results: note.results, folder: folder, id: note.id, isWhole: note.isWhole))
        }
        return found
    }

    /// Takes a held file to be imported with its guards off; `nil` when somebody else was quicker.
    func release(_ held: Held, received: Instant) throws(InboxError) -> Claim? {
        let claim = try Claim.takeApproved(
            held.path, named: FileName(held.file), id: held.id, isRest: !held.isWhole, received: received, in: folders)
        if claim != nil { Self.sweep(held.folder) }
        return claim
    }

    /// Lets a held file go, for whoever works on the inbox to import; `false` when somebody else was quicker.
    package func release(_ held: Held) throws(InboxError) -> Bool {
        guard let claim = try release(held, received: RunClock.now.instant) else { return false }
        try claim.giveBack(folders)
        return true
    }

    /// Ends a held file: it goes to `failed`. `false` when somebody else was quicker.
    package func reject(_ held: Held, reason: String) throws(InboxError) -> Bool {
        do throws(InboxError) {
            _ = try Quarantine.put(
                held.path, named: held.file, reason: reason, held.isWhole ? .notImported : .importedInPart,
                in: folders.failed)
        } catch {
            if error.code == .gone { return false }
            throw error
        }
        Self.sweep(held.folder)
        return true
    }

    /// Whether a name in a folder is that of the text which says why its file is held.
    static func isNote(_ name: FileName, in folder: FilePath) -> Bool {
        let data = FileManager.default.contents(atPath: folder.appending(noteName).string)
        guard let note = data.flatMap({ try? JSONDecoder().decode(Note.self, from: $0) }) else { return false }
        return name == FileName(explanationName(of: note.file))
    }

    private static func explanationName(of file: String) -> String {
        FileName.shortened(file, to: FileName.longest - Quarantine.noteEnding.utf8.count) + Quarantine.noteEnding
    }

    /// Removes Muster's notes from a folder whose file has gone on, and the folder if nothing else is in it.
    static func sweep(_ folder: FilePath) {
        let names = ((try? FolderListing.entries(of: folder)) ?? []).map(\.name)
        for name in names where isNote(name, in: folder) { Placement.remove(name.path(in: folder)) }
        for name in names where name.isOfMuster { Placement.remove(name.path(in: folder)) }
        Placement.removeEmpty(folder)
    }
}
