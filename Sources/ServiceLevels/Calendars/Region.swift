/// A region as its calendar file describes it: where its clock is read, when its offices are open, what closes them.
package struct Region: Hashable, Sendable, Identifiable {
    /// As written in the calendar file and in reports, such as `Europe`.
    package var id: String
    /// Other ways to write the region in an HR file, such as `UK`.
    package var spellings: [String]
    /// The IANA name of the time zone.
    package var zone: String
    package var hours: OpeningHours
    /// The days of the week on which the offices work; without any, the region has no business day.
    package var weekdays: Set<Weekday>
    package var holidays: [Holiday]
    package var observance: Observance
    package var overrides: [HolidayOverride]
    /// Dates without a name that are closed, exactly these.
    package var closedDates: [CalendarDate]
    /// Whom to phone.
    package var phones: [SupportPhone]
    /// What people call the office that works for the region, where it has a name of its own.
    package var officeName: String?

    package init(
        id: String, spellings: [String] = [], zone: String, hours: OpeningHours, weekdays: Set<Weekday>,
        holidays: [Holiday] = [], observance: Observance = .asIs, overrides: [HolidayOverride] = [],
        closedDates: [CalendarDate] = [], phones: [SupportPhone] = [], officeName: String? = nil
    ) {
        self.id = id
        self.spellings = spellings
        self.zone = zone
        self.hours = hours
        self.weekdays = weekdays
        self.holidays = holidays
        self.observance = observance
        self.overrides = overrides
        self.closedDates = closedDates
        self.phones = phones
        self.officeName = officeName
    }
}

/// When the offices are open, on the wall clock: `open <= time < close`.
package struct OpeningHours: Hashable, Sendable, CustomStringConvertible {
    package let open: TimeOfDay
    /// May be 24:00.
    package let close: TimeOfDay

    /// Fails unless opening lies before closing.
    package init?(open: TimeOfDay, close: TimeOfDay) {
        guard open < close else { return nil }
        self.open = open
        self.close = close
    }

    /// `05:00–18:00`.
    package var description: String { "\(open)–\(close)" }
}

/// A number that people of a region call for help.
package struct SupportPhone: Hashable, Sendable {
    package var label: String
    /// As people write it, with blanks.
    package var number: String

    package init(label: String, number: String) {
        self.label = label
        self.number = number
    }
}
