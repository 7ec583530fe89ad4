import Synchronization
package import ServiceLevels

/// The regions and service levels in force: the built-in ones, replaced and extended by the customer's calendar files.
///
/// A region (or kind of case) of a customer's file replaces the built-in one of the same id whole: what one file says
/// is what runs. Its time zone is read when the region's calendar is first asked for.
///
///     let catalog = try CalendarCatalog.load(custom: ["company-calendars/"])
///     let calendar = try catalog.calendar(for: "Europe")
package struct CalendarCatalog: Sendable {
    /// Built-in regions first, then the customer's in the order of their files.
    package let regions: [Region]
    package let serviceLevels: ServiceLevelTable

    /// The file that each region came from, in the regions' order: `built-in:NAME`, or the customer's path.
    private let origins: [String]
    private let database: TimeZoneDatabase
    /// Index into `regions` by folded id and spelling.
    private let spellings: [String: Int]
    private let cache = CalendarCache()

    private final class CalendarCache: Sendable {
        let calendars = Mutex<[String: BusinessCalendar]>([:])
    }

    /// The parts must agree: `spellings` holds indices into `regions`.
    init(
        regions: [Region], origins: [String], serviceLevels: ServiceLevelTable, database: TimeZoneDatabase,
        spellings: [String: Int]
    ) {
        self.regions = regions
        self.origins = origins
        self.serviceLevels = serviceLevels
        self.database = database
        self.spellings = spellings
    }

    /// The region that a word names: an id or another spelling, whatever its case, blanks and punctuation.
    package func region(matching text: String) -> Region? {
        spellings[Folding.fold(text)].map { regions[$0] }
    }

    /// Where a region of the catalogue is defined: `built-in:NAME`, or the customer's path.
    package func origin(ofRegion id: String) -> String {
        zip(regions, origins).first { $0.0.id == id }?.1 ?? ""
    }

    /// The region that a word was probably meant to name, as the calendar file spells it; `nil` when none is near.
    package func closestSpelling(to text: String) -> String? {
        Suggestion.closest(to: text, among: regions.map(\.id) + regions.flatMap(\.spellings))
    }

    /// The calendar of a region by id or any spelling. The first call for a region reads its time zone.
    package func calendar(for id: String) throws(CalendarError) -> BusinessCalendar {
        guard let region = region(matching: id) else {
            throw unknownRegion(id)
        }
        if let known = cache.calendars.withLock({ $0[region.id] }) { return known }
        do throws(TimeZoneError) {
            let calendar = BusinessCalendar(region: region, zone: try database.rules(for: region.zone))
            cache.calendars.withLock { $0[region.id] = calendar }
            return calendar
        } catch {
            throw .timeZone(region: region.id, error)
        }
    }

    /// Makes the calendars of all regions, for who is going to ask for them; what is wrong shows when one is asked for.
    package func makeCalendars() {
        for region in regions { _ = try? calendar(for: region.id) }
    }

    /// The error for a word that names no region, with the likeliest region where one is near.
    package func unknownRegion(_ text: String) -> CalendarError {
        .unknownRegion(name: text, suggestion: closestSpelling(to: text), known: regions.map(\.id))
    }
}
