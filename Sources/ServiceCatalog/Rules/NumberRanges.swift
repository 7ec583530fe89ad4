/// Numbers written with digits only, told apart by their digits: `0112` is not `112`.
package struct NumberRanges: Sendable, Hashable {
    /// From one number to another with the same count of digits.
    package struct Range: BitwiseCopyable, Sendable, Hashable {
        /// How many digits the numbers have, 1 to 18.
        package let digits: Int
        package let lower: Int
        package let upper: Int

        /// Reads `112`, `400-699` or `400–699`; `nil` unless both ends have the same count of digits, in order.
        package init?(_ text: String) {
            let parts = text.split(whereSeparator: { "-–—".contains($0) }).map { part in
                part.utf8.filter { $0 != UInt8(ascii: " ") }
            }
            guard (1...2).contains(parts.count), let first = parts.first, let last = parts.last,
                first.count == last.count, (1...18).contains(first.count),
                first.allSatisfy(ASCII.isDigit), last.allSatisfy(ASCII.isDigit)
            else { return nil }
            digits = first.count
            lower = first.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            upper = last.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            if lower > upper { return nil }
        }

        @inline(__always)
        func contains(_ number: Int, digits: Int) -> Bool {
            digits == self.digits && number >= lower && number <= upper
        }

        var text: String {
            lower == upper ? padded(lower) : "\(padded(lower))–\(padded(upper))"
        }

        private func padded(_ number: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
    }

    package let ranges: [Range]

    package init(_ ranges: [Range]) {
        self.ranges = ranges
    }

    /// `nil` when one of the texts is no range.
    package init?(_ texts: [String]) {
        var ranges: [Range] = []
        for text in texts {
            guard let range = Range(text) else { return nil }
            ranges.append(range)
        }
        self.init(ranges)
    }

    /// False for anything but digits: that is another test's business.
    func contains(_ value: Span<UInt8>) -> Bool {
        guard let number = Self.number(value) else { return false }
        for range in ranges where range.contains(number, digits: value.count) { return true }
        return false
    }

    /// The number that 1 to 18 digits write; `nil` for anything else.
    static func number(_ value: Span<UInt8>) -> Int? {
        guard value.count <= 18, !value.isEmpty else { return nil }
        var number = 0
        for index in value.indices {
            guard ASCII.isDigit(value[index]) else { return nil }
            number = number &* 10 &+ Int(value[index] &- 0x30)
        }
        return number
    }

    func explain(_ value: RefusedValue) -> Explanation {
        let list = ranges.map(\.text).joined(separator: ", ")
        return Explanation(
            .extensionReserved,
            "\(value.subject) is a number that is advised against (\(list)): it may be taken by the phone system or by "
                + "an emergency or service number. Choose another.")
    }
}
