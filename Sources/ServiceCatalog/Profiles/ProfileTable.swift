/// Profiles as a table for a terminal: what `muster profiles` prints.
package enum ProfileTable {
    /// A line for each profile, under a line of headings.
    package static func text(of profiles: [Profile]) -> String {
        let header = ["ID", "SYSTEM", "FORMAT", "KIND", "ORIGIN"]
        let rows = profiles.map { [$0.id, $0.name, $0.format.rawValue, $0.kind.rawValue, $0.source.origin] }
        return TextTable.text(header: header, rows: rows)
    }
}
