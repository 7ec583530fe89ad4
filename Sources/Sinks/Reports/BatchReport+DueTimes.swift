extension BatchReport {
    /// The due time that the cases of one region and one service level share, with the working that leads to it.
    package struct DueTime: Codable, Hashable, Sendable {
        package var region: String
        package var serviceLevel: String
        /// The IANA name of the zone of the region's office.
        package var officeZone: String
        /// Which time counts: `elapsed`, `businessDay`, `supportHours` or `businessDays`.
        package var clock: String
        /// In words: `24 hours`.
        package var target: String
        /// ISO 8601, UTC.
        package var receivedAt: String
        /// The same moment by the office's wall clock, in words: `Wed 25 Nov 2026, 08:30 PST`.
        package var receivedLocal: String
        /// ISO 8601, UTC.
        package var dueAt: String
        package var dueLocal: String
        /// What has to have happened by then: `resolution` or `first response`.
        package var measuredTo: String
        /// How many cases share it.
        package var cases: Int
        package var working: [WorkingStep]
        package var supportPhones: [Phone]

        package init(
            region: String, serviceLevel: String, officeZone: String, clock: String, target: String, receivedAt: String,
            receivedLocal: String, dueAt: String, dueLocal: String, measuredTo: String, cases: Int,
            working: [WorkingStep] = [], supportPhones: [Phone] = []
        ) {
            self.region = region
            self.serviceLevel = serviceLevel
            self.officeZone = officeZone
            self.clock = clock
            self.target = target
            self.receivedAt = receivedAt
            self.receivedLocal = receivedLocal
            self.dueAt = dueAt
            self.dueLocal = dueLocal
            self.measuredTo = measuredTo
            self.cases = cases
            self.working = working
            self.supportPhones = supportPhones
        }
    }

    /// One date, or run of dates, on the way to a due time.
    package struct WorkingStep: Codable, Hashable, Sendable {
        /// In words: `Thu 26 Nov`, `Sat 28 to Sun 29 Nov`.
        package var date: String
        /// How much time counted: `15 h 30 min`, `nothing`.
        package var counted: String
        /// Between which hours, or why not: `08:30 to midnight`, `Thanksgiving Day`.
        package var note: String

        package init(date: String, counted: String, note: String) {
            self.date = date
            self.counted = counted
            self.note = note
        }
    }

    /// A number that helps when a case is in trouble.
    package struct Phone: Codable, Hashable, Sendable {
        /// Such as `US, toll free`.
        package var label: String
        /// In the international form, `+1 888 898 8733`.
        package var number: String

        package init(label: String, number: String) {
            self.label = label
            self.number = number
        }
    }
}
