/// The plain Latin letters that stand for an accented one, found through the letter's Unicode name.
///
/// `LATIN SMALL LETTER E WITH DIAERESIS` is an e; names never change, and the standard library carries them. What
/// `WITH` does not say (sharp s, thorn, ligatures) is listed.
enum LatinLetter {
    /// Lower-case ASCII letters, or `nil` for anything but an accented or special Latin letter.
    static func plain(_ scalar: Unicode.Scalar) -> String? {
        guard scalar.value >= 0xC0, let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return nil }
        for prefix in ["LATIN SMALL LETTER ", "LATIN CAPITAL LETTER "] where name.hasPrefix(prefix) {
            let base = upToWith(name.dropFirst(prefix.count))
            if base.utf8.count == 1 { return base.lowercased() }
            return special[String(base)]
        }
        for prefix in ["LATIN SMALL LIGATURE ", "LATIN CAPITAL LIGATURE "] where name.hasPrefix(prefix) {
            return special[String(name.dropFirst(prefix.count))]
        }
        return nil
    }

    private static let special = [
        "SHARP S": "ss", "AE": "ae", "OE": "oe", "IJ": "ij", "ETH": "d", "THORN": "th", "DOTLESS I": "i",
        "DOTLESS J": "j", "LONG S": "s", "ENG": "n", "N PRECEDED BY APOSTROPHE": "n", "DZ": "dz", "LJ": "lj",
        "NJ": "nj", "FF": "ff", "FI": "fi", "FL": "fl",
    ]

    /// The part of a letter's name that names the letter and not its marks.
    static func upToWith(_ name: Substring) -> Substring {
        var end = name.startIndex
        while end < name.endIndex {
            if name[end...].hasPrefix(" WITH ") { break }
            end = name.index(after: end)
        }
        return name[..<end]
    }
}
