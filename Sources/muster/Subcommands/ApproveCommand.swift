import ArgumentParser
import Batch
import SystemPackage

/// `muster approve`: a held batch is imported after all.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Import a batch that a guard has held.",
        discussion: """
            The batch is the folder's name in held; report and log name it too. It counts as received now, and no guard \
            holds it again. With --config it is imported at once; with --inbox, by the watcher that runs or by the next \
            drain, with the settings that those have. Exit status: 0, or as of the import; 66 there is no such batch.
            """)

    @Argument(help: "The batch, or the name of the held file.")
    var batch: String

    @OptionGroup var inboxes: InboxPlace

    @OptionGroup var reporting: ReportingOptions

    func run() async throws {
        let status = await Failure.reporting {
            let configuration = reporting.apply(to: try inboxes.configuration())
            return try await HeldBatchCommand.approve(batch, configuration, isAtOnce: inboxes.config != nil)
        }
        throw ExitCode(status.rawValue)
    }
}

/// `muster reject`: a held batch is given up.
struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Give up a batch that a guard has held: its file goes to failed.")

    @Argument(help: "The batch, or the name of the held file.")
    var batch: String

    @Option(help: ArgumentHelp("Why, for whoever finds the file in failed.", valueName: "text"))
    var reason: String?

    @OptionGroup var inboxes: InboxPlace

    func run() async throws {
        let status = await Failure.reporting {
            try await HeldBatchCommand.reject(batch, reason: reason, try inboxes.configuration())
        }
        throw ExitCode(status.rawValue)
    }
}

/// What the two have in common: finding the batch among the inboxes.
private enum HeldBatchCommand {
    static func approve(
        _ batch: String, _ configuration: Configuration, isAtOnce: Bool
    ) async throws -> ExitStatus {
        let found = try find(batch, configuration)
        guard isAtOnce else {
            for (settings, held) in found {
                let batches = HeldBatches(InboxFolders(FilePath(settings.folder)))
                if try batches.release(held) {
                    Console.out(
                        "\(held.file) is released; the watcher that runs, or the next muster drain, imports it.\n")
                }
            }
            return .success
        }
        let service = try InboxService(configuration, mode: .watch, logger: LineLog.logger(configuration.log))
        var status = ExitStatus.success
        for (settings, held) in found {
            guard let ending = try await service.release(held, of: settings) else {
                Console.error("muster: \(held.file) is being imported by another process already.\n")
                continue
            }
            status = status.worse(ending)
        }
        return status
    }

    static func reject(_ batch: String, reason: String?, _ configuration: Configuration) async throws -> ExitStatus {
        for (settings, held) in try find(batch, configuration) {
            let why = "It was held, and somebody has rejected it. \(reason ?? held.explanation)"
            let batches = HeldBatches(InboxFolders(FilePath(settings.folder)))
            if try batches.reject(held, reason: why) {
                let filed = held.isWhole ? "nothing of it was filed" : "what was filed of it before stays filed"
                Console.out("\(held.file) is in failed; \(filed).\n")
            }
        }
        return .success
    }

    private static func find(
        _ batch: String, _ configuration: Configuration
    ) throws -> [(settings: InboxSettings, held: HeldBatches.Held)] {
        var all: [(settings: InboxSettings, held: HeldBatches.Held)] = []
        for settings in configuration.inboxes {
            let folders = InboxFolders(FilePath(settings.folder))
            all += try HeldBatches(folders).all().map { (settings, $0) }
        }
        let found = all.filter { $0.held.batch == batch || $0.held.file == batch }
        guard found.isEmpty else { return found }
        let known = all.map { "\($0.held.batch) (\($0.held.file))" }.joined(separator: ", ")
        throw InboxError(
            .unknownBatch,
            "There is no held batch “\(batch)”; \(known.isEmpty ? "nothing is held." : "held are: \(known).")")
    }
}
