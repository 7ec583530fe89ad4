import Foundation

/// A program that tests start, with what it writes kept in files: so it never waits for a reader.
package struct Program: Sendable {
    package var path: String

    package init(path: String) {
        self.path = path
    }

    /// The command that this build has made; it lies beside the tests.
    ///
    /// `MUSTER_BINARY` names another one, for trying an installed program.
    package static let muster = Program(
        path: ProcessInfo.processInfo.environment["MUSTER_BINARY"] ?? "\(folderOfTests)/muster")

    /// A helper of the tests that this build has made.
    package static func helper(_ name: String) -> Program {
        Program(path: "\(folderOfTests)/\(name)")
    }

    /// The shell, for what only a shell can say: limits and redirections.
    package static let shell = Program(path: "/bin/sh")

    /// Where the running tests lie: in `.build` or any other folder that a build was sent to.
    private static var folderOfTests: String {
        let candidates = [CommandLine.arguments.first ?? "", "/proc/self/exe"].map { path in
            URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: "\($0)/muster") } ?? candidates[0]
    }

    /// Runs the program and waits for it.
    ///
    /// - Parameters:
    ///   - input: what it reads; without any it finds the end at once.
    ///   - environment: added to a plain one; `HOME` and the like are not handed on.
    ///   - folder: where it runs; else where the tests run.
    ///   - seconds: after which it is killed, and ``Outcome/isTimedOut`` says so.
    package func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], in folder: String? = nil,
        seconds: Double = 120
    ) throws -> Outcome {
        try start(arguments, input: input, environment: environment, in: folder).wait(seconds: seconds)
    }

    /// Starts the program and leaves it running.
    package func start(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], in folder: String? = nil
    ) throws -> RunningProgram {
        try RunningProgram(path, arguments, input: input, environment: environment, folder: folder)
    }
}

/// How a program ended.
package struct Outcome: Sendable {
    /// The exit status; 128 and the signal's number when a signal ended it, as shells have it.
    package var status: Int32
    package var output: [UInt8]
    package var error: [UInt8]
    package var isTimedOut: Bool

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: error, as: UTF8.self) }
}

/// A program that is running.
package final class RunningProgram {
    private let process = Process()
    private let streams: TemporaryFolder
    private let ended = DispatchSemaphore(value: 0)

    fileprivate init(
        _ path: String, _ arguments: [String], input: [UInt8], environment: [String: String], folder: String?
    ) throws {
        streams = try TemporaryFolder()
        let input = try streams.write(input, to: "input")
        let output = try streams.write("", to: "output")
        let error = try streams.write("", to: "error")
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let plain = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "TERM": "xterm", "LANG": "C.UTF-8",
        ]
        process.environment = plain.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let handles = try [
            FileHandle(forReadingFrom: URL(fileURLWithPath: input)),
            FileHandle(forWritingTo: URL(fileURLWithPath: output)),
            FileHandle(forWritingTo: URL(fileURLWithPath: error)),
        ]
        // The program has them by then; a test that starts thousands would run out of them here.
        defer { for handle in handles { try? handle.close() } }
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        // A signal that is off here would be off in the program too, and what runs the tests turns some off.
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { signal(number, SIG_DFL) }
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// Sends a signal, such as `SIGKILL`.
    package func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    package var isRunning: Bool { process.isRunning }

    package var processID: Int32 { process.processIdentifier }

    /// Waits for the end; a program that takes longer is killed.
    package func wait(seconds: Double = 120) -> Outcome {
        let isTimedOut = ended.wait(timeout: .now() + seconds) == .timedOut
        if isTimedOut {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        ended.signal()
        let status =
            process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
        return Outcome(
            status: status, output: (try? streams.bytes(of: "output")) ?? [],
            error: (try? streams.bytes(of: "error")) ?? [], isTimedOut: isTimedOut)
    }
}
