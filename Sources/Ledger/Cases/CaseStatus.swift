package import ServiceLevels

/// How a case stands.
package enum CaseStatus: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    case open = 0
    /// The team has done it.
    case closed = 1
    /// A later request for the same subject has taken its place.
    case replaced = 2
    /// A later request has taken it back.
    case cancelled = 3

    /// As the command line and files write it.
    package var description: String {
        switch self {
        case .open: "open"
        case .closed: "closed"
        case .replaced: "replaced"
        case .cancelled: "cancelled"
        }
    }

    package init?(name: some StringProtocol) {
        let name = name.lowercased()
        guard let match = CaseStatus.allCases.first(where: { $0.description == name }) else { return nil }
        self = match
    }
}

/// How a case ended, or that it has not.
package enum CaseOutcome: Hashable, Sendable {
    case open
    case closed(at: Instant)
    case replaced(by: CaseNumber)
    case cancelled(by: CaseNumber)

    package var status: CaseStatus {
        switch self {
        case .open: .open
        case .closed: .closed
        case .replaced: .replaced
        case .cancelled: .cancelled
        }
    }
}
