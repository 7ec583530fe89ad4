import ServiceCatalog

/// MACD kinds by number, so that their bytes can be kept ready.
enum CaseKind {
    static let all = MACDKind.allCases

    static func index(of kind: MACDKind) -> Int {
        switch kind {
        case .modification: 0
        case .addition: 1
        case .change: 2
        case .deletion: 3
        }
    }
}
