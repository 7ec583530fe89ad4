/// The columns of one export as they were last seen: what is remembered of a source, so that a change of its header is
/// noticed before any row is judged.
package struct ExportShape: Codable, Sendable, Equatable {
    /// In file order, as they were written; without Muster's own columns. Of XML the paths that records have had so far.
    package var columns: [String]
    /// The file they were last seen in.
    package var file: String
    /// The day on which that was, `YYYY-MM-DD`.
    package var day: String
    /// How many records that file had.
    package var rows: Int
    /// Of XML, the used paths that every record has had, and in how many they were found; `nil` for CSV.
    package var steady: [String: Int]?
    /// The id of the profile by which it was read.
    package var profile: String?

    package init(
        columns: [String], file: String, day: String, rows: Int, steady: [String: Int]? = nil, profile: String? = nil
    ) {
        self.columns = columns
        self.file = file
        self.day = day
        self.rows = rows
        self.steady = steady
        self.profile = profile
    }

    /// What became of the columns since. Additions alone harm nobody: they are no change.
    ///
    /// Two headers that share less than half of their columns are two exports, not one that has changed.
    package func change(to columns: [String]) -> ExportChange? {
        guard steady == nil else { return nil }
        let missing = self.columns.filter { !columns.contains($0) }
        let kept = self.columns.filter { columns.contains($0) }
        guard kept.count * 2 >= self.columns.count, !self.columns.isEmpty else { return nil }
        let added = columns.filter { !self.columns.contains($0) }
        let moved = kept != columns.filter { self.columns.contains($0) }
        guard !missing.isEmpty || moved else { return nil }
        // A new column where an old one is gone is most likely the old one under another name.
        let renamed = missing.compactMap { name -> ExportChange.Renaming? in
            guard let old = self.columns.firstIndex(of: name), columns.indices.contains(old),
                added.contains(columns[old])
            else { return nil }
            return ExportChange.Renaming(from: name, to: columns[old])
        }
        return ExportChange(
            renamed: renamed, missing: missing.filter { name in !renamed.contains { $0.from == name } },
            added: added.filter { name in !renamed.contains { $0.to == name } },
            moved: moved ? kept.filter { self.columns.firstIndex(of: $0) != columns.firstIndex(of: $0) } : [])
    }
}

/// How the header of an export differs from the one before.
package struct ExportChange: Sendable, Equatable {
    /// Columns that stand where others stood.
    package var renamed: [Renaming]
    package var missing: [String]
    package var added: [String]
    package var moved: [String]

    package struct Renaming: Sendable, Equatable {
        package var from: String
        package var to: String

        package init(from: String, to: String) {
            self.from = from
            self.to = to
        }
    }

    /// A sentence for each difference.
    package var sentences: [String] {
        renamed.map { "“\($0.from)” seems to be called “\($0.to)” now." }
            + (missing.isEmpty ? [] : ["Missing: \(Self.quoted(missing))."])
            + (moved.isEmpty ? [] : ["In another place: \(Self.quoted(moved))."])
            + (added.isEmpty ? [] : ["New: \(Self.quoted(added))."])
    }

    private static func quoted(_ names: [String]) -> String {
        names.prefix(8).map { "“\($0)”" }.joined(separator: ", ") + (names.count > 8 ? " …" : "")
    }
}
