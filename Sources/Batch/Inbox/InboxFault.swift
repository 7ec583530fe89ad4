import Intake
import Ledger
import Records
import Sinks

/// What an import's error means for the file that waits: whether trying again can help, and who has to do something.
enum InboxFault: Equatable {
    /// The file cannot be imported as it is.
    case file(String)
    /// Reading failed, or something unexpected happened: a few attempts more.
    case passing(String)
    /// Results cannot be written or a lock is held: the file is not at fault, so it waits.
    case surroundings(String)
    /// The import was called off.
    case cancelled

    init(_ error: any Error) {
        switch error {
        case is CancellationError: self = .cancelled
        case let error as RecordError:
            switch error.code {
            case .malformed: self = .file(error.message)
            case .unreadable, .noSuchFile: self = .passing(error.message)
            }
        case let error as IntakeError: self = .file("\(error)")
        case let error as LedgerError:
            switch error.code {
            // Another import is at work, the disk is full, or somebody has to mend the ledger: the file can wait.
            case .busy, .inputOutput, .cannotCreate, .unreadable, .noLedger: self = .surroundings(error.message)
            case .unknown, .refused, .contradiction: self = .passing(error.message)
            }
        case let error as SinkError: self = .surroundings(error.message)
        case is ReportPageError: self = .surroundings("\(error)")
        case is InternalError: self = .file("\(error)")
        default: self = .passing("\(error)")
        }
    }
}
