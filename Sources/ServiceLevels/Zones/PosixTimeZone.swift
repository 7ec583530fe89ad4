/// A rule for all years, such as `PST8PDT,M3.2.0,M11.1.0`: the TZ string of POSIX with the extensions of RFC 9636.
struct PosixTimeZone: Hashable, Sendable {
    var standardName: String
    /// Seconds east of UTC; the text counts west.
    var standardOffset: Int64
    var daylight: DaylightRule?

    struct DaylightRule: Hashable, Sendable {
        var name: String
        /// Seconds east of UTC.
        var offset: Int64
        /// In standard time.
        var start: Change
        /// In daylight time.
        var end: Change
    }

    /// When in a year a change happens.
    struct Change: Hashable, Sendable {
        enum Day: Hashable, Sendable {
            /// Week 5 is the last of the month; weekday 0 is Sunday.
            case weekday(month: Int, week: Int, weekday: Int)
            /// 1...365; 29 February is never counted.
            case julian(Int)
            /// 0...365; 29 February is counted.
            case zeroBased(Int)
        }

        var day: Day
        /// Seconds after 00:00, within 167 hours either way.
        var time: Int64

        /// Local seconds since 1970 of the change in a year.
        func localSecond(in year: Int) -> Int64 {
            let january = CivilArithmetic.dayNumber(year: year, month: 1, day: 1)
            let dayNumber: Int
            switch day {
            case .weekday(let month, let week, let weekday):
                let first = CivilArithmetic.dayNumber(year: year, month: month, day: 1)
                // 1970-01-01 was a Thursday, weekday 4.
                let firstWeekday = ((first + 4) % 7 + 7) % 7
                var dayOfMonth = 1 + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
                while dayOfMonth > CivilArithmetic.days(inMonth: month, of: year) { dayOfMonth -= 7 }
                dayNumber = first + dayOfMonth - 1
            case .julian(let day):
                dayNumber = january + day - 1 + (CivilArithmetic.isLeapYear(year) && day >= 60 ? 1 : 0)
            case .zeroBased(let day):
                dayNumber = january + day
            }
            return Int64(dayNumber) * 86_400 + time
        }
    }

    /// Fails for anything but a whole, well-formed rule.
    init?(_ text: [UInt8]) {
        var scanner = Scanner(bytes: text)
        guard let name = scanner.name(), let west = scanner.time(maximumHours: 24) else { return nil }
        standardName = name
        standardOffset = -west
        if scanner.isAtEnd { return }

        guard let daylightName = scanner.name() else { return nil }
        var offset = standardOffset + 3_600
        if !scanner.isAt(0x2C) {
            guard let west = scanner.time(maximumHours: 24) else { return nil }
            offset = -west
        }
        guard scanner.skip(0x2C), let start = scanner.change(), scanner.skip(0x2C), let end = scanner.change(),
            scanner.isAtEnd
        else { return nil }
        daylight = DaylightRule(name: daylightName, offset: offset, start: start, end: end)
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position >= bytes.count }

        func isAt(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

        mutating func skip(_ byte: UInt8) -> Bool {
            guard isAt(byte) else { return false }
            position += 1
            return true
        }

        /// At least three letters, or letters, digits and signs between `<` and `>`.
        mutating func name() -> String? {
            let isQuoted = skip(0x3C)
            let start = position
            while position < bytes.count {
                let byte = bytes[position]
                let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
                let isOther = (byte >= 0x30 && byte <= 0x39) || byte == 0x2B || byte == 0x2D
                guard isLetter || (isQuoted && isOther) else { break }
                position += 1
            }
            let end = position
            guard end - start >= 3, !isQuoted || skip(0x3E) else { return nil }
            return String(decoding: bytes[start..<end], as: UTF8.self)
        }

        mutating func number(maximum: Int) -> Int? {
            let start = position
            var value = 0
            while position < bytes.count, position - start < 3, bytes[position] >= 0x30, bytes[position] <= 0x39 {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return position > start && value <= maximum ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time(maximumHours: Int) -> Int64? {
            let isNegative = isAt(0x2D)
            if isNegative || isAt(0x2B) { position += 1 }
            guard let hours = number(maximum: maximumHours) else { return nil }
            var seconds = hours * 3_600
            if skip(0x3A) {
                guard let minutes = number(maximum: 59) else { return nil }
                seconds += minutes * 60
                if skip(0x3A) {
                    guard let rest = number(maximum: 59) else { return nil }
                    seconds += rest
                }
            }
            return Int64(isNegative ? -seconds : seconds)
        }

        mutating func change() -> Change? {
            guard let day = day() else { return nil }
            var time: Int64 = 7_200
            if skip(0x2F) {
                guard let read = self.time(maximumHours: 167) else { return nil }
                time = read
            }
            return Change(day: day, time: time)
        }

        private mutating func day() -> Change.Day? {
            if skip(0x4D) {
                guard let month = number(maximum: 12), month > 0, skip(0x2E), let week = number(maximum: 5), week > 0,
                    skip(0x2E), let weekday = number(maximum: 6)
                else { return nil }
                return .weekday(month: month, week: week, weekday: weekday)
            }
            if skip(0x4A) {
                guard let day = number(maximum: 365), day > 0 else { return nil }
                return .julian(day)
            }
            guard let day = number(maximum: 365) else { return nil }
            return .zeroBased(day)
        }
    }
}
