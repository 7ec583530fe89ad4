/// What is promised for one kind of case on one support plan.
package struct ServiceLevel: Hashable, Sendable, Identifiable {
    /// The kind of case, such as `user-administration` or `technical-s1`.
    package var id: String
    package var target: Target
    package var clock: Clock
    /// The end of the time that is measured, in words: `resolution`, `first response`.
    package var measuredTo: String

    package init(id: String, target: Target, clock: Clock, measuredTo: String) {
        self.id = id
        self.target = target
        self.clock = clock
        self.measuredTo = measuredTo
    }

    /// For people: `24 hours to resolution, on business days, round the clock`.
    package var words: String {
        switch target {
        case .seconds: "\(target.words) to \(measuredTo), \(clock.words)"
        case .days: "\(target.words) to \(measuredTo)"
        }
    }
}
