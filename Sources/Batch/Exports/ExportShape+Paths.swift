/// The shapes of XML exports.
extension ExportShape {
    /// What became of the paths since: those that every record had, and none has now.
    ///
    /// Their order does not matter. A path that is new in every record while an old one is gone is most likely the old one
    /// under another name; new paths alone are no change. Records that share less than half of the steady paths are
    /// those of another export.
    func change(to paths: RecordPaths) -> ExportChange? {
        guard let steady, !steady.isEmpty else { return nil }
        let now = Set(paths.all)
        let missing = columns.filter { name in
            guard let seen = steady[name], !now.contains(name) else { return false }
            return Self.isTelling(seen: seen, missing: paths.count)
        }
        let kept = steady.keys.count { now.contains($0) }
        guard !missing.isEmpty, kept * 2 >= steady.count else { return nil }
        var unknown = paths.steady.filter { !columns.contains($0) }
        var renamed: [ExportChange.Renaming] = []
        for name in missing {
            guard let other = successor(of: name, among: unknown, in: paths.all) else { continue }
            unknown.removeAll { $0 == other }
            renamed.append(ExportChange.Renaming(from: name, to: other))
        }
        return ExportChange(
            renamed: renamed, missing: missing.filter { name in !renamed.contains { $0.from == name } }, added: [],
            moved: [])
    }

    /// The shape that is known once the file has been imported.
    ///
    /// A path that was left out once is optional from then on, so nothing that HR fills in only now and then comes to be
    /// missed.
    func updated(with paths: RecordPaths) -> ExportShape {
        guard paths.count > 0, let steady else { return self }
        var shape = self
        let known = Set(columns)
        shape.steady = [:]
        for name in paths.steadyAndUsed {
            if let seen = steady[name] {
                shape.steady?[name] = min(seen, Self.mostSeen) + paths.count
            } else if !known.contains(name) {
                shape.steady?[name] = paths.count
            }
        }
        let new = paths.all.filter { !known.contains($0) }
        shape.columns = columns.count + new.count <= Self.mostPaths ? columns + new : paths.all
        return shape
    }

    private static let mostSeen = 1_000_000
    private static let mostPaths = 10_000

    /// Whether that many records would hardly all be without a path by chance: by less than one in a hundred, for a path
    /// that is merely left out as seldom as the records before allow, one in `seen + 2`.
    private static func isTelling(seen: Int, missing records: Int) -> Bool {
        var odds = 1
        for _ in 0..<records where odds < 100 { odds *= min(seen, mostSeen) + 2 }
        return odds >= 100
    }

    /// The new path that follows on what stood before an old one, else the first new one.
    private func successor(of name: String, among new: [String], in paths: [String]) -> String? {
        let before = columns.prefix { $0 != name }
        guard let last = before.last(where: { paths.contains($0) }), let index = paths.firstIndex(of: last) else {
            return new.first
        }
        return paths[index...].first { new.contains($0) } ?? new.first
    }
}
