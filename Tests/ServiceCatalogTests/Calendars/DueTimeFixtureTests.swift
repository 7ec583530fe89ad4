import ServiceCatalog
import ServiceLevels
import Testing

/// Many due times that were checked outside this program, through the calendar files.
@Suite struct DueTimeFixtureTests {
    @Test func `every due time of the fixture comes out`() throws {
        let catalog = try CalendarCatalog.load(custom: [CalendarFixtures.regions])
        let rows = try CalendarFixtures.dueTimes().split(separator: "\n").dropFirst()
        #expect(rows.count == 152)
        for row in rows {
            let cells = row.split(separator: ",").map(String.init)
            try #require(cells.count == 5, "\(row)")
            let calendar = try catalog.calendar(for: cells[0])
            let clock = try #require(Clock(parsing: cells[1]))
            let target = try Target(parsing: cells[2])
            let received = try Instant(cells[3])
            let due = try calendar.due(received: received, clock: clock, target: target)
            #expect(due.description == cells[4], "\(row)")
            // The latest receipt due by then is this one or a later one, and a later one is due by then too.
            let latest = try #require(try calendar.latestReceipt(dueBy: due, clock: clock, target: target))
            #expect(latest >= received, "\(row)")
            #expect(try calendar.due(received: latest, clock: clock, target: target) <= due, "\(row)")
        }
    }

    @Test func `the built-in regions and the same regions by seed agree`() throws {
        let builtIn = try CalendarCatalog.load()
        let seeded = try CalendarCatalog.load(custom: [CalendarFixtures.regions])
        for id in ["US", "Europe", "APAC"] {
            let first = try builtIn.calendar(for: id)
            let second = try seeded.calendar(for: id)
            for year in 1_990...2_060 {
                #expect(first.holidays(in: year) == second.holidays(in: year), "\(id) \(year)")
            }
        }
    }
}
