extension Region {
    /// The name under which closed dates without a name are listed.
    package static let closedDateName = "Closed"

    /// Every holiday whose closed date lies in these years, in order of that date.
    ///
    /// A holiday can be observed in the year before or after its own (1 January 2028, a Saturday, closes 31 December
    /// 2027 in the US), so the neighbouring years are worked out too.
    package func observedHolidays(in years: ClosedRange<Int>) -> [ObservedHoliday] {
        unsortedHolidays(in: years)
            .enumerated()
            .sorted {
                ($0.element.observed, $0.element.date, $0.offset) < ($1.element.observed, $1.element.date, $1.offset)
            }
            .map(\.element)
    }

    /// The same in no order.
    func unsortedHolidays(in years: ClosedRange<Int>) -> [ObservedHoliday] {
        guard years.lowerBound >= 1, years.upperBound <= 9_999 else { return [] }
        var listed: [ListedHoliday] = []
        for year in (years.lowerBound - 1)...(years.upperBound + 1) {
            for holiday in holidays {
                guard let date = holiday.rule.date(in: year), !isDropped(holiday.name, in: year) else { continue }
                listed.append(
                    ListedHoliday(date: date, name: holiday.name, observed: movedDate(of: holiday.name, in: year)))
            }
        }
        for case .add(let name, let date) in overrides {
            listed.append(ListedHoliday(date: date, name: name, observed: date))
        }
        for date in closedDates {
            listed.append(ListedHoliday(date: date, name: Region.closedDateName, observed: date))
        }
        observe(&listed)

        return listed.compactMap { holiday in
            guard let observed = holiday.observed, years.contains(observed.year) else { return nil }
            return ObservedHoliday(date: holiday.date, name: holiday.name, observed: observed)
        }
    }

    private struct ListedHoliday {
        var date: CalendarDate
        var name: String
        /// `nil` until it is worked out.
        var observed: CalendarDate?
    }

    private func isDropped(_ name: String, in year: Int) -> Bool {
        overrides.contains { $0 == .drop(name: name, year: year) }
    }

    private func movedDate(of name: String, in year: Int) -> CalendarDate? {
        for case .move(name, year, let date) in overrides { return date }
        return nil
    }

    /// Gives each holiday that has none its observed date.
    private func observe(_ listed: inout [ListedHoliday]) {
        let movesWeekendHolidays = observance != .asIs && !weekdays.isEmpty
        var weekend: [Int] = []
        var taken: Set<CalendarDate> = []
        for index in listed.indices {
            if listed[index].observed == nil {
                let date = listed[index].date
                if movesWeekendHolidays && !weekdays.contains(date.weekday) {
                    weekend.append(index)
                    continue
                }
                listed[index].observed = date
            }
            if let observed = listed[index].observed { taken.insert(observed) }
        }
        for index in weekend.sorted(by: { (listed[$0].date, $0) < (listed[$1].date, $1) }) {
            let date = listed[index].date
            if observance == .nearestWeekday {
                listed[index].observed = nearestWeekday(to: date)
            } else {
                let substitute = nextWeekday(after: date, notIn: taken)
                taken.insert(substitute)
                listed[index].observed = substitute
            }
        }
    }

    private func nearestWeekday(to date: CalendarDate) -> CalendarDate {
        for distance in 1...6 {
            let before = date.adding(days: -distance)
            let after = date.adding(days: distance)
            // Where both are as near, Saturday goes back and any other day on.
            let candidates = date.weekday == .saturday ? [before, after] : [after, before]
            if let found = candidates.first(where: { weekdays.contains($0.weekday) }) { return found }
        }
        return date
    }

    private func nextWeekday(after date: CalendarDate, notIn taken: Set<CalendarDate>) -> CalendarDate {
        // A year of closed dates in a row leaves nothing to substitute.
        for distance in 1...366 {
            let candidate = date.adding(days: distance)
            if weekdays.contains(candidate.weekday), !taken.contains(candidate) { return candidate }
        }
        return date
    }
}
