/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
package enum Weekday: Int, Hashable, Sendable, CaseIterable, Comparable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday of a day counted from 1970-01-01, a Thursday.
    @inline(__always)
    init(dayNumber: Int) {
        let fromMonday = (dayNumber % 7 + 10) % 7
        self = Weekday.allCases[fromMonday]
    }

    /// Reads `Monday`, `mon` or `1`; case does not matter.
    package init?(parsing text: some StringProtocol) {
        let folded = text.lowercased()
        guard
            let match = Weekday.allCases.first(where: {
                let name = $0.name.lowercased()
                return folded == name || folded == name.prefix(3) || folded == String($0.rawValue)
                    || (folded.count >= 4 && name.hasPrefix(folded))
            })
        else { return nil }
        self = match
    }

    /// The English name, such as `Monday`.
    package var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// The first three letters of the English name, such as `Mon`.
    package var shortName: String { String(name.prefix(3)) }

    package static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }
}
