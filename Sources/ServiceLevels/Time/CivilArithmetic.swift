/// Division and day counting shared by the types of time: plain integers, rounded towards the past.
enum CivilArithmetic {
    static let secondsPerDay: Int64 = 86_400

    /// Days from 1970-01-01 to the first instant of year 1, and to the last date of year 9999.
    static let firstDay = -719_162
    static let lastDay = 2_932_896

    @inline(__always)
    static func floorDivide(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    @inline(__always)
    static func dayNumber(ofLocalSeconds seconds: Int64) -> Int {
        Int(floorDivide(seconds, by: secondsPerDay))
    }

    @inline(__always)
    static func isLeapYear(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeapYear(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 of a proleptic Gregorian date; the month is 1...12, the day may run over.
    @inline(__always)
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        // The year is taken to begin in March, so that the leap day is its last.
        let shiftedYear = month > 2 ? year : year - 1
        let cycle = Int(floorDivide(Int64(shiftedYear), by: 400))
        let yearOfCycle = shiftedYear - cycle * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
        return cycle * 146_097 + dayOfCycle - 719_468
    }

    /// The proleptic Gregorian date of a day number; the inverse of `dayNumber(year:month:day:)`.
    @inline(__always)
    static func civil(ofDay dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let cycle = Int(floorDivide(Int64(shifted), by: 146_097))
        let dayOfCycle = shifted - cycle * 146_097
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }
}

/// Digits at fixed places of a text in bytes.
enum FixedDigits {
    /// The number written by `count` digits from `index` on, or `nil` when one of them is missing or no digit.
    @inline(__always)
    static func read(_ bytes: borrowing Span<UInt8>, at index: Int, count: Int) -> Int? {
        guard index >= 0, index + count <= bytes.count else { return nil }
        var value = 0
        for place in index..<(index + count) {
            let digit = bytes[place] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }

    /// Appends `value` with leading zeros; digits beyond `count` are cut off at the left.
    @inline(__always)
    static func append(_ value: Int, count: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(0x30 + (value / divisor) % 10))
            divisor /= 10
        }
    }

    /// `value` with two digits, as in times of day.
    static func two(_ value: Int) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }
}
