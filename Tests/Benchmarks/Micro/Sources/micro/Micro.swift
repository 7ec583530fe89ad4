import Foundation
import Glibc
import Intake
import Records
import ServiceCatalog
import ServiceLevels
import Sinks

/// Measures the steps of an import one by one: `micro FILE.csv [step …]`.
///
/// Each step runs over the whole file, or over as many values as it has rows, several times; the quickest run counts. A
/// step is measured by itself, so the figures add up to less than a whole import, which also reads, hashes and writes.
@main
struct Micro {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first else {
            print(
                "Usage: micro FILE.csv [step …]; Tests/Benchmarks/Job/generate.py writes the input of the standard job."
            )
            exit(64)
        }
        let job = try MicroJob(path: path)
        let wanted = Set(arguments.dropFirst())
        print("\(job.blocks.count) blocks, \(job.rowCount) rows")
        for step in job.steps() where wanted.isEmpty || wanted.contains(step.name) {
            let best = try (0..<5).map { _ in try time(step.run) }.min() ?? 0
            let each = best / Double(max(step.count, 1)) * 1e9
            let name = step.name.padding(toLength: 22, withPad: " ", startingAt: 0)
            let (nanoseconds, milliseconds) = (String(format: "%8.1f", each), String(format: "%7.1f", best * 1000))
            print("\(name) \(nanoseconds) ns each, \(milliseconds) ms for \(step.count)")
        }
    }

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        var start = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start)
        try body()
        var end = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end)
        return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
    }
}

/// One thing to measure.
struct MicroStep {
    var name: String
    /// How often it is done in one run.
    var count: Int
    var run: () throws -> Void
}
