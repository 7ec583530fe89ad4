/// Why the rules of a time zone are not to be had. There is no falling back to UTC: a due time would be wrong unseen.
package enum TimeZoneError: Error, Hashable, Sendable, CustomStringConvertible {
    /// None of the folders exists.
    case databaseMissing(searched: [String])
    /// The database stands in `folder` and does not know the zone.
    case unknownZone(name: String, folder: String)
    /// Not the name of a zone at all, such as an absolute path.
    case badName(String)
    /// The zone's file is not what RFC 9636 describes.
    case brokenFile(name: String, reason: String)
    /// The zone's file is there and cannot be read; `code` is the system's error number.
    case unreadable(path: String, code: Int32)

    package var description: String {
        switch self {
        case .databaseMissing(let searched):
            "The time zone database is missing (looked in \(searched.joined(separator: ", "))): install the package "
                + "tzdata, or set TZDIR to the folder that holds it."
        case .unknownZone(let name, let folder):
            "The time zone database in \(folder) has no zone \"\(name)\": use an IANA name such as Europe/London, or "
                + "install or update the package tzdata."
        case .badName(let name):
            "\"\(name)\" is not the name of a time zone: use an IANA name such as Europe/London."
        case .brokenFile(let name, let reason):
            "The time zone file of \(name) is damaged (\(reason)): install the package tzdata again."
        case .unreadable(let path, let code):
            "The time zone file \(path) cannot be read (error \(code)): check its permissions, or install the package "
                + "tzdata again."
        }
    }
}
