/// Why a text is not an instant, in a sentence that follows the text.
package enum InstantError: Error, Hashable, Sendable, CustomStringConvertible {
    case notAnInstant
    case dateOnly
    case noOffset
    case noSuchDate
    case noSuchTime
    case noSuchOffset
    case fraction
    case outOfRange

    package var description: String {
        switch self {
        case .notAnInstant:
            "is not a date and time such as 2026-11-30T14:15:00Z or 2026-11-30T14:15:00-08:00"
        case .dateOnly:
            "is only a date: add the time and Z or an offset, such as T14:15:00Z"
        case .noOffset:
            "does not say which clock it was read from: add Z for UTC or an offset such as -08:00"
        case .noSuchDate:
            "names a date that does not exist"
        case .noSuchTime:
            "names a time that does not exist: hours go to 23, minutes and seconds to 59"
        case .noSuchOffset:
            "has an offset that does not exist: write it as -08:00 or +05:45"
        case .fraction:
            "has a fraction of a second: write whole seconds"
        case .outOfRange:
            "lies outside the years 1 to 9999"
        }
    }
}
