/// What only a run knows about the values of its file.
package struct ValueContext: Sendable {
    /// The country of phone numbers that are written without one: ISO 3166 alpha-2 such as `US`, or `+1`.
    package var defaultCountry: String?
    /// The order of day and month where a date does not show it itself; from the profile or the whole column.
    package var dateOrder: DateOrder?
    /// The regions of the calendars in force.
    package var regions: WordList?

    package init(defaultCountry: String? = nil, dateOrder: DateOrder? = nil, regions: WordList? = nil) {
        self.defaultCountry = defaultCountry
        self.dateOrder = dateOrder
        self.regions = regions
    }
}

/// The order of day, month and year in dates with slashes or hyphens.
package enum DateOrder: String, Sendable, CaseIterable {
    case dayMonthYear = "dmy"
    case monthDayYear = "mdy"
    case yearMonthDay = "ymd"
}
