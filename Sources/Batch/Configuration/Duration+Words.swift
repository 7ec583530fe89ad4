extension Duration {
    private static let units: [(name: String, milliseconds: Int)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// Reads `500ms`, `5s`, `10m`, `24h` or `7d`; a number without a unit counts seconds. At most a year.
    package init?(words: String) {
        let text = words.trimmingPrefix { $0 == " " }
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).filter { $0 != " " }
        guard let number = Int(digits), number <= 366 * 86_400_000,
            let length = Self.units.first(where: { $0.name == (unit.isEmpty ? "s" : unit) })?.milliseconds,
            number <= 366 * 86_400_000 / length
        else { return nil }
        self = .milliseconds(number * length)
    }

    /// The same, written in the largest unit that comes out even.
    package var short: String {
        let milliseconds = Int((seconds * 1000).rounded())
        let unit = Self.units.last { milliseconds >= $0.milliseconds && milliseconds.isMultiple(of: $0.milliseconds) }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.name)" } ?? "\(milliseconds)ms"
    }

    /// `90 seconds`, `24 hours`: for a sentence.
    package var words: String {
        let names = ["ms": "millisecond", "s": "second", "m": "minute", "h": "hour", "d": "day"]
        let short = short
        let unit = String(short.drop { $0.isNumber })
        let number = short.prefix { $0.isNumber }
        return "\(number) \(names[unit] ?? unit)\(number == "1" ? "" : "s")"
    }
}
