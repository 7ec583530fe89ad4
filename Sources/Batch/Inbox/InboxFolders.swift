import Glibc
package import SystemPackage

/// The folders of one inbox, below one root.
package struct InboxFolders: Sendable, Hashable {
    package let root: FilePath

    package init(_ root: FilePath) {
        self.root = root
    }

    /// Where HR drops files.
    package var inbox: FilePath { root.appending("inbox") }
    /// Files that are being imported: a folder with a lease for each.
    package var working: FilePath { root.appending("working") }
    /// Files that a guard has stopped and that wait for a person.
    package var held: FilePath { root.appending("held") }
    /// A folder for each day, with a folder for each file.
    package var results: FilePath { root.appending("results") }
    /// Files that were imported, as they were.
    package var archive: FilePath { root.appending("archive") }
    /// Files that could not be imported, each with its `.why.txt`.
    package var failed: FilePath { root.appending("failed") }
    /// Muster's own notes: locks and totals.
    package var notes: FilePath { root.appending(".muster") }

    /// Makes what is missing, with a README.txt for whoever looks in.
    ///
    /// - Throws: `InboxError` when a folder cannot be made, or when files cannot be moved among them by one rename
    ///   because they lie on different file systems.
    package func make() throws(InboxError) {
        var missing: [FilePath] = []
        var path = root
        while !path.isEmpty, !FolderListing.exists(path) {
            missing.append(path)
            let parent = path.removingLastComponent()
            guard parent != path else { break }
            path = parent
        }
        for folder in missing.reversed() + [inbox, working, held, results, archive, failed, notes] {
            try Placement.makeFolder(folder)
        }
        let readMe = root.appending("README.txt")
        // On a full disk files have to wait; who explains the folders may wait as well.
        if !FolderListing.exists(readMe) { try? Placement.write(Self.explanation, to: readMe) }
        var rootStatus = stat()
        guard root.withPlatformString({ stat($0, &rootStatus) }) == 0 else {
            throw InboxError(.cannotCreate, "\(root) cannot be read", Errno(rawValue: errno))
        }
        for folder in [inbox, working, held, archive, failed] {
            var status = stat()
            guard folder.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                throw InboxError(.cannotCreate, "\(folder) is not a folder. Move it away and start again.")
            }
            guard status.st_dev == rootStatus.st_dev else {
                throw InboxError(
                    .cannotCreate,
                    "\(folder) lies on another disk or share than \(root). Put the whole of \(root) on one: files are "
                        + "taken by giving them another name, which works within one only.")
            }
        }
    }

    private static let explanation = """
        This folder belongs to Muster, which turns HR exports into work for the User Administration team.

        inbox     Drop your CSV or XML files here, or a folder of them. Muster takes a file a few seconds after it has
                  stopped growing, or at once when an empty file of the same name with ".done" at the end appears.
                  Names that begin with "~$" or a point, or end in .tmp, .part or .crdownload, are left alone.
        results   What came of each file, by day: open report.html first. If rows were rejected, correct them in
                  rejected.csv, save it as CSV and drop it into inbox.
        held      Files that look wrong, such as one with far fewer rows than the last. Nothing of them has been filed.
                  Read the note beside it. To have the file imported as it is, drop an empty file with its name and
                  ".approve" at the end into inbox (hires.csv.approve); to give it up, ".reject". A text file does,
                  whatever is in it (hires.csv.approve.txt).
        failed    Files that could not be read, each with a note that says why: <file>.why.txt.
        archive   The files that were imported, unchanged.
        working   Files that are being imported right now. Please leave them alone.

        Muster never deletes a file that was dropped here. You may clear archive, results and failed as you like.

        """
}
