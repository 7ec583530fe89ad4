import Synchronization
import Testing

@testable import Batch

/// Blocks take a step in file order, whoever works on them, and nobody waits for that.
struct OrderedStepTests {
    private struct Fault: Error {}

    private final class Log: Sendable {
        let begun = Atomic(0)
        /// How many workers are at the step.
        let inside = Atomic(0)
        let taken = Mutex([Int]())
        let returned = Mutex([Int]())
    }

    @Test(arguments: [1, 2, 3, 8])
    func `blocks are taken through in order, one at a time, and each is given back once`(workers: Int) async throws {
        let step = OrderedStep<Int>()
        let log = Log()
        await withTaskGroup { group in
            for _ in 0..<workers {
                group.addTask {
                    while true {
                        let number = log.begun.add(1, ordering: .relaxed).oldValue
                        guard number < 300 else { return }
                        // Others come long before their turn.
                        if number % 7 == 3 { try? await Task.sleep(for: .microseconds(300)) }
                        let taken = step.take(Numbered(number: number, item: -number)) { item in
                            #expect(log.inside.add(1, ordering: .relaxed).oldValue == 0)
                            log.taken.withLock { $0.append(-item) }
                            log.inside.subtract(1, ordering: .relaxed)
                        }
                        log.returned.withLock { $0.append(contentsOf: taken.map(\.number)) }
                    }
                }
            }
        }
        #expect(log.taken.withLock { $0 } == Array(0..<300))
        #expect(log.returned.withLock { $0 }.sorted() == Array(0..<300))
    }

    @Test func `who has the turn takes those through that came early, up to the first that has not come`() {
        let step = OrderedStep<String>()
        var taken: [String] = []
        #expect(step.take(Numbered(number: 2, item: "c")) { taken.append($0) }.isEmpty)
        #expect(step.take(Numbered(number: 1, item: "b")) { taken.append($0) }.isEmpty)
        #expect(step.take(Numbered(number: 4, item: "e")) { taken.append($0) }.isEmpty)
        #expect(step.take(Numbered(number: 0, item: "a")) { taken.append($0) }.map(\.item) == ["a", "b", "c"])
        #expect(taken == ["a", "b", "c"])
        #expect(step.take(Numbered(number: 3, item: "d")) { taken.append($0) }.map(\.number) == [3, 4])
    }

    @Test func `after a fault nothing is taken through`() {
        let step = OrderedStep<Int>()
        var taken: [Int] = []
        #expect(step.take(Numbered(number: 1, item: 1)) { taken.append($0) }.isEmpty)
        #expect(throws: Fault.self) { try step.take(Numbered(number: 0, item: 0)) { _ in throw Fault() } }
        #expect(step.take(Numbered(number: 2, item: 2)) { taken.append($0) }.isEmpty)
        #expect(taken.isEmpty)
    }
}
