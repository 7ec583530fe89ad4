import ServiceCatalog
import ServiceLevels
import Testing

@Suite struct BuiltInCalendarTests {
    private let catalog: CalendarCatalog

    init() throws {
        catalog = try CalendarCatalog.load()
    }

    @Test func `three regions are built in`() throws {
        #expect(catalog.regions.map(\.id) == ["US", "Europe", "APAC"])
        #expect(catalog.regions.map(\.zone) == ["America/Los_Angeles", "Europe/London", "Asia/Singapore"])
        #expect(catalog.regions.map(\.hours.description) == ["05:00–18:00", "08:00–18:00", "09:00–18:00"])
        #expect(catalog.regions.allSatisfy { $0.weekdays == Set(Weekday.allCases.prefix(5)) })
        #expect(
            catalog.regions[0].phones == [
                SupportPhone(label: "US toll free", number: "+1 888 898 8733"),
                SupportPhone(label: "US direct", number: "+1 408 687 4120"),
            ])
        #expect(catalog.regions[1].phones.map(\.number) == ["+44 20 7096 6060"])
        #expect(catalog.regions[2].phones.map(\.number) == ["+61 180 064 8574", "+61 1300 088 917"])
    }

    @Test(arguments: [
        ("us", "US"), ("U.S.A.", "US"), ("north america", "US"), ("EMEA", "Europe"), ("uk", "Europe"),
        ("United  Kingdom", "Europe"), ("Asia-Pacific", "APAC"), ("anz", "APAC"), ("APJ", "APAC"),
    ])
    func `a region is found by its spellings`(_ text: String, _ id: String) {
        #expect(catalog.region(matching: text)?.id == id)
    }

    @Test func `an unknown region gets a suggestion, where one is near`() {
        #expect(catalog.closestSpelling(to: "Eurpoe") == "Europe")
        #expect(catalog.closestSpelling(to: "Narnia") == nil)
        #expect(
            throws: CalendarError.unknownRegion(name: "Aisa", suggestion: "Asia", known: ["US", "Europe", "APAC"])
        ) {
            try catalog.calendar(for: "Aisa")
        }
        #expect(catalog.region(matching: "") == nil)
        let known = catalog.regions.map(\.id)
        #expect(
            CalendarError.unknownRegion(name: "Aisa", suggestion: "Asia", known: known).description
                == "There is no region “Aisa”; did you mean “Asia”?")
        #expect(
            catalog.unknownRegion("Narnia").description == "There is no region “Narnia”; use one of: US, Europe, APAC")
    }

    @Test(arguments: [
        (
            "US", 2027,
            "New Year's Day 2027-01-01, Independence Day 2027-07-05, Thanksgiving Day 2027-11-25, The Day After Thanksgiving 2027-11-26, Christmas Day 2027-12-24, New Year's Day 2027-12-31"
        ),
        (
            "Europe", 1995,
            "New Year's Day 1995-01-02, Easter Monday 1995-04-17, May Day 1995-05-08, Spring Bank Holiday 1995-05-29, Summer Bank Holiday 1995-08-28, Christmas Day 1995-12-25, St. Stephen's Day / Boxing Day 1995-12-26"
        ),
        (
            "Europe", 2002,
            "New Year's Day 2002-01-01, Easter Monday 2002-04-01, May Day 2002-05-06, Spring Bank Holiday 2002-06-04, Summer Bank Holiday 2002-08-26, Christmas Day 2002-12-25, St. Stephen's Day / Boxing Day 2002-12-26"
        ),
        (
            "Europe", 2012,
            "New Year's Day 2012-01-02, Easter Monday 2012-04-09, May Day 2012-05-07, Spring Bank Holiday 2012-06-04, Summer Bank Holiday 2012-08-27, Christmas Day 2012-12-25, St. Stephen's Day / Boxing Day 2012-12-26"
        ),
        (
            "APAC", 2026,
            "New Year's Day 2026-01-01, Good Friday 2026-04-03, Easter Monday 2026-04-06, ANZAC Day 2026-04-27, Christmas Day 2026-12-25, St. Stephen's Day / Boxing Day 2026-12-28"
        ),
    ])
    func `the holidays of a region and year are these`(_ region: String, _ year: Int, _ holidays: String) throws {
        let listed = try catalog.calendar(for: region).holidays(in: year)
        #expect(listed.map { "\($0.name) \($0.observed)" }.joined(separator: ", ") == holidays)
    }

    @Test(arguments: [
        ("user-administration", SupportPlan.standard, "24h businessDay resolution"),
        ("user-administration", .enterprise, "24h businessDay resolution"),
        ("technical-s1", .standard, "1h elapsed first response"),
        ("technical-s1", .premium, "30m elapsed first response"),
        ("technical-s2", .standard, "4h supportHours first response"),
        ("technical-s2", .premiumPlus, "2h supportHours first response"),
        ("technical-s3", .standard, "1d businessDays first response"),
        ("technical-s3", .enterprise, "4h supportHours first response"),
    ])
    func `a kind of case has this level on a plan`(_ kind: String, _ plan: SupportPlan, _ expected: String) throws {
        let level = try #require(catalog.serviceLevels.level(for: kind, plan: plan))
        #expect("\(level.target) \(level.clock) \(level.measuredTo)" == expected)
        #expect(level.id == kind)
    }

    @Test func `a missing time zone database is an error when a calendar is asked for`() throws {
        let database = TimeZoneDatabase(folders: ["/no/such/folder"])
        let catalog = try CalendarCatalog.load(database: database)
        #expect(throws: CalendarError.timeZone(region: "US", .databaseMissing(searched: ["/no/such/folder"]))) {
            try catalog.calendar(for: "US")
        }
    }
}
