import CLinux
import Foundation
import Glibc
import Ledger
import Records
import Sinks
import SystemPackage

/// The folder of one import's results: all of them or none.
///
/// The files are made in a hidden folder beside the target, brought to the disk, and get their place by one rename. So a
/// run that fails or is killed at any instant leaves what was there before, and a hidden folder that the next run sweeps
/// away. While a run is alive it holds a lock on its hidden folder, which the system lets go when the process ends.
final class ResultFolder {
    /// Where the files are being made.
    let staging: FilePath
    private let output: FilePath
    private let lock: Int32

    private static let prefix = ".muster-"

    /// Where Muster keeps, beside the results, what one import must know of those before it.
    static func memory(in output: FilePath) -> FilePath {
        output.appending(".muster")
    }

    /// What results of a file are called: its name without its extension, and without `.gz`.
    static func stem(ofFile path: String) -> String {
        let file = FilePath(path)
        let stem = file.stem ?? "input"
        guard file.extension?.lowercased() == "gz" else { return stem }
        return FilePath(stem).stem ?? stem
    }

    /// - Parameters:
    ///   - output: the folder that results go to; made when it is missing.
    ///   - ledger: the path of the ledger in use; `nil` when there is none.
    init(in output: FilePath, stem: String, ledger: String? = nil) throws(SinkError) {
        self.output = output
        do {
            try FileManager.default.createDirectory(atPath: output.string, withIntermediateDirectories: true)
        } catch {
            let cause = (error as? CocoaError)?.underlying as? POSIXError
            let words = cause.map { ": \(Errno(rawValue: $0.code.rawValue))" } ?? ""
            throw SinkError(
                .cannotCreate, "The folder \(output) cannot be made\(words). Check the path and who may write there.")
        }
        Self.sweep(output, ledger: ledger)
        (staging, lock) = try Self.makeStaging(in: output, stem: stem)
    }

    /// Makes a hidden folder and takes its lock. In the moment between the two another run's sweep can take the folder for
    /// one that was left behind; then there is no such folder any more, and another is made.
    private static func makeStaging(in output: FilePath, stem: String) throws(SinkError) -> (FilePath, lock: Int32) {
        while true {
            var template = Array("\(output.string)/\(prefix)\(FileName.shortened(stem, to: 100))-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else {
                throw SinkError(
                    .cannotCreate,
                    "Nothing can be written in \(output): \(Errno(rawValue: errno)). Check who may write there.")
            }
            let path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
            let lock = open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            // Where there are no locks, on some shares, the sweeps of others find none either.
            if lock >= 0 { _ = flock(lock, LOCK_EX) }
            if access(path.string, F_OK) == 0 { return (path, lock) }
            if lock >= 0 { close(lock) }
        }
    }

