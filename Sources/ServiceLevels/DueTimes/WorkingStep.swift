/// One date of the way from a receipt to its due time, so that a person can follow the counting.
package struct WorkingStep: Hashable, Sendable, CustomStringConvertible {
    package enum Outcome: Hashable, Sendable {
        /// Seconds that counted between two times on the wall clock; fewer than between the times where the offices
        /// were closed or the clocks changed in between.
        case counted(from: TimeOfDay, to: TimeOfDay, seconds: Int64)
        /// `businessDays`: counting begins here, at this time of day.
        case begins(at: TimeOfDay)
        /// `businessDays`: this is the so many-th business day.
        case businessDay(number: Int, of: Int)
        case weekend
        case holiday(names: [String])
        /// A business day, and the offices were closed for the rest of it.
        case outsideSupportHours
        /// A date that the zone left out when it moved across the date line.
        case noSuchDate
        /// The list is cut here; counting goes on to the due time.
        case cut
    }

    package var date: CalendarDate
    package var outcome: Outcome

    package init(date: CalendarDate, outcome: Outcome) {
        self.date = date
        self.outcome = outcome
    }

    /// `Wed 25 Nov 2026: 14:15–24:00 counted, 9 h 45 min`.
    package var description: String { "\(date.words): \(words)" }

    /// What happened on the date, without the date.
    package var words: String {
        switch outcome {
        case .counted(let start, let end, let seconds): "\(start)–\(end) counted, \(WorkingStep.length(seconds))"
        case .begins(let time): "counting begins at \(time)"
        case .businessDay(let number, let total): "business day \(number) of \(total)"
        case .weekend: "not counted, weekend"
        case .holiday(let names): "not counted, \(names.joined(separator: " and "))"
        case .outsideSupportHours: "not counted, outside support hours"
        case .noSuchDate: "not counted, the date does not exist in this time zone"
        case .cut: "and so on to the due time"
        }
    }

    /// `9 h 45 min`, `30 min`, `37 s`.
    package static func length(_ seconds: Int64) -> String {
        var parts: [String] = []
        if seconds >= 3_600 { parts.append("\(seconds / 3_600) h") }
        if seconds / 60 % 60 > 0 { parts.append("\(seconds / 60 % 60) min") }
        if seconds % 60 > 0 || parts.isEmpty { parts.append("\(seconds % 60) s") }
        return parts.joined(separator: " ")
    }
}
