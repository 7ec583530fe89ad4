/// A point on the UTC time line in whole seconds, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
///
/// Read and written as ISO 8601. An offset is only notation: it is needed to read an instant, and forgotten after.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let secondsSince1970: Int64

    package static let earliest = Instant(unchecked: Int64(CivilArithmetic.firstDay) * 86_400)
    package static let latest = Instant(unchecked: Int64(CivilArithmetic.lastDay) * 86_400 + 86_399)

    /// Fails outside the years 1 to 9999.
    package init?(secondsSince1970: Int64) {
        guard secondsSince1970 >= Instant.earliest.secondsSince1970,
            secondsSince1970 <= Instant.latest.secondsSince1970
        else { return nil }
        self.secondsSince1970 = secondsSince1970
    }

    /// For seconds that are known to lie in range.
    @inline(__always)
    init(unchecked secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// The date at the same moment in UTC.
    package var utcDate: CalendarDate {
        CalendarDate(unchecked: CivilArithmetic.dayNumber(ofLocalSeconds: secondsSince1970))
    }

    /// `2026-11-30T22:15:00Z`.
    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(20)
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the 20 bytes of `description`.
    package func append(to bytes: inout [UInt8]) {
        let day = CivilArithmetic.dayNumber(ofLocalSeconds: secondsSince1970)
        let second = Int(secondsSince1970 - Int64(day) * 86_400)
        let civil = CivilArithmetic.civil(ofDay: day)
        FixedDigits.append(civil.year, count: 4, to: &bytes)
        bytes.append(0x2D)
        FixedDigits.append(civil.month, count: 2, to: &bytes)
        bytes.append(0x2D)
        FixedDigits.append(civil.day, count: 2, to: &bytes)
        bytes.append(0x54)
        FixedDigits.append(second / 3_600, count: 2, to: &bytes)
        bytes.append(0x3A)
        FixedDigits.append(second / 60 % 60, count: 2, to: &bytes)
        bytes.append(0x3A)
        FixedDigits.append(second % 60, count: 2, to: &bytes)
        bytes.append(0x5A)
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }
}

// MARK: Reading ISO 8601

extension Instant {
    /// Reads `2026-11-30T14:15:00-08:00`, `2026-11-30T22:15Z` and the like.
    ///
    /// Seconds may be left out, a fraction may only be zeros, the offset may be `Z`, `+hh:mm`, `+hhmm` or `+hh`.
    /// Blanks, lower-case letters, leap seconds and 24:00 are refused.
    package init(_ text: some StringProtocol) throws(InstantError) {
        let bytes = Array(text.utf8)
        try self.init(iso: bytes.span)
    }

    /// Reads the same as `init(_:)` from bytes, without allocating.
    package init(iso bytes: borrowing Span<UInt8>) throws(InstantError) {
        guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = FixedDigits.read(bytes, at: 0, count: 4),
            let month = FixedDigits.read(bytes, at: 5, count: 2),
            let dayOfMonth = FixedDigits.read(bytes, at: 8, count: 2)
        else { throw .notAnInstant }
        guard let date = CalendarDate(year: year, month: month, day: dayOfMonth) else { throw .noSuchDate }
        guard bytes.count > 10 else { throw .dateOnly }
        guard bytes.count >= 16, bytes[10] == 0x54, bytes[13] == 0x3A,
            let hour = FixedDigits.read(bytes, at: 11, count: 2),
            let minute = FixedDigits.read(bytes, at: 14, count: 2)
        else { throw .notAnInstant }

        var second = 0
        var index = 16
        if index < bytes.count, bytes[index] == 0x3A {
            guard let read = FixedDigits.read(bytes, at: 17, count: 2) else { throw .notAnInstant }
            second = read
            index = 19
            if index < bytes.count, bytes[index] == 0x2E || bytes[index] == 0x2C {
                index = try Self.skipZeroFraction(bytes, from: index + 1)
            }
        }
        guard hour < 24, minute < 60, second < 60 else { throw .noSuchTime }

        let offset = try Self.readOffset(bytes, from: index)
        let local = Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
        guard let instant = Instant(secondsSince1970: local - Int64(offset)) else { throw .outOfRange }
        self = instant
    }

    private static func skipZeroFraction(_ bytes: borrowing Span<UInt8>, from start: Int) throws(InstantError) -> Int {
        var index = start
        var isZero = true
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            isZero = isZero && bytes[index] == 0x30
            index += 1
        }
        guard index > start else { throw .notAnInstant }
        guard isZero else { throw .fraction }
        return index
    }

    /// Seconds east of UTC from the `Z` or the offset that ends the text.
    private static func readOffset(_ bytes: borrowing Span<UInt8>, from start: Int) throws(InstantError) -> Int {
        guard start < bytes.count else { throw .noOffset }
        let sign = bytes[start]
        if sign == 0x5A {
            guard bytes.count == start + 1 else { throw .notAnInstant }
            return 0
        }
        guard sign == 0x2B || sign == 0x2D, let hours = FixedDigits.read(bytes, at: start + 1, count: 2) else {
            throw .notAnInstant
        }
        var minutes = 0
        switch bytes.count - start {
        case 3:
            break
        case 5:
            guard let read = FixedDigits.read(bytes, at: start + 3, count: 2) else { throw .notAnInstant }
            minutes = read
        case 6:
            guard bytes[start + 3] == 0x3A, let read = FixedDigits.read(bytes, at: start + 4, count: 2) else {
                throw .notAnInstant
            }
            minutes = read
        default:
            throw .notAnInstant
        }
        guard hours < 24, minutes < 60 else { throw .noSuchOffset }
        let seconds = hours * 3_600 + minutes * 60
        return sign == 0x2D ? -seconds : seconds
    }
}
