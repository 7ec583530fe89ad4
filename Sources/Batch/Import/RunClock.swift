import Glibc
import ServiceLevels

/// When something happened: on the calendar, and on a clock that is never set.
struct RunClock: Sendable {
    /// Whole seconds.
    var instant: Instant
    /// Seconds since some fixed moment.
    var uptime: Double

    static var now: RunClock {
        var wall = timespec()
        clock_gettime(CLOCK_REALTIME, &wall)
        var steady = timespec()
        clock_gettime(CLOCK_MONOTONIC, &steady)
        return RunClock(
            instant: Instant(secondsSince1970: Int64(wall.tv_sec)) ?? .earliest,
            uptime: Double(steady.tv_sec) + Double(steady.tv_nsec) / 1e9)
    }
}
