/// What level of support a customer has bought; all but `standard` share the better targets.
package enum SupportPlan: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    case standard
    case premium
    case premiumPlus = "premium-plus"
    case enterprise

    /// Reads `premium-plus`, `Premium Plus` and the like.
    package init?(parsing text: some StringProtocol) {
        let folded = text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        guard let match = SupportPlan.allCases.first(where: { $0.rawValue.filter { $0 != "-" } == folded }) else {
            return nil
        }
        self = match
    }

    package var description: String { rawValue }
}
