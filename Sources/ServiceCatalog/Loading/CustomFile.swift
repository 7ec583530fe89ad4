import Foundation

/// Reads what a customer keeps in files and folders; a fault is the end of a sentence, "there is no such file".
enum CustomFile {
    typealias Fault = DefinitionFile.ListFault

    /// Whether a path is a folder; `nil` when there is nothing of that name.
    static func isFolder(_ path: String) -> Bool? {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) ? isFolder.boolValue : nil
    }

    /// Refuses a path that is no folder.
    ///
    /// - Parameters:
    ///   - kind: what it is to hold, such as `service definitions`.
    ///   - word: the same in short.
    static func requireFolder(_ path: String, of kind: String, called word: String) throws(DefinitionProblems) {
        let message: String
        switch isFolder(path) {
        case true?: return
        case false?: message = "this is a file; name the folder that holds the \(word)"
        case nil: message = "there is no such folder of \(kind)"
        }
        throw DefinitionProblems([DefinitionProblem(file: path, line: 1, column: 1, message: message)])
    }

    /// The paths of a folder's files of certain endings, whatever their case, by name; hidden files are left out.
    static func paths(in folder: String, endings: [String]) -> Result<[String], Fault> {
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
                !name.hasPrefix(".") && endings.contains { name.lowercased().hasSuffix($0) }
            }
            return .success(names.sorted().map { join(folder, $0) })
        } catch {
            return .failure(Fault(reason: reason(for: error)))
        }
    }

    /// The bytes of a file.
    ///
    /// - Parameter limit: reading ends one byte beyond it, enough to see that the file is too large.
    static func bytes(at path: String, limit: Int? = nil) -> Result<[UInt8], Fault> {
        guard let isFolder = isFolder(path) else { return .failure(Fault(reason: "there is no such file (\(path))")) }
        guard !isFolder else { return .failure(Fault(reason: "it is a folder")) }
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            // Nothing to read is no data, rather than empty data.
            let data = if let limit { try handle.read(upToCount: limit + 1) } else { try handle.readToEnd() }
            return .success(data.map { Array($0) } ?? [])
        } catch {
            return .failure(Fault(reason: reason(for: error)))
        }
    }

    /// What follows the byte order mark that some editors write at the beginning of a file.
    static func body(of bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    }

    static func reason(for error: any Error) -> String {
        let error = error as NSError
        if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { return reason(for: cause) }
        if error.domain == NSPOSIXErrorDomain,
            let code = POSIXErrorCode(rawValue: Int32(truncatingIfNeeded: error.code))
        {
            switch code {
            case .EACCES, .EPERM: return "permission denied"
            case .ENOSPC: return "the disk is full"
            case .ENOTDIR: return "a part of its path is not a folder"
            case .EEXIST: return "it exists already"
            default: break
            }
        }
        return error.localizedDescription
    }

    static func join(_ folder: String, _ name: String) -> String {
        folder.hasSuffix("/") ? folder + name : folder + "/" + name
    }
}
