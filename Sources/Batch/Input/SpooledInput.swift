import Foundation
import Glibc
import Records
import Sinks
import SystemPackage

/// What comes through a pipe, in a file of its own: it can be looked at first, and read twice where that is needed.
///
/// The file has no name from the beginning, so nothing of it is left behind, even where the program is killed.
final class SpooledInput: Sendable {
    /// Where the bytes can be opened, as often as wanted, while this object lives.
    let path: String
    /// What messages and results call the input.
    let name: String
    private let descriptor: FileDescriptor

    /// What `-` is called.
    private static let standardInputName = "standard-input"

    /// - Parameters:
    ///   - path: as the user gave it; `-` is standard input.
    ///   - output: the folder of results, beside which the bytes are kept meanwhile; `nil` for a run that writes nothing
    ///     there.
    /// - Returns: `nil` for what is no pipe, which can be opened as it is.
    /// - Throws: `RecordError` or `SinkError` where the pipe cannot be read, or the bytes cannot be kept.
    static func of(_ path: String, output: String?) throws -> SpooledInput? {
        let folder =
            output.map { ResultFolder.memory(in: FilePath($0)) }
            ?? FilePath(FileManager.default.temporaryDirectory.path)
        if path == "-" { return try SpooledInput(.standardInput, name: standardInputName, folder: folder) }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO else { return nil }
        let name = FilePath(path).lastComponent?.string ?? path
        let pipe: FileDescriptor
        do {
            pipe = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        } catch {
            throw RecordError(.noSuchFile, "\(path) cannot be opened: \(error). Check who may read it.")
        }
        defer { try? pipe.close() }
        return try SpooledInput(pipe, name: name, folder: folder)
    }

    private init(_ pipe: FileDescriptor, name: String, folder: FilePath) throws {
        self.name = name
        // Where this fails, so does what comes next.
        try? FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        var template = Array(folder.appending("input-XXXXXX").string.utf8CString)
        let opened = mkstemp(&template)
        guard opened >= 0, unlink(template) == 0, fcntl(opened, F_SETFD, FD_CLOEXEC) == 0 else {
            throw Self.cannotKeep(name, folder, Errno(rawValue: errno))
        }
        descriptor = FileDescriptor(rawValue: opened)
        path = "/proc/self/fd/\(opened)"
        do {
            try Self.copy(pipe, to: descriptor, name, folder)
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    deinit {
        try? descriptor.close()
    }

    private static func copy(
        _ pipe: FileDescriptor, to file: FileDescriptor, _ name: String, _ folder: FilePath
    ) throws {
        var bytes = [UInt8](repeating: 0, count: 256 << 10)
        while true {
            let count: Int
            do {
                count = try bytes.withUnsafeMutableBytes { try pipe.read(into: $0) }
            } catch {
                throw RecordError(.unreadable, "\(name) cannot be read: \(error).")
            }
            guard count > 0 else { return }
            do {
                _ = try file.writeAll(bytes[..<count])
            } catch {
                throw cannotKeep(name, folder, error)
            }
        }
    }

    private static func cannotKeep(_ name: String, _ folder: FilePath, _ error: any Error) -> SinkError {
        SinkError(
            .inputOutput,
            "\(name) comes through a pipe and is kept in \(folder) while it is read, which fails: \(error). Check that "
                + "folder and the room there, or save the input as a file first.")
    }
}
