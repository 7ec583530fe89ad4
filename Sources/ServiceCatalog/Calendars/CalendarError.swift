package import ServiceLevels

/// Why there is no calendar for a region.
package enum CalendarError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownRegion(name: String, suggestion: String?, known: [String])
    /// The region is known and its time zone is not to be had.
    case timeZone(region: String, TimeZoneError)

    package var description: String {
        switch self {
        case .unknownRegion(let name, let suggestion, let known):
            "There is no region \(RefusedValue.quote(name)); \(Suggestion.phrase(suggestion, among: known))"
        case .timeZone(let region, let error):
            "Region \(region): \(error)"
        }
    }
}
