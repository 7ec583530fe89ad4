import Foundation
@testable import ServiceLevels
import TestSupport
import Testing

@Suite struct ZoneRulesTests {
    @Test(arguments: [
        ("America/Los_Angeles", "2027-03-14T09:59:59Z", -28_800, "PST"),
        ("America/Los_Angeles", "2027-03-14T10:00:00Z", -25_200, "PDT"),
        ("America/Los_Angeles", "2150-07-01T00:00:00Z", -25_200, "PDT"),
        ("America/Los_Angeles", "2300-07-01T00:00:00Z", -25_200, "PDT"),
        ("America/Los_Angeles", "9999-12-31T23:59:59Z", -28_800, "PST"),
        ("America/Los_Angeles", "1800-01-01T00:00:00Z", -28_378, "LMT"),
        ("Europe/London", "2300-01-01T00:00:00Z", 0, "GMT"),
        ("Europe/Dublin", "2026-07-01T00:00:00Z", 3_600, "IST"),
        ("Asia/Kathmandu", "1985-12-31T18:29:59Z", 19_800, "+0530"),
        ("Asia/Kathmandu", "1985-12-31T18:30:00Z", 20_700, "+0545"),
        ("Pacific/Apia", "2011-12-30T09:59:59Z", -36_000, "-10"),
        ("Pacific/Apia", "2011-12-30T10:00:00Z", 50_400, "+14"),
    ])
    func `a zone has this offset then`(_ zone: String, _ instant: String, _ offset: Int, _ name: String) throws {
        let rules = try TimeZoneDatabase.system.rules(for: zone)
        let instant = try Instant(instant)
        #expect(rules.offset(at: instant) == offset)
        #expect(rules.abbreviation(at: instant) == name)
    }

    @Test func `the date that Samoa left out is known`() throws {
        #expect(try TimeZoneDatabase.system.rules(for: "Pacific/Apia").skippedDays == [date("2011-12-30").dayNumber])
        #expect(try TimeZoneDatabase.system.rules(for: "Europe/London").skippedDays.isEmpty)
    }

    @Test(arguments: [
        "", "/etc/passwd", "../../etc/passwd", "Europe/../../../etc/passwd", "./UTC", "Europe//London",
        "Europe/London/",
        "-x", "Europe/Lon don", "Europe/London\0", String(repeating: "a", count: 200),
    ])
    func `a name that could lead out of the database is refused`(_ name: String) {
        #expect(throws: TimeZoneError.badName(name)) { try TimeZoneDatabase.system.rules(for: name) }
    }

    @Test func `a missing database, an unknown zone and what is no zone are errors`() throws {
        #expect(throws: TimeZoneError.databaseMissing(searched: ["/no/such/folder"])) {
            try TimeZoneDatabase(folders: ["/no/such/folder"]).rules(for: "Europe/London")
        }
        let database = TimeZoneDatabase.system
        for name in ["Europe/Atlantis", "Europe", "zone.tab", "Europe/London/x"] {
            let error = #expect(throws: TimeZoneError.self) { try database.rules(for: name) }
            guard case .unknownZone(name, _) = error else {
                Issue.record("\(name): \(String(describing: error))")
                continue
            }
            #expect(error?.description.contains("tzdata") == true)
        }
        #expect(
            TimeZoneError.databaseMissing(searched: ["/usr/share/zoneinfo"]).description.contains(
                "install the package tzdata"))
    }

    @Test(arguments: ["Africa/Cairo", "America/Los_Angeles", "Europe/Dublin", "Africa/Casablanca"])
    func `damaged files are refused or read, never a trap`(_ name: String) throws {
        var random = SeededGenerator.announced()
        let folder = try #require(TimeZoneDatabase.system.folders.first { FileManager.default.fileExists(atPath: $0) })
        let original = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
        var refused = 0
        for round in 0..<600 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                // The header, where counts stand, as often as the rest, and the rule at the end.
                let limit = [bytes.count, min(bytes.count, 60), bytes.count][round % 3]
                let low = round % 3 == 2 ? max(0, bytes.count - 40) : 0
                bytes[Int.random(in: low..<limit, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            if round % 2 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            do throws(TimeZoneError) {
                let rules = try ZoneRules(name: name, tzif: bytes)
                // Whatever it says now, it must answer, before, in and after its table.
                for second in [Int64(-62_135_596_800), 0, 1_800_000_000, 7_300_000_000, 253_402_300_799] {
                    var period = rules.period(at: second)
                    let day = CivilArithmetic.dayNumber(ofLocalSeconds: second)
                    _ = rules.firstSecond(ofDay: day, near: &period)
                    _ = rules.second(ofLocal: second, near: period)
                    _ = rules.jumps(onDay: day)
                }
            } catch {
                refused += 1
                #expect(error.description.contains("tzdata"))
            }
        }
        #expect(refused > 100)
    }

    @Test(arguments: [
        ("PST8PDT,M3.2.0,M11.1.0", 2_027, "2027-03-14 02:00", "2027-11-07 02:00"),
        ("EET-2EEST,M4.5.5/0,M10.5.4/24", 2_026, "2026-04-24 00:00", "2026-10-30 00:00"),
        ("IST-1GMT0,M10.5.0,M3.5.0/1", 2_026, "2026-10-25 02:00", "2026-03-29 01:00"),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2_026, "2026-03-28 23:00", "2026-10-25 00:00"),
        ("AAA3BBB,J60,J300/4:30", 2_028, "2028-03-01 02:00", "2028-10-27 04:30"),
        ("AAA3BBB,59/0,300", 2_028, "2028-02-29 00:00", "2028-10-27 02:00"),
    ])
    func `a yearly rule gives its changes`(_ text: String, _ year: Int, _ start: String, _ end: String) throws {
        let rule = try #require(PosixTimeZone(Array(text.utf8))?.daylight)
        func local(_ second: Int64) -> String {
            let day = CivilArithmetic.dayNumber(ofLocalSeconds: second)
            return "\(CalendarDate(unchecked: day)) \(TimeOfDay(unchecked: Int(second - Int64(day) * 86_400)))"
        }
        #expect(local(rule.start.localSecond(in: year)) == start)
        #expect(local(rule.end.localSecond(in: year)) == end)
    }

    @Test(arguments: [
        "", "P8", "PST", "PST8PDT", "PST8PDT,M3.2.0", "PST8PDT,M13.2.0,M11.1.0", "PST8PDT,M3.6.0,M11.1.0", "PST25",
        "PST8PDT,M3.2.0,M11.1.0x", "<PST8", "PST8PDT,J0,J1", "PST8PDT,366,1", "PST8PDT,M3.2.0/168,M11.1.0",
    ])
    func `a malformed rule is refused`(_ text: String) {
        #expect(PosixTimeZone(Array(text.utf8)) == nil)
    }
}
