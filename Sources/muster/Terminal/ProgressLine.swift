import Batch

/// Says on standard error how far an import has come: rows, rows a second, time left.
///
/// On a terminal one line is written over and over, for runs that take longer than a moment. Elsewhere, as in a log, a
/// plain line stands for each ten seconds.
struct ProgressLine {
    private let name: String
    private let isShown: Bool
    private let isTerminal: Bool
    private let start = ProgressLine.seconds
    private var last = ProgressLine.seconds
    private var isOnScreen = false

    init(name: String, isQuiet: Bool) {
        self.name = name
        isShown = !isQuiet
        isTerminal = Console.isErrorTerminal
    }

    private static let origin = ContinuousClock.now

    /// Since some fixed moment.
    private static var seconds: Double {
        let passed = origin.duration(to: .now).components
        return Double(passed.seconds) + Double(passed.attoseconds) / 1e18
    }

    mutating func show(_ progress: ImportProgress) {
        guard isShown else { return }
        let now = Self.seconds
        guard isTerminal ? now - start > 0.5 && now - last > 0.1 : now - last > 10 else { return }
        last = now
        let rate = Double(progress.rows) / (now - start)
        var text = "\(name): \(progress.rows.grouped) rows, \(Int(rate).grouped) rows/s"
        if progress.bytesInAll > 0, progress.bytesRead > 0 {
            let share = Double(progress.bytesRead) / Double(progress.bytesInAll)
            let left = (now - start) / share * (1 - share)
            text += ", \(Int(share * 100)) %, \(Int(left.rounded(.up))) s left"
        }
        guard isTerminal else { return Console.error(text + "\n") }
        Console.error("\r\u{1B}[K\(text)")
        isOnScreen = true
    }

    mutating func clear() {
        if isOnScreen { Console.error("\r\u{1B}[K") }
        isOnScreen = false
    }
}

extension Int {
    /// With a comma between thousands.
    var grouped: String {
        var digits = String(magnitude)
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
            at -= 3
        }
        return self < 0 ? "-" + digits : digits
    }
}
