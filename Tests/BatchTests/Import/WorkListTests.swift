import Synchronization
import TestSupport
import Testing

@testable import Batch

/// There is something to do for whoever asks, what is begun is brought to its end, and not too much is begun.
struct WorkListTests {
    private struct Fault: Error, Equatable {
        var number: Int
    }

    private final class Log: Sendable {
        let written = Mutex([Int]())
        let underWay = Atomic(0)
    }

    private typealias List = WorkList<Int, Int>

    private static func list(mostUnderWay: Int = 5) -> List {
        List(mostUnderWay: mostUnderWay, hasCoreForEach: true)
    }

    private static func ready(_ number: Int, _ stage: Int = 0) -> List.Ready {
        List.Ready(block: Numbered(number: number, item: number), stage: stage)
    }

    /// The number of the block that is to be read, or `nil` for any other job.
    private static func read(_ job: List.Job?) -> Int? {
        if case .read(let number, _)? = job { number } else { nil }
    }

    /// What a block is to be read into, or `nil`.
    private static func left(_ job: List.Job?) -> Int? {
        if case .read(_, let item)? = job { item } else { nil }
    }

    /// The number of the block that is to be gone on with, or `nil` for any other job.
    private static func goOn(_ job: List.Job?) -> Int? {
        if case .goOn(let ready)? = job { ready.block.number } else { nil }
    }

    @Test func `what is begun comes before what is to be read, and of that the first in the file`() async throws {
        let list = Self.list()
        #expect(Self.read(try await list.next()) == 0)
        list.hasRead()
        #expect(Self.read(try await list.next()) == 1)
        list.hasRead()
        #expect(Self.goOn(try await list.next(adding: [Self.ready(1), Self.ready(0)])) == 0)
        #expect(Self.goOn(try await list.next()) == 1)
        #expect(Self.read(try await list.next()) == 2)
    }

    @Test func `what a finished block has left is used again`() async throws {
        let list = Self.list()
        #expect(Self.left(try await list.next()) == nil)
        list.hasRead()
        list.finish([Numbered(number: 0, item: 77)])
        #expect(Self.left(try await list.next()) == 77)
    }

    @Test func `nothing more is read while as much is under way as may be`() async throws {
        let list = Self.list(mostUnderWay: 2)
        for number in 0..<2 {
            #expect(Self.read(try await list.next()) == number)
            list.hasRead()
        }
        let third = Task { try await list.next() }
        try await Task.sleep(for: .milliseconds(5))
        list.finish([Numbered(number: 0, item: 0)])
        #expect(Self.read(try await third.value) == 2)
    }

    @Test func `one block is read at a time, and who waits for that is woken by it`() async throws {
        let list = Self.list()
        #expect(Self.read(try await list.next()) == 0)
        let second = Task { try await list.next() }
        try await Task.sleep(for: .milliseconds(5))
        list.hasRead()
        #expect(Self.read(try await second.value) == 1)
    }

    @Test func `who waits is woken by a block that somebody else can be gone on with`() async throws {
        let list = Self.list()
        #expect(Self.read(try await list.next()) == 0)
        let other = Task { try await list.next() }
        try await Task.sleep(for: .milliseconds(5))
        #expect(Self.goOn(try await list.next(adding: [Self.ready(3), Self.ready(4)])) == 3)
        #expect(Self.goOn(try await other.value) == 4)
    }

    @Test func `all are told when there is nothing left`() async throws {
        let list = Self.list()
        #expect(Self.read(try await list.next()) == 0)
        list.hasRead()
        #expect(Self.read(try await list.next()) == 1)
        list.inputHasEnded()
        let others = (0..<3).map { _ in Task { try await list.next() == nil } }
        try await Task.sleep(for: .milliseconds(5))
        list.finish([Numbered(number: 0, item: 0)])
        for other in others { #expect(try await other.value) }
        #expect(try await list.next() == nil)
    }

    @Test func `once it is stopped nobody gets anything to do, and all are told the first reason`() async throws {
        let list = Self.list()
        #expect(Self.read(try await list.next()) == 0)
        let others = (0..<3).map { _ in Task { try await list.next() } }
        try await Task.sleep(for: .milliseconds(5))
        list.stop(Fault(number: 1))
        list.stop(Fault(number: 2))
        for other in others { await #expect(throws: Fault(number: 1)) { try await other.value } }
        await #expect(throws: Fault(number: 1)) { try await list.next(adding: [Self.ready(0)]) }
    }

    /// Workers as a pipeline has them, with steps that take now long and now short.
    @Test(arguments: [1, 2, 3, 8])
    func `any number of workers reads every block once and brings each to its end`(workers: Int) async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        let most = 2 * workers + 1
        let list = Self.list(mostUnderWay: most)
        let first = OrderedStep<Int>()
        let last = OrderedStep<Int>()
        let log = Log()
        try await withThrowingTaskGroup { group in
            for worker in 0..<workers {
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(worker))
                    var ready: [List.Ready] = []
                    while let job = try await list.next(adding: ready) {
                        ready = []
                        if Int.random(in: 0..<10, using: &random) == 0 { try await Task.sleep(for: .microseconds(200)) }
                        switch job {
                        case .read(let number, _):
                            guard number < 400 else {
                                list.inputHasEnded()
                                continue
                            }
                            #expect(log.underWay.add(1, ordering: .relaxed).newValue <= most)
                            list.hasRead()
                            ready = first.take(Numbered(number: number, item: number)) { _ in }.map {
                                List.Ready(block: $0, stage: 1)
                            }
                        case .goOn(let next):
                            let taken = last.take(next.block) { item in log.written.withLock { $0.append(item) } }
                            log.underWay.subtract(taken.count, ordering: .relaxed)
                            list.finish(taken)
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(log.written.withLock { $0 } == Array(0..<400), "seed \(seed)")
    }
}
