extension BusinessCalendar {
    /// The latest receipt whose work is due by an instant, exact to the second: when to submit at the latest.
    ///
    /// `nil` where even a receipt ten years of idle calendar earlier would not do.
    package func latestReceipt(dueBy: Instant, clock: Clock, target: Target) throws(DueTimeError) -> Instant? {
        let second: Int64?
        try clock.check(target)
        switch target {
        case .seconds(let seconds) where clock == .elapsed:
            second = dueBy.secondsSince1970 - seconds
        case .seconds(let seconds):
            second = latestRunningReceipt(dueBy: dueBy.secondsSince1970, seconds: seconds, clock: clock)
        case .days(let days):
            second = latestWholeDaysReceipt(dueBy: dueBy.secondsSince1970, days: days)
        }
        return second.flatMap { Instant(secondsSince1970: $0) }
    }

    /// Counts the target backwards: one second later, and less than the target would be left.
    private func latestRunningReceipt(dueBy: Int64, seconds: Int64, clock: Clock) -> Int64? {
        var period = zone.period(at: dueBy)
        var day = day(holding: dueBy, near: &period)
        var end = dueBy
        var remaining = seconds
        var idle = 0
        while idle <= BusinessCalendar.reach, day >= CivilArithmetic.firstDay {
            var near = period
            let start = zone.firstSecond(ofDay: day, near: &near)
            period = zone.period(at: start)
            let stretches = stretches(of: day, in: min(start, end)..<end, clock: clock, period: period)
            let before = remaining
            for stretch in stretches.rest.reversed() + [stretches.first] {
                let length = stretch.upperBound - stretch.lowerBound
                if length > 0, remaining <= length { return stretch.upperBound - remaining }
                remaining -= length
            }
            idle = remaining == before ? idle + 1 : 0
            end = min(start, end)
            day -= 1
        }
        return nil
    }

    /// Walks back over stretches of one local date and one offset, and asks each for its latest receipt that will do.
    ///
    /// A later receipt can be due earlier here, when the clocks go back or the due time falls into a gap, so the due
    /// time of every stretch is looked at in pieces in which it does rise with the receipt.
    private func latestWholeDaysReceipt(dueBy: Int64, days: Int) -> Int64? {
        var period = zone.period(at: dueBy)
        let lastDay = CivilArithmetic.dayNumber(ofLocalSeconds: dueBy + period.offset)
        guard let bound = businessDay(count: days, before: lastDay + 3) else { return nil }
        var near = period
        // Receipts from this business day on are due after `lastDay + 2`.
        var end = min(dueBy + 1, zone.firstSecond(ofDay: bound + 2, near: &near))
        var walked = 0
        while walked <= BusinessCalendar.reach + days {
            period = zone.period(at: end - 1)
            let day = CivilArithmetic.dayNumber(ofLocalSeconds: end - 1 + period.offset)
            guard day >= CivilArithmetic.firstDay else { return nil }
            let start = max(period.start, Int64(day) * 86_400 - period.offset)
            if let found = latestWholeDaysReceipt(
                in: start..<end, onLocalDay: day, period: period, dueBy: dueBy, days: days)
            {
                return found
            }
            end = start
            walked += 1
        }
        return nil
    }

    private func latestWholeDaysReceipt(
        in range: Range<Int64>, onLocalDay day: Int, period: ZonePeriod, dueBy: Int64, days: Int
    ) -> Int64? {
        let midnight = Int64(day) * 86_400 - period.offset
        guard isBusinessDay(day) else {
            guard let due = dueOrNil(onLocalDay: day, timeOfDay: 0, days: days, near: period), due <= dueBy else {
                return nil
            }
            return range.upperBound - 1
        }
        guard let dueDay = try? businessDay(count: days, after: day) else { return nil }
        var edges = zone.jumps(onDay: dueDay).map { midnight + $0 - Int64(dueDay) * 86_400 }
        edges = [range.lowerBound] + edges.filter { range.contains($0) && $0 > range.lowerBound } + [range.upperBound]
        for index in edges.indices.dropLast().reversed() {
            guard
                let due = dueOrNil(onLocalDay: day, timeOfDay: edges[index] - midnight, days: days, near: period),
                due <= dueBy
            else { continue }
            return min(edges[index + 1] - 1, edges[index] + (dueBy - due))
        }
        return nil
    }

    private func dueOrNil(onLocalDay day: Int, timeOfDay: Int64, days: Int, near period: ZonePeriod) -> Int64? {
        try? wholeDaysDue(onLocalDay: day, timeOfDay: timeOfDay, days: days, near: period)
    }

    /// The `count`th business day before a day, or `nil` where there is none in reach.
    private func businessDay(count: Int, before start: Int) -> Int? {
        var left = count
        var idle = 0
        var day = start
        while left > 0 {
            day -= 1
            guard day >= CivilArithmetic.firstDay, idle <= BusinessCalendar.reach else { return nil }
            if isBusinessDay(day) {
                left -= 1
                idle = 0
            } else {
                idle += 1
            }
        }
        return day
    }
}
