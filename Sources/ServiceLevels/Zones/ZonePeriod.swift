/// A stretch of the time line in which a zone keeps one offset: `start <= instant < end`.
///
/// Bounds are seconds since 1970; `ZoneRules.farPast` and `farFuture` stand for no bound.
struct ZonePeriod: Hashable, Sendable {
    var start: Int64
    var end: Int64
    /// Seconds east of UTC, within 26 hours either way.
    var offset: Int64
    /// Index into the zone's kinds of local time.
    var kind: Int

    @inline(__always)
    func contains(_ second: Int64) -> Bool { second >= start && second < end }
}
