extension BusinessCalendar {
    /// The instants of one date that count: nearly always one range, more where the clocks change within opening hours.
    struct Stretches {
        var first: Range<Int64>
        /// In order, after `first`.
        var rest: [Range<Int64>] = []
    }

    /// The date, as a day number, from whose first instant on `second` lies before the next date's first instant.
    ///
    /// The local date at the instant, save where a change of the clocks repeats the minutes around midnight.
    func day(holding second: Int64, near period: inout ZonePeriod) -> Int {
        if !period.contains(second) { period = zone.period(at: second) }
        var day = CivilArithmetic.dayNumber(ofLocalSeconds: second + period.offset)
        var next = period
        while zone.firstSecond(ofDay: day + 1, near: &next) <= second { day += 1 }
        return day
    }

    /// What a running clock counts of a date that lies in `bounds`; `period` holds the start of the bounds.
    @inline(__always)
    func stretches(of day: Int, in bounds: Range<Int64>, clock: Clock, period: ZonePeriod) -> Stretches {
        if clock == .elapsed { return Stretches(first: bounds) }
        guard isBusinessDay(day) else { return Stretches(first: bounds.lowerBound..<bounds.lowerBound) }
        if clock == .businessDay { return Stretches(first: bounds) }
        if period.start <= bounds.lowerBound, bounds.upperBound <= period.end {
            return Stretches(first: openRange(onLocalDay: day, offset: period.offset, in: bounds))
        }
        return openStretches(in: bounds)
    }

    @inline(__always)
    private func openRange(onLocalDay day: Int, offset: Int64, in bounds: Range<Int64>) -> Range<Int64> {
        let midnight = Int64(day) * 86_400 - offset
        let start = max(midnight + Int64(region.hours.open.seconds), bounds.lowerBound)
        let end = min(midnight + Int64(region.hours.close.seconds), bounds.upperBound)
        return start..<max(start, end)
    }

    /// The open instants of a date on which the clocks change: period by period, by what the wall clock shows.
    private func openStretches(in bounds: Range<Int64>) -> Stretches {
        var all: [Range<Int64>] = []
        var second = bounds.lowerBound
        while second < bounds.upperBound {
            let period = zone.period(at: second)
            let day = CivilArithmetic.dayNumber(ofLocalSeconds: second + period.offset)
            let nextMidnight = Int64(day + 1) * 86_400 - period.offset
            let end = min(period.end, bounds.upperBound, nextMidnight)
            let open = openRange(onLocalDay: day, offset: period.offset, in: second..<end)
            if !open.isEmpty { all.append(open) }
            second = end
        }
        guard let first = all.first else { return Stretches(first: bounds.lowerBound..<bounds.lowerBound) }
        return Stretches(first: first, rest: Array(all.dropFirst()))
    }
}
