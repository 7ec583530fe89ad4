import Foundation
import Records

/// A small text file that an option names.
enum TextFile {
    static func read(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw RecordError(.noSuchFile, "\(path): there is no such file. Check the name and the folder.")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
