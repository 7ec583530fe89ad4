import ArgumentParser
import Batch
import Intake
import Ledger
import Records
import ServiceCatalog
import Sinks

/// Turns every error into one message on standard error and an exit status: the only place where that is decided.
enum Failure {
    /// Runs the body; an error it throws is reported and becomes its exit status.
    static func reporting(_ body: () throws -> ExitStatus) -> ExitStatus {
        do {
            return try body()
        } catch let code as ExitCode {
            return ExitStatus(rawValue: code.rawValue) ?? .internalError  // reported where it was thrown
        } catch let problems as DefinitionProblems {
            return ExitStatus(rawValue: problems.reported().rawValue) ?? .configuration
        } catch {
            Console.error("muster: \(oneLine("\(error)"))\n")
            return status(of: error)
        }
    }

    /// The same for work that waits.
    static func reporting(_ body: () async throws -> ExitStatus) async -> ExitStatus {
        do {
            return try await body()
        } catch {
            return reporting { throw error }
        }
    }

    /// Runs a whole command's body; an error it throws is reported, and ends the command with its exit status.
    static func ending(_ body: () throws -> Void) throws {
        let status = reporting {
            try body()
            return .success
        }
        if status != .success { throw ExitCode(status.rawValue) }
    }

    /// Prints what is wrong with the command line.
    /// - Returns: what is to be thrown to end the command.
    static func usage(_ sentence: String) -> ExitCode {
        Console.error("muster: \(oneLine(sentence))\n")
        return ExitCode(ExitStatus.usage.rawValue)
    }

    /// A message is one line of at most 600 characters without control characters, whatever a file is called.
    private static func oneLine(_ text: String) -> String {
        let line = String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
        return line.count <= 600 ? line : line.prefix(599) + "…"
    }

    static func status(of error: any Error) -> ExitStatus {
        switch error {
        case let error as RecordError:
            switch error.code {
            case .noSuchFile: .noInput
            case .unreadable: .inputOutput
            case .malformed: .unreadableData
            }
        case let error as IntakeError:
            switch error.code {
            case .header: .unreadableData
            case .option: .usage
            case .configuration: .configuration
            }
        case let error as SinkError:
            switch error.code {
            case .cannotCreate: .cannotCreate
            case .inputOutput: .inputOutput
            case .template: .configuration
            }
        case let error as LedgerError:
            switch error.code {
            case .noLedger: .noInput
            case .busy: .busy
            case .unreadable: .unreadableData
            case .cannotCreate: .cannotCreate
            case .inputOutput: .inputOutput
            case .unknown, .refused: .usage
            case .contradiction: .internalError
            }
        case let error as InboxError:
            switch error.code {
            case .cannotCreate: .cannotCreate
            case .unreadable, .cannotMove, .gone: .inputOutput
            case .busy: .busy
            case .unknownBatch: .noInput
            }
        case is DefinitionProblems, is CalendarError, is ReportPageError: .configuration
        default: .internalError
        }
    }
}
