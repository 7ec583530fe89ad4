/// Which instants count towards a target.
package enum Clock: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// All of them.
    case elapsed
    /// Those of a business day, round the clock.
    case businessDay
    /// Those of a business day within the opening hours.
    case supportHours
    /// No running clock: whole business days, due at the time of day of the receipt.
    case businessDays

    /// Reads `businessDay`, `business-day`, `Business Day` and the like; `business days` is the other clock.
    package init?(parsing text: some StringProtocol) {
        let folded = text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
        guard let match = Clock.allCases.first(where: { $0.rawValue.lowercased() == folded }) else { return nil }
        self = match
    }

    /// The name as calendar files write it, such as `businessDay`.
    package var description: String { rawValue }

    /// What counts, in words that follow a target: "24 h on business days, round the clock".
    package var words: String {
        switch self {
        case .elapsed: "round the clock"
        case .businessDay: "on business days, round the clock"
        case .supportHours: "within support hours"
        case .businessDays: "counted in business days"
        }
    }

    /// Throws where the clock cannot count the target: hours and minutes for the running clocks, days for the other.
    package func check(_ target: Target) throws(DueTimeError) {
        switch target {
        case .seconds where self == .businessDays: throw .hoursInBusinessDays
        case .days where self != .businessDays: throw .daysOnRunningClock(self)
        default: break
        }
        guard target.isWithinBounds else { throw .targetOutOfBounds }
    }
}
