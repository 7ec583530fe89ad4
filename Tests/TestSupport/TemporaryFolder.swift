import Foundation
import Glibc

/// A folder for one test, deleted with everything in it when the last reference goes.
package final class TemporaryFolder: Sendable {
    /// Absolute, without a slash at the end.
    package let path: String

    package init() throws {
        _ = Self.sweepOnce
        let url = Self.parent.appendingPathComponent("\(Self.prefix)\(getpid())-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    private static let parent = FileManager.default.temporaryDirectory
    private static let prefix = "muster-test-"

    /// Folders of test runs that were killed have nobody to delete them: the next run does.
    private static let sweepOnce: Void = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let owner = name.dropFirst(prefix.count).prefix { $0 != "-" }
            guard owner.count < 8, let pid = Int32(owner), kill(pid, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(at: parent.appendingPathComponent(name))
        }
    }()

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something in the folder.
    package func path(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Writes a file, with the folders it lies in, and gives its path.
    @discardableResult
    package func write(_ bytes: [UInt8], to name: String) throws -> String {
        let path = path(name)
        let folder = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Writes a text as UTF-8 and gives the file's path.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    /// The bytes of a file in the folder.
    package func bytes(of name: String) throws -> [UInt8] {
        try Files.bytes(of: path(name))
    }

    /// A file of the folder as text.
    package func text(of name: String) throws -> String {
        try Files.text(of: path(name))
    }

    /// All files below the folder, hidden ones too, by their paths in it; folders end with a slash.
    package func listing() -> [String] {
        Files.listing(of: path)
    }
}
