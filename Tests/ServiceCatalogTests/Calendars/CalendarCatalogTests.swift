import ServiceCatalog
import ServiceLevels
import Testing

@Suite struct CalendarCatalogTests {
    private static let dublin = """
        # A region of a customer.
        Ireland:
          also: [Dublin, UK]
          zone: Europe/Dublin
          open: 9:00
          close: "17:30"
          weekdays: [Mon, Tue, 3, thursday, 5]
          observed: substitute day
          holidays:
            - {name: Saint Patrick's Day, date: 17 March}
            - name: August Holiday
              date: first Monday of August
            - name: Holy Saturday
              date: 1 day before Easter Sunday
            - name: Whit
              date: Whit Monday
            - name: Foundation Day
              date: 2027-09-15
            - 2027-09-16
          overrides:
            - {move: August Holiday, to: 2027-08-03}
            - {drop: Whit, year: 2027}
            - {add: Party, date: 2027-12-23}
          closed: [2027-12-24]
          phones: {front desk: +353 1 000 0000}
          office: Dublin office
          _note: keys that begin with an underscore are for people

        """

    @Test func `a region of one's own is read whole`() throws {
        try CalendarFixtures.withFile(Self.dublin) { path in
            let catalog = try CalendarCatalog.load(custom: [path])
            let region = try #require(catalog.region(matching: "ireland"))
            #expect(region.hours.description == "09:00–17:30")
            #expect(region.weekdays.sorted() == [.monday, .tuesday, .wednesday, .thursday, .friday])
            #expect(region.phones == [SupportPhone(label: "front desk", number: "+353 1 000 0000")])
            #expect(region.officeName == "Dublin office")
            // The customer's spelling wins over the built-in one.
            #expect(catalog.region(matching: "UK")?.id == "Ireland")
            #expect(catalog.region(matching: "England")?.id == "Europe")
            let calendar = try catalog.calendar(for: "Dublin")
            #expect(
                calendar.holidays(in: 2_027).map { "\($0.observed) \($0.name)" } == [
                    // 27 March is a Saturday; its substitute is Monday.
                    "2027-03-17 Saint Patrick's Day", "2027-03-29 Holy Saturday", "2027-08-03 August Holiday",
                    "2027-09-15 Foundation Day", "2027-09-16 Closed", "2027-12-23 Party", "2027-12-24 Closed",
                ])
        }
    }

    @Test func `a region replaces the built-in one whole, and a later file an earlier one`() throws {
        let first = "US: {zone: America/New_York, open: 08:00, close: 17:00}"
        let second = "us: {zone: America/Chicago, open: 08:00, close: 24:00, weekdays: Sunday to Thursday}"
        try CalendarFixtures.withFolder(["a.yaml": first, "b.yml": second, "ignored.txt": ":"]) { folder in
            let one = try CalendarCatalog.load(custom: ["\(folder)/a.yaml"])
            #expect(one.regions.map(\.zone) == ["America/New_York", "Europe/London", "Asia/Singapore"])
            #expect(one.region(matching: "US")?.holidays == [])
            #expect(one.region(matching: "USA") == nil)
            let two = try CalendarCatalog.load(custom: ["\(folder)/a.yaml", "\(folder)/b.yml"])
            #expect(two.region(matching: "US")?.zone == "America/Chicago")
            #expect(two.region(matching: "US")?.hours.close == .endOfDay)
            #expect(two.region(matching: "US")?.weekdays == [.sunday, .monday, .tuesday, .wednesday, .thursday])
            let error = #expect(throws: DefinitionProblems.self) { try CalendarCatalog.load(custom: [folder]) }
            #expect(
                error?.description
                    == "\(folder)/b.yml:1:1: the region “us” is defined already in \(folder)/a.yaml:1; keep one")
        }
    }

    @Test func `holidays of a built-in region can be joined by own days`() throws {
        let text = """
            Canada:
              zone: America/Vancouver
              open: 08:00
              close: 17:00
              holidays: [seed:us, {name: Canada Day, date: 1 July}, 2027-08-02]
              overrides: [{drop: Independence Day, year: 2027}]
            """
        try CalendarFixtures.withFile(text) { path in
            let calendar = try CalendarCatalog.load(custom: [path]).calendar(for: "Canada")
            #expect(
                calendar.holidays(in: 2_027).map(\.observed.description) == [
                    "2027-01-01", "2027-07-01", "2027-08-02", "2027-11-25", "2027-11-26", "2027-12-24", "2027-12-31",
                ])
        }
    }

    @Test func `a service level of one's own replaces the built-in kind whole`() throws {
        let text = """
            service-levels:
              technical-s2:
                measured-to: first answer
                plans:
                  enterprise: {target: 45m, clock: elapsed}
                  others: {target: 2 days, clock: business-days}
            """
        try CalendarFixtures.withFile(text) { path in
            let table = try CalendarCatalog.load(custom: [path]).serviceLevels
            #expect(table.level(for: "technical-s2", plan: .enterprise)?.target == .seconds(2_700))
            #expect(table.level(for: "technical-s2", plan: .premium)?.target == .days(2))
            #expect(table.level(for: "technical-s2", plan: .standard)?.measuredTo == "first answer")
            #expect(table.level(for: "technical-s1", plan: .standard)?.target == .seconds(3_600))
            #expect(table.level(for: "technical-s9", plan: .standard) == nil)
        }
    }

    @Test func `a path that is not there is a problem`() {
        let error = #expect(throws: DefinitionProblems.self) {
            try CalendarCatalog.load(custom: ["/no/such/calendar.yaml"])
        }
        #expect(error?.description == "/no/such/calendar.yaml:1:1: there is no calendar file or folder of this name")
    }
}
