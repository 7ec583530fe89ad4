/// What is promised, for every kind of case and every support plan.
package struct ServiceLevelTable: Hashable, Sendable {
    private var levels: [String: [SupportPlan: ServiceLevel]]

    /// The kinds of case in alphabetical order.
    package var kinds: [String] { levels.keys.sorted() }

    package init(_ levels: [String: [SupportPlan: ServiceLevel]] = [:]) {
        self.levels = levels
    }

    /// The level of a kind of case on a plan; `nil` for a kind that the table does not know.
    package func level(for kind: String, plan: SupportPlan) -> ServiceLevel? {
        levels[kind]?[plan]
    }

    /// The levels of a kind of case by plan; setting them replaces all of the kind.
    package subscript(kind kind: String) -> [SupportPlan: ServiceLevel]? {
        get { levels[kind] }
        set { levels[kind] = newValue }
    }
}
