import Foundation

/// Files and folders as the tests look at them.
package enum Files {
    package static func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Bytes that are no UTF-8 become U+FFFD.
    package static func text(of path: String) throws -> String {
        String(decoding: try bytes(of: path), as: UTF8.self)
    }

    package static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// What Muster keeps for itself among results.
    package static let memory = ".muster"

    /// The names in a folder, hidden ones too but for Muster's memory, sorted; none when there is no such folder.
    package static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0 != memory }.sorted()
    }

    /// All that is below a folder, hidden files too but for Muster's memory, sorted; folders end with a slash.
    package static func listing(of folder: String) -> [String] {
        guard let names = FileManager.default.subpaths(atPath: folder) else { return [] }
        return names.filter { $0 != memory && !$0.hasPrefix(memory + "/") }.map { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            return isFolder.boolValue ? name + "/" : name
        }.sorted()
    }

    /// Every file below a folder with its bytes, by its path in it.
    package static func contents(of folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in listing(of: folder) where !name.hasSuffix("/") {
            files[name] = try bytes(of: "\(folder)/\(name)")
        }
        return files
    }
}
