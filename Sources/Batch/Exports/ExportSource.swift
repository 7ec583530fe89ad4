import Foundation

/// Which export a file is one of: files that an HR system writes day after day share a name but for the date in it.
package enum ExportSource {
    /// The file's stem without what tells one day's file from another's: `hires-2026-11-23` and `hires_20261124` are
    /// both `hires`. A number that is no date stays.
    package static func name(ofStem stem: String) -> String {
        // Making the expression costs more than looking whether there can be a year.
        let undated = stem.contains("20") ? stem.replacing(dateAndTime, with: "") : stem
        let trimmed = undated.trimmingCharacters(in: CharacterSet(charactersIn: "-_. ()"))
        return trimmed.isEmpty ? stem : trimmed
    }

    /// `2026-11-23`, `20261123`, `23.11.2026`, each with a time behind it or none.
    private static var dateAndTime: Regex<Substring> {
        /[-_. ]?(?:20\d\d[-_.]?[01]\d[-_.]?[0-3]\d|[0-3]\d[-_.][01]\d[-_.]20\d\d)(?:[-_. T]?[0-2]\d[-_.:]?[0-5]\d(?:[-_.:]?[0-5]\d)?Z?)?(?!\d)/
    }
}
