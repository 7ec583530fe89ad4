/// Time on a clock of this machine that only ever goes forward, whatever the calendar is set to.
enum Uptime {
    private static let clock = SuspendingClock()
    private static let start = clock.now

    /// Since the program first asked.
    static var now: Duration { start.duration(to: clock.now) }
}

extension Duration {
    /// As a number of seconds, for arithmetic that need not be exact.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
