import Intake

/// What becomes of a file's accepted rows, block after block in file order: the month's allowance, then the ledger.
///
/// Only the worker whose turn it is to file touches it (`OrderedStep`), and the import when nobody works. That, and not a
/// lock, is why it may be `@unchecked Sendable`; what `prepare` uses of it does not change.
final class BlockFiling: @unchecked Sendable {
    private(set) var allowance: AllowanceCheck?
    private let hasAllowance: Bool
    private let ledger: CaseFiling?

    /// `nil` when there is neither an allowance nor a ledger: then nothing needs to be done in file order.
    init?(allowance: AllowanceCheck?, ledger: CaseFiling?) {
        guard allowance != nil || ledger != nil else { return nil }
        self.allowance = allowance
        hasAllowance = allowance != nil
        self.ledger = ledger
    }

    /// What can be done before the block's turn has come.
    func prepare(_ piece: Workpiece) {
        // An allowance may still hold some of the rows.
        guard !hasAllowance else { return }
        ledger?.prepare(&piece.requests, for: piece.block)
    }

    func file(_ piece: Workpiece) throws {
        let intake = piece.plan.intake
        allowance?.apply(to: &piece.block, intake)
        if hasAllowance { ledger?.prepare(&piece.requests, for: piece.block) }
        try ledger?.file(&piece.requests, of: &piece.block, intake)
        allowance?.note(piece.block, intake)
    }
}
