/// How much time there is: a length for the running clocks, or a number of business days.
package enum Target: Hashable, Sendable, CustomStringConvertible {
    case seconds(Int64)
    case days(Int)

    /// The longest target that makes sense to count: ten years.
    package static let maximumDays = 3_660

    /// Reads a whole number and a unit: `24h`, `30 min`, `240m`, `90s`, `1d`, `2 days`.
    package init(parsing text: some StringProtocol) throws(TargetError) {
        let bytes = Array(text.utf8.drop { $0 == 0x20 })
        var index = 0
        var number = 0
        while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
            if number < 1_000_000_000 { number = number * 10 + Int(bytes[index] - 0x30) }
            index += 1
        }
        guard index > 0 else { throw .notATarget }
        let unit = String(decoding: bytes[index...].filter { $0 != 0x20 }, as: UTF8.self).lowercased()
        let secondsPerUnit: Int
        switch unit {
        case "": throw .noUnit
        case "s", "sec", "second", "seconds": secondsPerUnit = 1
        case "m", "min", "minute", "minutes": secondsPerUnit = 60
        case "h", "hour", "hours": secondsPerUnit = 3_600
        case "d", "day", "days", "businessday", "businessdays": secondsPerUnit = 0
        default: throw .notATarget
        }
        guard number > 0 else { throw .notPositive }
        let target = secondsPerUnit == 0 ? Target.days(number) : Target.seconds(Int64(number) * Int64(secondsPerUnit))
        guard target.isWithinBounds else { throw .tooLong }
        self = target
    }

    var isWithinBounds: Bool {
        switch self {
        case .seconds(let seconds): seconds > 0 && seconds <= Int64(Target.maximumDays) * 86_400
        case .days(let days): days > 0 && days <= Target.maximumDays
        }
    }

    /// The shortest exact form, such as `24h`, `30m`, `90s`, `1d`.
    package var description: String {
        switch self {
        case .seconds(let seconds) where seconds % 3_600 == 0: "\(seconds / 3_600)h"
        case .seconds(let seconds) where seconds % 60 == 0: "\(seconds / 60)m"
        case .seconds(let seconds): "\(seconds)s"
        case .days(let days): "\(days)d"
        }
    }

    /// For people: `24 hours`, `1 business day`.
    package var words: String {
        func count(_ value: Int64, _ unit: String) -> String { "\(value) \(unit)\(value == 1 ? "" : "s")" }
        return switch self {
        case .seconds(let seconds) where seconds % 3_600 == 0: count(seconds / 3_600, "hour")
        case .seconds(let seconds) where seconds % 60 == 0: count(seconds / 60, "minute")
        case .seconds(let seconds): count(seconds, "second")
        case .days(let days): count(Int64(days), "business day")
        }
    }
}

/// Why a text is not a target, in words that follow the text.
package enum TargetError: Error, Hashable, Sendable, CustomStringConvertible {
    case notATarget
    case noUnit
    case notPositive
    case tooLong

    package var description: String {
        switch self {
        case .notATarget: "is not a target: write a whole number and a unit, such as 24h, 30m or 1d"
        case .noUnit: "has no unit: write h for hours, m for minutes or d for business days, such as 24h"
        case .notPositive: "must be more than nothing"
        case .tooLong: "is too long: a target is at most \(Target.maximumDays) days"
        }
    }
}
