import Synchronization
import TestSupport
import Testing

@testable import Batch

/// Blocks take a step in file order, whoever works on them and however long that takes.
struct OrderedStepTests {
    private struct Fault: Error, Equatable {
        var number: Int
    }

    private final class Log: Sendable {
        let begun = Atomic(0)
        /// How many workers are at the step.
        let inside = Atomic(0)
        let taken = Mutex([Int]())
    }

    @Test(arguments: [1, 2, 3, 8])
    func `blocks get their turns in order, one at a time`(workers: Int) async throws {
        let step = OrderedStep(hasCoreForEach: workers <= 2)
        let log = Log()
        try await withThrowingTaskGroup { group in
            for _ in 0..<workers {
                group.addTask {
                    while true {
                        let block = log.begun.add(1, ordering: .relaxed).oldValue
                        guard block < 300 else { return }
                        // Some come long before their turn and lie down.
                        if block % 7 == 3 { try await Task.sleep(for: .microseconds(300)) }
                        try await step.turn(of: block)
                        #expect(log.inside.add(1, ordering: .relaxed).oldValue == 0)
                        log.taken.withLock { $0.append(block) }
                        log.inside.subtract(1, ordering: .relaxed)
                        step.pass()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(log.taken.withLock { $0 } == Array(0..<300))
    }

    @Test func `once it is stopped nobody gets a turn, and all are told the first reason`() async throws {
        let step = OrderedStep(hasCoreForEach: true)
        try await step.turn(of: 0)
        let waiting = (1...3).map { block in
            Task { try await step.turn(of: block) }
        }
        try await Task.sleep(for: .milliseconds(5))
        step.stop(Fault(number: 1))
        step.stop(Fault(number: 2))
        for task in waiting {
            await #expect(throws: Fault(number: 1)) { try await task.value }
        }
        step.pass()
        await #expect(throws: Fault(number: 1)) { try await step.turn(of: 1) }
    }
}
