/// The kind of a request: modification, addition, change or deletion of one user.
package enum MACDKind: String, Sendable, CaseIterable {
    case modification, addition, change, deletion

    /// Its place in `allCases`.
    package var index: Int {
        switch self {
        case .modification: 0
        case .addition: 1
        case .change: 2
        case .deletion: 3
        }
    }
}

/// How a service's requests get their MACD kind.
package enum MACDRule: Hashable, Sendable {
    /// Every request of the service is of one kind.
    case fixed(MACDKind)
    /// The kind follows a field's value (canonical, after the field's `one-of`), as for a change request: moving a
    /// number is a modification, a new name is a change.
    case byValue(field: String, kinds: [String: MACDKind], otherwise: MACDKind)
}
