import Ledger

/// How much of an inbox's work is pressing, for those who watch the figures.
enum DueSoon {
    /// How many cases of an inbox's tenant are due within 24 hours or overdue; `nil` where no ledger can be asked.
    static func cases(of settings: InboxSettings) -> Int? {
        guard case .file(let path) = settings.ledgerChoice, let ledger = try? Ledger.open(path, mode: .readOnly),
            let status = try? ledger.status(at: RunClock.now.instant, tenant: settings.tenant, month: { _ in nil })
        else { return nil }
        return status.dueSoon + status.overdue
    }
}
