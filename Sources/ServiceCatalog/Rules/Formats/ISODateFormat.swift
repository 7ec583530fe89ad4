/// `YYYY-MM-DD` exactly, a real day from 1900 to 2199.
enum ISODateFormat {
    @inline(__always)
    static func accepts(_ value: Span<UInt8>) -> Bool {
        guard value.count == 10, value[4] == UInt8(ascii: "-"), value[7] == UInt8(ascii: "-") else { return false }
        var numbers = (0, 0, 0)
        for index in 0..<4 {
            guard ASCII.isDigit(value[index]) else { return false }
            numbers.0 = numbers.0 &* 10 &+ Int(value[index] &- 0x30)
        }
        guard ASCII.isDigit(value[5]), ASCII.isDigit(value[6]), ASCII.isDigit(value[8]), ASCII.isDigit(value[9])
        else { return false }
        numbers.1 = Int(value[5] &- 0x30) &* 10 &+ Int(value[6] &- 0x30)
        numbers.2 = Int(value[8] &- 0x30) &* 10 &+ Int(value[9] &- 0x30)
        return CalendarDay(year: numbers.0, month: numbers.1, day: numbers.2).exists
    }

    static func explain(_ value: RefusedValue) -> Explanation {
        var canonical: [UInt8] = []
        if DateFormat(order: nil).accepts(value.bytes.span, canonical: &canonical), !canonical.isEmpty {
            let date = String(decoding: canonical, as: UTF8.self)
            var sentence = value.subject
            sentence += " is not written as year-month-day. Write "
            sentence += date
            sentence += "."
            return Explanation(.dateSyntax, sentence, suggestion: date)
        }
        return DateFormat(order: nil).explain(value)
    }
}
