import ArgumentParser
import Batch
import ServiceCatalog
import ServiceLevels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `muster due`: one due time, or the due times of a table on standard input.
struct DueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "due",
        abstract: "Work out when something is due.",
        discussion: """
            With --received: prints one due time in UTC. Without it, and without --region, --clock and --target, reads \
            CSV from standard input, whose first line names the columns region, clock, target and received_at in any \
            order, and prints one due time a line; a line that will not do gives an empty line, a message on stderr, \
            and at the end the exit status 65.
            """
    )

    @Option(help: "A region, such as US, Europe or APAC, or another spelling of it.")
    var region: String?

    @Option(help: "What counts: elapsed, businessDay, supportHours or businessDays.")
    var clock: String?

    @Option(help: "How long: 24h, 30m, or 1d for whole business days.")
    var target: String?

    @Option(
        name: [.customLong("received"), .customLong("received-at")],
        help: ArgumentHelp("When it was received: 2026-11-25T14:15:00-08:00.", valueName: "instant"))
    var received: String?

    @Flag(help: "Explain the due time in words, date by date.")
    var explain = false

    @OptionGroup var calendars: CalendarOptions

    func validate() throws {
        let values = [("--region", region), ("--clock", clock), ("--target", target), ("--received", received)]
        let missing = values.filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty || missing.count == values.count else {
            throw ValidationError(
                "Give all of --region, --clock, --target and --received, or none of them and a table on standard "
                    + "input; missing: \(missing.joined(separator: ", ")).")
        }
        if explain, !missing.isEmpty { throw ValidationError("--explain goes with --received.") }
    }

    func run() throws {
        if let region, let clock, let target, let received {
            try printOne(region: region, clock: clock, target: target, received: received)
        } else {
            try printTable()
        }
    }
}

// MARK: One due time

extension DueCommand {
    private func printOne(region: String, clock clockText: String, target targetText: String, received: String) throws {
        guard let clock = Clock(parsing: clockText) else {
            throw Failure.usage(
                "--clock \(DueLines.quoted(clockText)) is not one of "
                    + Clock.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        let target = try parsed("--target", targetText) { try Target(parsing: $0) }
        let receipt = try parsed("--received", received) { try Instant($0) }
        do throws(DueTimeError) {
            try clock.check(target)
        } catch {
            throw Failure.usage(error.description)
        }
        let catalog = try calendars.load()
        do {
            let calendar = try catalog.calendar(for: region)
            let due = try calendar.due(received: receipt, clock: clock, target: target)
            var output = "\(due)\n"
            if explain {
                let steps = try calendar.working(received: receipt, clock: clock, target: target)
                output += explanation(calendar, clock, target, received: receipt, due: due, steps: steps)
            }
            Console.out(output)
        } catch let error as CalendarError {
            guard case .unknownRegion = error else { throw DueCommand.configuration(error) }
            throw Failure.usage(error.description)
        } catch let error as DueTimeError {
            guard case .noBusinessDay = error else { throw Failure.usage(error.description) }
            throw DueCommand.configuration(error)
        }
    }

    private func parsed<Value>(_ option: String, _ text: String, _ read: (String) throws -> Value) throws -> Value {
        do {
            return try read(text)
        } catch {
            throw Failure.usage("\(option) \(DueLines.quoted(text)) \(error).")
        }
    }

    private func explanation(
        _ calendar: BusinessCalendar, _ clock: Clock, _ target: Target, received: Instant, due: Instant,
        steps: [WorkingStep]
    ) -> String {
        let promise: String
        switch target {
        case .seconds: promise = "\(target.words) \(clock.words)"
        case .days: promise = "\(target.words), at the time of day of the receipt"
        }
        return """
            Received \(calendar.localDescription(of: received))
            Target   \(promise) in \(calendar.region.id) (\(calendar.zone.name), support hours \(calendar.region.hours))
            \(steps.map { "  \($0)\n" }.joined())Due      \(calendar.localDescription(of: due))

            """
    }

    private static func configuration(_ error: any Error) -> ExitCode {
        Console.error("\(error)\n")
        return ExitCode(ExitStatus.configuration.rawValue)
    }
}

// MARK: A table of them

extension DueCommand {
    private static let dataExit = ExitCode(ExitStatus.unreadableData.rawValue)

    private func printTable() throws {
        let catalog = try calendars.load()
        var lines = DueLines { name in
            do throws(CalendarError) {
                return try catalog.calendar(for: name)
            } catch {
                guard case .unknownRegion = error else { throw error }
                throw DueLines.UnknownRegion(message: error.description)
            }
        }
        do {
            try Console.readInput { block in
                try lines.take(block)
                try flush(&lines)
            }
            try lines.finish()
            try flush(&lines)
        } catch let error as CalendarError {
            try flush(&lines)
            throw DueCommand.configuration(error)
        } catch let fault as DueLines.Fault {
            try flush(&lines)
            Console.error("\(fault)\n")
            throw DueCommand.dataExit
        }
        if lines.badLines > 0 { throw DueCommand.dataExit }
    }

    private func flush(_ lines: inout DueLines) throws {
        Console.out(lines.output)
        lines.output.removeAll(keepingCapacity: true)
        guard !lines.problems.isEmpty else { return }
        Console.error(lines.problems.map { "\($0)\n" }.joined())
        lines.problems.removeAll(keepingCapacity: true)
    }
}
