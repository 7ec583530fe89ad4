/// How the characters of a file are written as bytes.
///
/// Inside Muster all text is UTF-8: `DecodingSource` brings a file into it, `encode` takes a result back. What is no
/// character in the file's encoding must not be silently altered, so it becomes bytes that are no UTF-8, and the row
/// that holds them is rejected by its encoding:
///
/// | in the file | inside |
/// |---|---|
/// | NUL | `C0 80` |
/// | one half of a UTF-16 pair | its three bytes, as if it were a character |
/// | a byte that Windows-1252 does not define | that byte |
/// | an odd byte at the end of UTF-16 | `FF` |
///
/// But for the last, `encode` makes of each what it was.
package enum TextEncoding: Sendable, Equatable, CaseIterable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    /// ISO-8859-1. The bytes 80–9F, control characters that no export holds, are read as in Windows-1252, its superset.
    case latin1

    /// For reports.
    package var name: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 LE"
        case .utf16BigEndian: "UTF-16 BE"
        case .windows1252: "Windows-1252"
        case .latin1: "ISO-8859-1"
        }
    }

    /// The bytes that announce the encoding at the start of a file; none where it has no such mark.
    package var byteOrderMark: [UInt8] {
        switch self {
        case .utf8: [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: [0xFF, 0xFE]
        case .utf16BigEndian: [0xFE, 0xFF]
        case .windows1252, .latin1: []
        }
    }
}

/// An encoding as the user may name it; `utf16` leaves the byte order to the file.
package enum EncodingChoice: Sendable, Equatable {
    case exactly(TextEncoding)
    case utf16

    /// What a person can write, for help and messages.
    package static let names = ["utf-8", "utf-16", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1"]

    /// `nil` for a name that is none of an encoding; case, hyphens and underscores do not count.
    package init?(name: String) {
        let plain = String(name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " })
        switch plain {
        case "utf8": self = .exactly(.utf8)
        case "utf16": self = .utf16
        case "utf16le": self = .exactly(.utf16LittleEndian)
        case "utf16be": self = .exactly(.utf16BigEndian)
        case "windows1252", "cp1252": self = .exactly(.windows1252)
        case "latin1", "iso88591": self = .exactly(.latin1)
        default: return nil
        }
    }
}
