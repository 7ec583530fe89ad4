extension BusinessCalendar {
    /// An instant as the region's people read it: `Mon 30 Nov 2026 14:15 PST`, with seconds only where there are some.
    package func localDescription(of instant: Instant) -> String {
        let local = zone.local(at: instant)
        return "\(local.date.words) \(local.time) \(zone.abbreviation(at: instant))"
    }

    /// An instant on the region's clock for programs: `2026-11-30T14:15:00-08:00`.
    package func localISODescription(of instant: Instant) -> String {
        let local = zone.local(at: instant)
        let seconds = FixedDigits.two(local.time.seconds % 60)
        let time = local.time.seconds % 60 == 0 ? "\(local.time):\(seconds)" : "\(local.time)"
        // Offsets with seconds ended with the nineteenth century; ISO 8601 has no place for them.
        let offset = zone.offset(at: instant)
        let minutes = abs(offset) / 60
        let sign = offset < 0 ? "-" : "+"
        return "\(local.date)T\(time)\(sign)\(FixedDigits.two(minutes / 60)):\(FixedDigits.two(minutes % 60))"
    }

    /// The local date at an instant.
    package func localDate(of instant: Instant) -> CalendarDate {
        zone.local(at: instant).date
    }

    /// The first instant of a local date in the region; `nil` outside the years 1 to 9999.
    package func start(of date: CalendarDate) -> Instant? {
        var period = zone.period(at: Int64(date.dayNumber) * 86_400)
        return Instant(secondsSince1970: zone.firstSecond(ofDay: date.dayNumber, near: &period))
    }
}
