#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The time zone database of the system: one file a zone, in a folder that the package tzdata installs.
///
/// The only place of this target that touches the outside world.
package struct TimeZoneDatabase: Hashable, Sendable {
    /// Searched in order; the first that exists is the database.
    package let folders: [String]

    package init(folders: [String]) {
        self.folders = folders
    }

    /// The folder that the environment variable `TZDIR` names and no other; without it the usual places.
    package static var system: TimeZoneDatabase {
        if let value = getenv("TZDIR") {
            let folder = String(cString: value)
            if !folder.isEmpty { return TimeZoneDatabase(folders: [folder]) }
        }
        return TimeZoneDatabase(folders: ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo"])
    }

    /// Reads the rules of a zone. Costs a file of a few kilobytes: keep what it returns.
    package func rules(for name: String) throws(TimeZoneError) -> ZoneRules {
        guard TimeZoneDatabase.isZoneName(name) else { throw .badName(name) }
        guard let folder = folders.first(where: { TimeZoneDatabase.isFolder($0) }) else {
            throw .databaseMissing(searched: folders)
        }
        let path = folder + "/" + name
        guard let bytes = try TimeZoneDatabase.contents(of: path), bytes.starts(with: [0x54, 0x5A, 0x69, 0x66]) else {
            throw .unknownZone(name: name, folder: folder)
        }
        return try ZoneRules(name: name, tzif: bytes)
    }

    /// Whether a name may be looked up: parts of letters, digits and `._+-` joined by `/`, none of them `.` or `..`.
    ///
    /// Keeps a calendar file from reading `/etc/passwd` or `../../secret`.
    static func isZoneName(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 128 else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && !part.hasPrefix("-")
                && part.utf8.allSatisfy { byte in
                    let letter = byte | 0x20
                    return (letter >= 0x61 && letter <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2E
                        || byte == 0x5F || byte == 0x2B || byte == 0x2D
                }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The bytes of a file, or `nil` where there is no file of that name.
    private static func contents(of path: String) throws(TimeZoneError) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .unreadable(path: path, code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path, code: errno) }
        defer { _ = close(file) }

        // The largest zone of the database has about 4 KB.
        let limit = 1 << 20
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8_192)
        while bytes.count < limit {
            let count = read(file, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path: path, code: errno)
            }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[0..<count])
        }
        return bytes
    }
}
