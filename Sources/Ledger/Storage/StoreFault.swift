import GRDB

/// What a store's error means for the person at the keyboard.
enum StoreFault {
    static func error(_ error: any Error, path: String) -> LedgerError {
        guard let fault = error as? DatabaseError else {
            return LedgerError(.inputOutput, "The ledger \(path) cannot be used: \(error).")
        }
        switch fault.resultCode {
        case .SQLITE_NOTADB:
            return LedgerError(
                .unreadable, "\(path) is not a ledger. Name another file with --ledger, or move this one away.")
        case .SQLITE_CORRUPT:
            return LedgerError(
                .unreadable,
                "The ledger \(path) is damaged. Put a backup in its place; “muster ledger check” says what is wrong.")
        case .SQLITE_FULL:
            return LedgerError(
                .inputOutput,
                "The ledger \(path) cannot grow: the disk is full. Make room and start again; nothing was recorded.")
        case .SQLITE_READONLY, .SQLITE_PERM:
            return LedgerError(
                .inputOutput, "The ledger \(path) cannot be written. Check who may write the file and its folder.")
        case .SQLITE_CANTOPEN, .SQLITE_AUTH:
            return LedgerError(
                .cannotCreate, "The ledger \(path) cannot be opened. Check the path and who may write there.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return LedgerError(
                .busy, "The ledger \(path) is in use by another program than Muster. Try again when that has ended.")
        default:
            return LedgerError(
                .inputOutput,
                "The ledger \(path) cannot be read or written (SQLite \(fault.extendedResultCode.rawValue)). "
                    + "Check the disk, then start again; nothing was recorded.")
        }
    }
}
