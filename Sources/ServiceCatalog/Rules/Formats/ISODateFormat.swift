import Bytes

/// `YYYY-MM-DD` exactly, a real day from 1900 to 2199.
enum ISODateFormat {
    @inline(__always)
    static func accepts(_ value: Span<UInt8>) -> Bool {
        value.count == 10 && accepts(value.word(at: 0, count: 8), value.word(at: 8, count: 2))
    }

    /// Whether ten bytes are such a day, the first eight as one word and the others as another: no branch until all are
    /// known.
    @inline(__always)
    static func accepts(_ eight: UInt64, _ two: UInt64) -> Bool {
        // A digit becomes its value, a hyphen 0, and anything else more than 9 or more than 0.
        let (front, back) = (eight ^ 0x2D30_302D_3030_3030, two ^ 0x3030)
        let tooLarge = (front &+ 0x7F76_767F_7676_7676) | front | (back &+ 0x7676) | back
        guard tooLarge & 0x8080_8080_8080_8080 == 0 else { return false }
        let digit = { (word: UInt64, place: UInt64) in Int(truncatingIfNeeded: word &>> (place &* 8) & 0xF) }
        let year = (digit(front, 0) &* 10 &+ digit(front, 1)) &* 100 &+ digit(front, 2) &* 10 &+ digit(front, 3)
        return CalendarDay(
            year: year, month: digit(front, 5) &* 10 &+ digit(front, 6), day: digit(back, 0) &* 10 &+ digit(back, 1)
        ).exists
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
