/// The one or three numbers at the start of a date, when nothing but a time or an offset follows them.
struct DateParts {
    private(set) var first = 0
    private(set) var second = 0
    private(set) var third = 0
    /// How many digits each of them has.
    private(set) var width = (0, 0, 0)
    /// `-`, `/` or `.`; 0 for a single number.
    private(set) var separator: UInt8 = 0

    init?(_ value: Span<UInt8>) {
        var index = 0
        (first, width.0) = Self.number(value, &index)
        guard (1...8).contains(width.0) else { return nil }
        if index == value.count || value[index] | 0x20 == UInt8(ascii: "t") || value[index] == UInt8(ascii: " ") {
            guard Self.isTimeOrNothing(value, from: index) else { return nil }
            return
        }
        separator = value[index]
        guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".")
        else { return nil }
        index += 1
        (second, width.1) = Self.number(value, &index)
        guard width.1 > 0, width.1 <= 4, index < value.count, value[index] == separator else { return nil }
        index += 1
        (third, width.2) = Self.number(value, &index)
        guard width.2 > 0, width.2 <= 4, Self.isTimeOrNothing(value, from: index) else { return nil }
    }

    /// Reads at most nine digits, which no part of a date has.
    private static func number(_ value: Span<UInt8>, _ index: inout Int) -> (Int, Int) {
        let start = index
        var number = 0
        while index < value.count, index - start < 9, ASCII.isDigit(value[index]) {
            number = number * 10 + Int(value[index] &- 0x30)
            index += 1
        }
        return (number, index - start)
    }

    /// `T00:00:00Z`, ` 12:30 PM`, `-08:00`, `Z` or nothing.
    private static func isTimeOrNothing(_ value: Span<UInt8>, from start: Int) -> Bool {
        var index = start
        if index == value.count { return true }
        if value[index] | 0x20 == UInt8(ascii: "t") || value[index] == UInt8(ascii: " ") {
            index += 1
            guard two(value, &index, upTo: 24), skip(value, &index, ":"), two(value, &index, upTo: 59)
            else { return false }
            if skip(value, &index, ":") {
                guard two(value, &index, upTo: 60) else { return false }
                if skip(value, &index, ".") || skip(value, &index, ",") {
                    guard number(value, &index).1 > 0 else { return false }
                }
            }
            let afterTime = index
            _ = skip(value, &index, " ")
            if index + 2 == value.count, value[index + 1] | 0x20 == UInt8(ascii: "m"),
                value[index] | 0x20 == UInt8(ascii: "a") || value[index] | 0x20 == UInt8(ascii: "p")
            {
                return true
            }
            if index == value.count { return afterTime == index }
        }
        if value[index] | 0x20 == UInt8(ascii: "z") { return index + 1 == value.count }
        guard skip(value, &index, "+") || skip(value, &index, "-"), two(value, &index, upTo: 14) else { return false }
        if index == value.count { return true }
        _ = skip(value, &index, ":")
        return two(value, &index, upTo: 59) && index == value.count
    }

    private static func skip(_ value: Span<UInt8>, _ index: inout Int, _ wanted: Unicode.Scalar) -> Bool {
        guard index < value.count, UInt32(value[index]) == wanted.value else { return false }
        index += 1
        return true
    }

    private static func two(_ value: Span<UInt8>, _ index: inout Int, upTo limit: Int) -> Bool {
        guard index + 1 < value.count, ASCII.isDigit(value[index]), ASCII.isDigit(value[index + 1]) else {
            return false
        }
        let number = Int(value[index] &- 0x30) * 10 + Int(value[index + 1] &- 0x30)
        index += 2
        return number <= limit
    }
}