    /// Takes over what a killed run has left complete.
    private init(adopting staging: FilePath, in output: FilePath) {
        self.staging = staging
        self.output = output
        lock = open(staging.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if lock >= 0 { _ = flock(lock, LOCK_EX | LOCK_NB) }
    }

    deinit {
        // After `commit` the name is gone, or the replaced result stands there: both may go. What a ledger has committed
        // may not, and waits for the next run.
        if !isFiled { try? FileManager.default.removeItem(atPath: staging.string) }
        if lock >= 0 { close(lock) }
    }

    /// Set between the ledger's commit and the rename.
    private var isFiled = false

    /// Marks a hidden folder whose cases a ledger has, or is about to have: only a run with that ledger may sweep it.
    private static let mark = ".filed"

    /// Brings the results to the disk, for a ledger to commit.
    ///
    /// - Returns: what the ledger has to note.
    func seal(stem: String, inputHash: String, ledger: String) throws -> PendingResults {
        try write(Array(Self.absolute(ledger).utf8), to: Self.mark)
        try sync()
        return PendingResults(
            staging: Self.absolute(staging.string), output: Self.absolute(output.string), name: stem,
            inputHash: inputHash)
    }

    /// The ledger has the cases: the results are not to be lost any more.
    func markFiled() {
        isFiled = true
    }

    /// Gives results of a killed run their place.
    ///
    /// - Returns: where they are; `nil` when they are gone.
    static func place(_ pending: PendingResults) throws -> String? {
        let output = FilePath(pending.output)
        if access(pending.staging, F_OK) == 0 {
            let folder = ResultFolder(adopting: FilePath(pending.staging), in: output)
            folder.isFiled = true
            return try folder.commit(stem: pending.name, inputHash: pending.inputHash).string
        }
        // The rename was done, and only the note of it is missing.
        guard let target = result(of: pending.inputHash, stem: pending.name, in: output) else { return nil }
        unlink(target.appending(mark).string)
        return target.string
    }

    /// The results that an input has under one of the names made of `stem`; `nil` where it has none.
    private static func result(of inputHash: String, stem: String, in output: FilePath) -> FilePath? {
        for number in 1...10_000 {
            let target = output.appending(name(stem, number))
            guard access(target.string, F_OK) == 0 else { return nil }
            if self.inputHash(ofResult: target) == inputHash { return target }
        }
        return nil
    }

    private static func name(_ stem: String, _ number: Int) -> String {
        number == 1 ? stem : "\(stem)-\(number)"
    }

    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    private func sync() throws(SinkError) {
        guard chmod(staging.string, 0o777 & ~Self.umaskBits) == 0, Durability.syncFolder(staging.string) else {
            throw SinkError(.inputOutput, "\(staging) cannot be brought to the disk: \(Errno(rawValue: errno)).")
        }
    }

    /// Makes a folder among the results, unless it is there.
    static func makeFolder(_ name: String, in staging: FilePath) throws(SinkError) {
        guard mkdir(staging.appending(name).string, 0o777) == 0 || errno == EEXIST else {
            throw SinkError(.cannotCreate, "\(staging.appending(name)) cannot be made: \(Errno(rawValue: errno)).")
        }
    }

    /// Takes the cases and packs of a held batch out of the way of whoever files what lies under those names.
    ///
    /// - Returns: the files that are left, under their names of now.
    func setAside(_ files: [WrittenFile]) throws(SinkError) -> [WrittenFile] {
        var left: [WrittenFile] = []
        for var file in files where !file.name.hasPrefix("packs/") {
            if file.name.hasPrefix("cases.") {
                let name = "held-" + file.name
                guard Glibc.rename(staging.appending(file.name).string, staging.appending(name).string) == 0 else {
                    throw SinkError(.inputOutput, "\(name) cannot be made: \(Errno(rawValue: errno)).")
                }
                file.name = name
            }
            left.append(file)
        }
        try? FileManager.default.removeItem(atPath: staging.appending("packs").string)
        return left
    }

    /// Takes over the cases of the results that these are going to replace.
    ///
    /// - Parameter isRepeated: whether these results hold the cases of the earlier ones themselves.
    /// - Returns: the files that were taken over.
    func keepEarlierCases(stem: String, inputHash: String, unless isRepeated: (BatchReport) -> Bool) throws(SinkError)
        -> [WrittenFile]
    {
        guard let target = Self.result(of: inputHash, stem: stem, in: output) else { return [] }
        return try EarlierCases.keep(of: target, in: staging, unless: isRepeated)
    }

    /// Writes a file of the results whole.
    func write(_ bytes: [UInt8], to name: String) throws(SinkError) {
        var file = try OutputFile(name, in: staging)
        var buffer = OutputBuffer(capacity: bytes.count)
        buffer.append(bytes)
        try file.append(buffer)
        _ = try file.complete(rows: 0)
        try file.sync()
    }

    /// Gives the results their name: `stem`, or `stem-2` and so on where that is another input's.
    ///
    /// - Parameter inputHash: an earlier result of the same input is replaced whole.
    /// - Returns: where the results are now.
    func commit(stem: String, inputHash: String) throws(SinkError) -> FilePath {
        try sync()
        let target = try rename(stem: stem, inputHash: inputHash)
        isFiled = false
        unlink(target.appending(Self.mark).string)
        return target
    }

    private func rename(stem: String, inputHash: String) throws(SinkError) -> FilePath {
        for number in 1...10_000 {
            let target = output.appending(Self.name(stem, number))
            if muster_renameat2(staging.string, target.string, UInt32(MUSTER_RENAME_NOREPLACE)) == 0 {
                _ = Durability.syncFolder(output.string)
                return target
            }
            if errno == EINVAL || errno == ENOSYS, access(target.string, F_OK) != 0 {
                // A file system without that call: the plain one, which replaces no folder that holds anything.
                guard Glibc.rename(staging.string, target.string) == 0 else { continue }
                _ = Durability.syncFolder(output.string)
                return target
            }
            guard errno == EEXIST || errno == ENOTEMPTY || errno == EINVAL || errno == ENOSYS else {
                throw SinkError(.inputOutput, "\(target) cannot be made: \(Errno(rawValue: errno)).")
            }
            guard Self.inputHash(ofResult: target) == inputHash else { continue }
            try exchange(with: target)
            return target
        }
        throw SinkError(.cannotCreate, "\(output) holds too many results called \(stem). Clear it and start again.")
    }

    /// Swaps the new results for the old ones of the same input; the old ones go with the hidden folder.
    private func exchange(with target: FilePath) throws(SinkError) {
        if muster_renameat2(staging.string, target.string, UInt32(MUSTER_RENAME_EXCHANGE)) != 0 {
            let aside = FilePath(staging.string + "-old")
            guard Glibc.rename(target.string, aside.string) == 0 else {
                throw SinkError(.inputOutput, "\(target) cannot be replaced: \(Errno(rawValue: errno)).")
            }
            guard Glibc.rename(staging.string, target.string) == 0 else {
                let error = Errno(rawValue: errno)
                _ = Glibc.rename(aside.string, target.string)
                throw SinkError(.inputOutput, "\(target) cannot be replaced: \(error).")
            }
            try? FileManager.default.removeItem(atPath: aside.string)
        }
        _ = Durability.syncFolder(output.string)
    }

    private static var umaskBits: mode_t {
        let bits = umask(0)
        umask(bits)
        return bits
    }

    /// The SHA-256 of the input that an earlier result came from, as its report says; `nil` when it is no result.
    private static func inputHash(ofResult folder: FilePath) -> String? {
        struct Report: Decodable {
            struct Input: Decodable {
                var sha256: String
            }
            var input: Input
        }
        guard let data = FileManager.default.contents(atPath: folder.appending("report.json").string) else {
            return nil
        }
        return try? JSONDecoder().decode(Report.self, from: data).input.sha256
    }

    /// Removes hidden folders of runs that are no longer alive.
    ///
    /// - Parameter ledger: the one in use, which has brought to an end what it had committed; folders that belong to
    ///   another one are left to it.
    private static func sweep(_ output: FilePath, ledger: String?) {
        let own = ledger.map(absolute)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: output.string)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = output.appending(name).string
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            // A mark without a word was being written when its run was killed: nothing was committed yet.
            let owner = FileManager.default.contents(atPath: "\(path)/\(mark)").map {
                String(decoding: $0, as: UTF8.self)
            }.flatMap { $0.isEmpty ? nil : $0 }
            if owner == nil || owner == own, flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                try? FileManager.default.removeItem(atPath: path)
            }
            close(descriptor)
        }
    }
}
