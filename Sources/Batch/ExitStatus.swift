/// How the program ends: the numbers other programs rely on (BSD `sysexits` where one fits).
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Every row was accepted.
    case success = 0
    /// Somebody should look: what a monitor asked for is not as it should be.
    case attention = 1
    /// The run finished; some rows were rejected.
    case someRejected = 2
    /// A guard held the batch.
    case held = 3
    /// The command line is wrong.
    case usage = 64
    /// The file cannot be read as what it should be.
    case unreadableData = 65
    /// There is no such file.
    case noInput = 66
    /// The program contradicts itself: a fault of Muster's.
    case internalError = 70
    /// A result cannot be made.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// Somebody else is at work; try again.
    case busy = 75
    /// A definition, calendar or setting is wrong.
    case configuration = 78

    /// The worse of two: what one run over several files ends with.
    package func worse(_ other: ExitStatus) -> ExitStatus {
        rawValue >= other.rawValue ? self : other
    }
}
