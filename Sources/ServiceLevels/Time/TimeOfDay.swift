/// A time on the wall clock, in whole seconds; 24:00 stands for the end of the day.
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Seconds since 00:00, 0...86,400.
    package let seconds: Int

    package static let midnight = TimeOfDay(unchecked: 0)
    /// The end of the day, which is the start of the next.
    package static let endOfDay = TimeOfDay(unchecked: 86_400)

    /// Fails outside 0...86,400.
    package init?(seconds: Int) {
        guard seconds >= 0, seconds <= 86_400 else { return nil }
        self.seconds = seconds
    }

    /// Reads `05:00`, `5:00` or `05:00:30` on the 24-hour clock, up to `24:00`.
    package init?(parsing text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3 else { return nil }
        var numbers: [Int] = []
        for (index, part) in parts.enumerated() {
            guard part.utf8.count == 2 || (index == 0 && part.utf8.count == 1),
                part.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(part)
            else { return nil }
            numbers.append(number)
        }
        let second = numbers.count == 3 ? numbers[2] : 0
        guard numbers[0] <= 24, numbers[1] < 60, second < 60 else { return nil }
        self.init(seconds: numbers[0] * 3_600 + numbers[1] * 60 + second)
    }

    init(unchecked seconds: Int) {
        self.seconds = seconds
    }

    /// `14:15`, with seconds only where there are some: `14:15:37`.
    package var description: String {
        let minutes = "\(FixedDigits.two(seconds / 3_600)):\(FixedDigits.two(seconds / 60 % 60))"
        return seconds % 60 == 0 ? minutes : "\(minutes):\(FixedDigits.two(seconds % 60))"
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.seconds < right.seconds }
}
