/// The offsets of one IANA time zone for all time, read from the system's time zone database.
///
/// Changes that the database lists are kept as a sorted table, continued to the end of 2199 by the zone's standing rule
/// so that nearly every question is one binary search; later years ask the rule itself.
package struct ZoneRules: Sendable {
    /// The IANA name, such as `America/Los_Angeles`.
    package let name: String

    /// One kind of local time, such as `PST`.
    struct Kind: Hashable, Sendable {
        /// Seconds east of UTC.
        var offset: Int64
        var isDaylightTime: Bool
        var abbreviation: String
    }

    static let farPast: Int64 = -(1 << 60)
    static let farFuture: Int64 = 1 << 60
    /// Longer than two offsets can differ (52 hours): a time so far from a change is not touched by it.
    static let guardBand: Int64 = 200_000
    private static let lastTabledYear = 2_199

    private let kinds: [Kind]
    /// `starts[i] <= instant < starts[i + 1]` has the kind `kindIndices[i]`; the first start is `farPast`.
    private let starts: [Int64]
    private let kindIndices: [Int]
    /// Applies from the last start on.
    private let rule: YearlyRule?
    /// Dates that a jump over the date line left out, as day numbers: 2011-12-30 in Pacific/Apia.
    let skippedDays: Set<Int>

    private struct YearlyRule: Sendable {
        var rule: PosixTimeZone.DaylightRule
        var standardKind: Int
        var daylightKind: Int
    }

    /// Reads the bytes of a zone's file (TZif, RFC 9636, versions 1 to 4).
    package init(name: String, tzif bytes: [UInt8]) throws(TimeZoneError) {
        self.init(name: name, file: try TZifFile(name: name, bytes: bytes))
    }

    init(name: String, file: TZifFile) {
        var kinds = file.kinds
        var starts = [ZoneRules.farPast]
        var kindIndices = [0]
        for (instant, kind) in zip(file.transitions, file.transitionKinds) {
            starts.append(instant)
            kindIndices.append(kind)
        }
        var yearly: YearlyRule?
        if let footer = file.footer {
            let standard = kinds.count
            kinds.append(Kind(offset: footer.standardOffset, isDaylightTime: false, abbreviation: footer.standardName))
            if file.transitions.isEmpty {
                kindIndices[0] = standard
            }
            if let daylight = footer.daylight {
                kinds.append(Kind(offset: daylight.offset, isDaylightTime: true, abbreviation: daylight.name))
                let rule = YearlyRule(rule: daylight, standardKind: standard, daylightKind: standard + 1)
                let firstYear = file.transitions.last.map { ZoneRules.year(of: $0) } ?? 1
                let lastListed = file.transitions.last ?? ZoneRules.farPast
                if firstYear <= ZoneRules.lastTabledYear {
                    for change in ZoneRules.changes(
                        of: rule, standardOffset: footer.standardOffset, years: firstYear...ZoneRules.lastTabledYear)
                    where change.instant > lastListed {
                        starts.append(change.instant)
                        kindIndices.append(change.kind)
                    }
                }
                yearly = rule
            }
        }
        var skipped: Set<Int> = []
        for index in starts.indices.dropFirst() {
            let before = starts[index] + kinds[kindIndices[index - 1]].offset
            let after = starts[index] + kinds[kindIndices[index]].offset
            guard after - before >= 86_400 else { continue }
            var day = -CivilArithmetic.floorDivide(-before, by: 86_400)
            while (day + 1) * 86_400 <= after {
                skipped.insert(Int(day))
                day += 1
            }
        }
        self.name = name
        self.kinds = kinds
        self.starts = starts
        self.kindIndices = kindIndices
        self.rule = yearly
        self.skippedDays = skipped
    }

    /// The year of an instant in UTC, kept within 1...9999.
    private static func year(of second: Int64) -> Int {
        let bounded = min(max(second, Instant.earliest.secondsSince1970), Instant.latest.secondsSince1970)
        return CivilArithmetic.civil(ofDay: CivilArithmetic.dayNumber(ofLocalSeconds: bounded)).year
    }

    /// The changes of the standing rule in order; of two at one instant the later one stays.
    private static func changes(
        of yearly: YearlyRule, standardOffset: Int64, years: ClosedRange<Int>
    ) -> [(instant: Int64, kind: Int)] {
        var result: [(instant: Int64, kind: Int)] = []
        func append(_ instant: Int64, _ kind: Int) {
            while let last = result.last, last.instant >= instant { result.removeLast() }
            result.append((instant, kind))
        }
        for year in years {
            let toDaylight = yearly.rule.start.localSecond(in: year) - standardOffset
            let toStandard = yearly.rule.end.localSecond(in: year) - yearly.rule.offset
            if toDaylight <= toStandard {
                append(toDaylight, yearly.daylightKind)
                append(toStandard, yearly.standardKind)
            } else {
                append(toStandard, yearly.standardKind)
                append(toDaylight, yearly.daylightKind)
            }
        }
        return result
    }
}

