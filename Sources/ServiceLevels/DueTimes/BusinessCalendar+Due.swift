extension BusinessCalendar {
    /// The earliest instant at which the clock has counted the whole target since the receipt.
    ///
    /// A target that runs out exactly where counting stops is due there, not where counting starts again. For
    /// `businessDays` it is the receipt's wall-clock time on the last of the business days; a receipt on another day
    /// counts as received at the start of the next business day.
    package func due(received: Instant, clock: Clock, target: Target) throws(DueTimeError) -> Instant {
        let second: Int64
        try clock.check(target)
        switch target {
        case .seconds(let seconds) where clock == .elapsed:
            second = received.secondsSince1970 + seconds
        case .seconds(let seconds):
            second = try runningDue(from: received.secondsSince1970, seconds: seconds, clock: clock)
        case .days(let days):
            second = try wholeDaysDue(from: received.secondsSince1970, days: days)
        }
        guard let due = Instant(secondsSince1970: second) else { throw .outOfRange }
        return due
    }

    private func runningDue(from received: Int64, seconds: Int64, clock: Clock) throws(DueTimeError) -> Int64 {
        var period = zone.period(at: received)
        let firstDay = day(holding: received, near: &period)
        var day = firstDay
        var start = received
        var remaining = seconds
        var idle = 0
        while true {
            guard day <= CivilArithmetic.lastDay else { throw .outOfRange }
            var next = period
            let end = zone.firstSecond(ofDay: day + 1, near: &next)
            let stretches = stretches(of: day, in: start..<max(start, end), clock: clock, period: period)
            let before = remaining
            if !stretches.first.isEmpty {
                let length = stretches.first.upperBound - stretches.first.lowerBound
                if remaining <= length { return stretches.first.lowerBound + remaining }
                remaining -= length
            }
            for stretch in stretches.rest {
                let length = stretch.upperBound - stretch.lowerBound
                if remaining <= length { return stretch.lowerBound + remaining }
                remaining -= length
            }
            idle = remaining == before ? idle + 1 : 0
            guard idle <= BusinessCalendar.reach else { throw noBusinessDay(after: firstDay) }
            start = end
            period = next
            if !period.contains(start) { period = zone.period(at: start) }
            day += 1
        }
    }

    private func wholeDaysDue(from received: Int64, days: Int) throws(DueTimeError) -> Int64 {
        let period = zone.period(at: received)
        let local = received + period.offset
        let day = CivilArithmetic.dayNumber(ofLocalSeconds: local)
        return try wholeDaysDue(onLocalDay: day, timeOfDay: local - Int64(day) * 86_400, days: days, near: period)
    }

    /// The due second of a receipt on a local date at a time of day in seconds.
    func wholeDaysDue(
        onLocalDay day: Int, timeOfDay: Int64, days: Int, near period: ZonePeriod
    ) throws(DueTimeError) -> Int64 {
        var base = day
        var time = timeOfDay
        if !isBusinessDay(day) {
            base = try businessDay(count: 1, after: day)
            time = 0
        }
        let dueDay = try businessDay(count: days, after: base)
        return zone.second(ofLocal: Int64(dueDay) * 86_400 + time, near: period)
    }
}
