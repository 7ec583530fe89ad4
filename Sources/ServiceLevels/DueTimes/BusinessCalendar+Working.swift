extension BusinessCalendar {
    /// The most steps that `working` gives; the last of them is then `.cut`.
    package static let maximumWorkingSteps = 60

    /// How the due time comes about, date by date from the receipt to the due time, closed dates included.
    package func working(received: Instant, clock: Clock, target: Target) throws(DueTimeError) -> [WorkingStep] {
        // Whatever has no due time has no working either.
        let due = try due(received: received, clock: clock, target: target).secondsSince1970
        switch target {
        case .seconds: return runningSteps(from: received.secondsSince1970, to: due, clock: clock)
        case .days(let days): return wholeDaysSteps(from: received, days: days)
        }
    }

    private func runningSteps(from received: Int64, to due: Int64, clock: Clock) -> [WorkingStep] {
        var steps: [WorkingStep] = []
        var period = zone.period(at: received)
        var day = day(holding: received, near: &period)
        var start = received
        while start < due {
            guard !isFull(&steps, at: day) else { break }
            var next = period
            let end = min(zone.firstSecond(ofDay: day + 1, near: &next), due)
            let stretches = stretches(of: day, in: start..<max(start, end), clock: clock, period: period)
            let ranges = ([stretches.first] + stretches.rest).filter { !$0.isEmpty }
            if let first = ranges.first, let last = ranges.last {
                steps.append(
                    WorkingStep(
                        date: CalendarDate(unchecked: day),
                        outcome: .counted(
                            from: timeOfDay(at: first.lowerBound), to: endTimeOfDay(at: last.upperBound),
                            seconds: ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound })))
            } else {
                steps.append(WorkingStep(date: CalendarDate(unchecked: day), outcome: reasonNotCounted(day)))
            }
            start = max(start, end)
            period = zone.period(at: start)
            day += 1
        }
        return steps
    }

    private func wholeDaysSteps(from received: Instant, days: Int) -> [WorkingStep] {
        let local = zone.local(at: received)
        var steps: [WorkingStep] = []
        var day = local.date.dayNumber
        var number = 0
        while number <= days, day <= CivilArithmetic.lastDay {
            guard !isFull(&steps, at: day) else { break }
            let date = CalendarDate(unchecked: day)
            if !isBusinessDay(day) {
                steps.append(WorkingStep(date: date, outcome: reasonNotCounted(day)))
            } else if number == 0 {
                let time = date == local.date ? local.time : .midnight
                steps.append(WorkingStep(date: date, outcome: .begins(at: time)))
                number = 1
            } else {
                steps.append(WorkingStep(date: date, outcome: .businessDay(number: number, of: days)))
                number += 1
            }
            day += 1
        }
        return steps
    }

    private func isFull(_ steps: inout [WorkingStep], at day: Int) -> Bool {
        guard steps.count == BusinessCalendar.maximumWorkingSteps - 1 else { return false }
        steps.append(WorkingStep(date: CalendarDate(unchecked: day), outcome: .cut))
        return true
    }

    private func reasonNotCounted(_ day: Int) -> WorkingStep.Outcome {
        let date = CalendarDate(unchecked: day)
        if zone.skippedDays.contains(day) { return .noSuchDate }
        guard region.weekdays.contains(date.weekday) else { return .weekend }
        let names = holidays(in: date.year).filter { $0.observed == date }.map(\.name)
        return names.isEmpty ? .outsideSupportHours : .holiday(names: names)
    }

    private func timeOfDay(at second: Int64) -> TimeOfDay {
        let local = second + zone.period(at: second).offset
        return TimeOfDay(unchecked: Int(local - CivilArithmetic.floorDivide(local, by: 86_400) * 86_400))
    }

    /// As the clock showed it up to that instant: the end of a day is 24:00, and a change just then is not seen yet.
    private func endTimeOfDay(at second: Int64) -> TimeOfDay {
        TimeOfDay(unchecked: timeOfDay(at: second - 1).seconds + 1)
    }
}
