import SystemPackage

/// Moves what cannot be imported out of the way, with a note for people beside it.
enum Quarantine {
    /// What follows a file's name in the name of its note.
    static let noteEnding = ".why.txt"

    /// What has become of a file that ends here.
    enum Fate {
        case notImported
        /// Some of its rows were filed, and the rest has been given up.
        case importedInPart
        /// It is no export but an answer to something that is not there.
        case noAnswer
    }

    /// - Parameters:
    ///   - reason: what is wrong and what to do, in a sentence or two.
    ///   - folder: `failed`, or a folder of it.
    /// - Returns: where the file is now.
    static func put(
        _ file: FilePath, named name: String, reason: String, _ fate: Fate = .notImported, in folder: FilePath
    ) throws(InboxError) -> FilePath {
        let target = try Placement.move(file, into: folder, as: name, limit: FileName.longest - noteEnding.utf8.count)
        let kept = target.lastComponent?.string ?? name
        // Without room for the note the file has still to go out of the way; the log has the reason as well.
        try? Placement.write(note(name: kept, reason: reason, fate), to: folder.appending(kept + noteEnding))
        return target
    }

    private static func note(name: String, reason: String, _ fate: Fate) -> String {
        let opening =
            switch fate {
            case .notImported: "\(name) was not imported. Nothing of it has been filed."
            case .importedInPart: "The rest of \(name) was given up. What was filed before stays filed."
            case .noAnswer: "\(name) could not be obeyed. Nothing has changed by it."
            }
        let next =
            switch fate {
            case .notImported: "When that is mended, drop the file into the folder “inbox” again. "
            case .importedInPart: "If the rest is wanted after all, drop the file into the folder “inbox” again. "
            case .noAnswer: ""
            }
        return """
            \(opening)

            \(reason)

            \(next)This copy stays here until you clear it away.

            """
    }
}
