/// A whole number in digits, with an optional minus sign.
enum IntegerFormat {
    static func accepts(_ value: Span<UInt8>, within allowed: ClosedRange<Int>) -> Bool {
        guard let number = parse(value) else { return false }
        return allowed.contains(number)
    }

    /// `nil` for anything else, and for numbers of more than 18 digits.
    static func parse(_ value: Span<UInt8>) -> Int? {
        guard !value.isEmpty else { return nil }
        let isNegative = value[0] == UInt8(ascii: "-")
        let start = isNegative ? 1 : 0
        guard (1...18).contains(value.count - start) else { return nil }
        var number = 0
        for index in start..<value.count {
            guard ASCII.isDigit(value[index]) else { return nil }
            number = number &* 10 &+ Int(value[index] &- 0x30)
        }
        return isNegative ? 0 - number : number
    }

    static func explain(_ value: RefusedValue, within allowed: ClosedRange<Int>) -> Explanation {
        guard parse(value.bytes.span) != nil else {
            if let damage = SpreadsheetDamage(value.text) {
                return Explanation(.integerSyntax, "\(value.subject) \(damage.happened). \(SpreadsheetDamage.remedy)")
            }
            return Explanation(
                .integerSyntax, "\(value.subject) is not a whole number; write it with the digits 0 to 9 only.")
        }
        let bounds =
            switch (allowed.lowerBound == Int.min, allowed.upperBound == Int.max) {
            case (false, false): "from \(allowed.lowerBound) to \(allowed.upperBound)"
            case (false, true): "of \(allowed.lowerBound) or more"
            case (true, _): "of \(allowed.upperBound) or less"
            }
        return Explanation(.numberRange, "\(value.subject) is out of range: write a number \(bounds).")
    }
}
