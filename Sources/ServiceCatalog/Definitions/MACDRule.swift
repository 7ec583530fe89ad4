/// The kind of a request: modification, addition, change or deletion of one user.
public enum MACDKind: String, BitwiseCopyable, Sendable, CaseIterable {
    case modification, addition, change, deletion
    /// Takes back an open request; no kind of its own in the contract, so no definition names it.
    case cancellation

    /// Its place in `allCases`.
    @inlinable @inline(__always)
    public var index: Int {
        switch self {
        case .modification: 0
        case .addition: 1
        case .change: 2
        case .deletion: 3
        case .cancellation: 4
        }
    }
}

extension MACDKind {
    /// The kind at a place in `allCases`; `nil` when there is no such place.
    @inlinable
    package init?(index: Int) {
        switch index {
        case 0: self = .modification
        case 1: self = .addition
        case 2: self = .change
        case 3: self = .deletion
        case 4: self = .cancellation
        default: return nil
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