// MARK: Periods

extension ZoneRules {
    /// The period that holds an instant.
    func period(at second: Int64) -> ZonePeriod {
        if rule != nil, second >= starts[starts.count - 1] { return rulePeriod(at: second) }
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= second { low = middle } else { high = middle }
        }
        let kind = kindIndices[low]
        return ZonePeriod(
            start: starts[low], end: low + 1 < starts.count ? starts[low + 1] : ZoneRules.farFuture,
            offset: kinds[kind].offset, kind: kind)
    }

    /// The period by the standing rule, for instants after the table.
    private func rulePeriod(at second: Int64) -> ZonePeriod {
        let lastStart = starts[starts.count - 1]
        var found = ZonePeriod(
            start: lastStart, end: ZoneRules.farFuture, offset: kinds[kindIndices[kindIndices.count - 1]].offset,
            kind: kindIndices[kindIndices.count - 1])
        guard let rule else { return found }
        let year = ZoneRules.year(of: second)
        let changes = ZoneRules.changes(
            of: rule, standardOffset: kinds[rule.standardKind].offset, years: (year - 1)...(year + 2))
        for change in changes where change.instant > lastStart {
            if change.instant > second {
                found.end = change.instant
                return found
            }
            found.start = change.instant
            found.kind = change.kind
            found.offset = kinds[change.kind].offset
        }
        return found
    }

    /// What the zone's people call the time at an instant: `PST`, or `+08` where the zone has no letters for it.
    package func abbreviation(at instant: Instant) -> String {
        kinds[period(at: instant.secondsSince1970).kind].abbreviation
    }

    /// Seconds east of UTC at an instant.
    package func offset(at instant: Instant) -> Int {
        Int(period(at: instant.secondsSince1970).offset)
    }
}

// MARK: Local time

extension ZoneRules {
    /// The local date and wall-clock time at an instant; the date stays within the years 1 to 9999.
    package func local(at instant: Instant) -> (date: CalendarDate, time: TimeOfDay) {
        let local = instant.secondsSince1970 + period(at: instant.secondsSince1970).offset
        let day = CivilArithmetic.dayNumber(ofLocalSeconds: local)
        let second = Int(local - Int64(day) * 86_400)
        return (CalendarDate(unchecked: day).adding(days: 0), TimeOfDay(unchecked: second))
    }

    /// The first instant whose local date is `day` or later; `near` is a period to try first, and the one found after.
    @inline(__always)
    func firstSecond(ofDay day: Int, near: inout ZonePeriod) -> Int64 {
        let local = Int64(day) * 86_400
        let direct = local - near.offset
        if direct - near.start >= ZoneRules.guardBand, direct < near.end { return direct }
        return firstSecondAcrossChanges(localMidnight: local, near: &near)
    }

    private func firstSecondAcrossChanges(localMidnight local: Int64, near: inout ZonePeriod) -> Int64 {
        var period = period(at: local - ZoneRules.guardBand)
        while period.end + period.offset <= local, period.end < ZoneRules.farFuture {
            period = self.period(at: period.end)
        }
        near = period
        return max(period.start, local - period.offset)
    }

    /// The instant of a wall-clock time, given in seconds of local time since 1970.
    ///
    /// A time that occurs twice is the first of the two; one that a change leaves out is read with the offset in force
    /// before the change (RFC 5545, section 3.3.5).
    func second(ofLocal local: Int64, near: ZonePeriod) -> Int64 {
        let direct = local - near.offset
        if direct - near.start >= ZoneRules.guardBand, direct < near.end { return direct }
        var period = period(at: local - ZoneRules.guardBand)
        var before = period
        while true {
            let candidate = local - period.offset
            if period.contains(candidate) { return candidate }
            if candidate >= period.end { before = period }
            guard period.end < ZoneRules.farFuture, period.start <= local + ZoneRules.guardBand else { break }
            period = self.period(at: period.end)
        }
        return local - before.offset
    }

    /// The wall-clock times, as local seconds within `day`, at which `second(ofLocal:near:)` may jump.
    func jumps(onDay day: Int) -> [Int64] {
        let midnight = Int64(day) * 86_400
        var result: [Int64] = []
        var period = period(at: midnight - ZoneRules.guardBand)
        while period.end < ZoneRules.farFuture, period.end <= midnight + 86_400 + ZoneRules.guardBand {
            let next = self.period(at: period.end)
            for local in [period.end + period.offset, period.end + next.offset]
            where local > midnight && local < midnight + 86_400 {
                result.append(local)
            }
            period = next
        }
        return Array(Set(result)).sorted()
    }
}
