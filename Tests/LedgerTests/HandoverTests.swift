import Foundation
import Synchronization
import Testing

@testable import Ledger

/// What one thread makes comes to another, in order and no faster than it is taken.
struct HandoverTests {
    private struct Fault: Error, Equatable {}

    @Test(arguments: [1, 3, 8])
    func `everything comes in its order, and then nothing any more`(most: Int) throws {
        let handover = Handover<Int>(most: most)
        Thread.detachNewThread {
            for number in 0..<200 { _ = handover.put(number) }
            handover.finish(.success(()))
        }
        for number in 0..<200 { #expect(try handover.next() == number) }
        #expect(try handover.next() == nil)
        #expect(try handover.next() == nil)
    }

    @Test func `no more wait than may`() throws {
        let handover = Handover<Int>(most: 2)
        let put = Mutex(0)
        let maker = Maker()
        Thread.detachNewThread {
            for number in 0..<5 {
                _ = handover.put(number)
                put.withLock { $0 += 1 }
            }
            maker.end()
        }
        Thread.sleep(forTimeInterval: 0.02)
        #expect(put.withLock { $0 } == 2)
        for number in 0..<5 { #expect(try handover.next() == number) }
        maker.waitForEnd()
        #expect(put.withLock { $0 } == 5)
    }

    @Test func `a failure comes behind what was made before it`() throws {
        let handover = Handover<Int>(most: 4)
        #expect(handover.put(7))
        handover.finish(.failure(Fault()))
        #expect(try handover.next() == 7)
        #expect(throws: Fault()) { try handover.next() }
    }

    @Test func `who makes what nobody takes any more is told so, and waits for nothing`() {
        let handover = Handover<Int>(most: 1)
        let maker = Maker()
        let refused = Mutex(false)
        Thread.detachNewThread {
            while handover.put(1) {}
            refused.withLock { $0 = !handover.put(2) }
            maker.end()
        }
        Thread.sleep(forTimeInterval: 0.005)
        handover.abandon()
        maker.waitForEnd()
        #expect(refused.withLock { $0 })
    }

    private final class Maker: Sendable {
        private let ended = DispatchSemaphore(value: 0)
        func end() { ended.signal() }
        func waitForEnd() { ended.wait() }
    }
}
