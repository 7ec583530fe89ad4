/// What is wrong with the ledger, and what to do.
package struct LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no ledger at this path.
        case noLedger
        /// Somebody else is writing; try again.
        case busy
        /// The file is no ledger, is damaged, or was written by a newer version.
        case unreadable
        /// The file cannot be made: no permission, no such folder.
        case cannotCreate
        /// Reading or writing failed: the disk is full, read-only or broken.
        case inputOutput
        /// The question names something that the ledger does not hold.
        case unknown
        /// What is asked for cannot be done to a case in its state.
        case refused
        /// The ledger was used in a way that it must not be: a fault of Muster's.
        case contradiction
    }

    package var code: Code
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
