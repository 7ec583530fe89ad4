import Glibc
import ServiceLevels

/// When something happened: on the calendar, and on a clock that is never set.
struct RunClock: Sendable {
    /// Whole seconds.
    var instant: Instant
    /// Seconds since some fixed moment.
    var uptime: Double

    static var now: RunClock {
        RunClock(
            instant: Instant(secondsSince1970: Int64(time(nil))) ?? .earliest, uptime: Uptime.now.seconds)
    }
}
