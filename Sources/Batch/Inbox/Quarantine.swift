import SystemPackage

/// Moves what cannot be imported out of the way, with a note for people beside it.
enum Quarantine {
    /// What follows a file's name in the name of its note.
    static let noteEnding = ".why.txt"

    /// - Parameters:
    ///   - reason: what is wrong and what to do, in a sentence or two.
    ///   - folder: `failed`, or a folder of it.
    /// - Returns: where the file is now.
    static func put(_ file: FilePath, named name: String, reason: String, in folder: FilePath) throws(InboxError)
        -> FilePath
    {
        let target = try Placement.move(file, into: folder, as: name, limit: FileName.longest - noteEnding.utf8.count)
        let kept = target.lastComponent?.string ?? name
        // Without room for the note the file has still to go out of the way; the log has the reason as well.
        try? Placement.write(note(name: kept, reason: reason), to: folder.appending(kept + noteEnding))
        return target
    }

    private static func note(name: String, reason: String) -> String {
        """
        \(name) was not imported. Nothing of it has been filed.

        \(reason)

        When that is mended, drop the file into the folder “inbox” again. This copy stays here until you clear it away.

        """
    }
}
