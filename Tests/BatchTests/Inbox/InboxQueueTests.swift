@testable import Batch
import Testing

@Suite struct InboxQueueTests {
    private func item(_ name: String, _ size: Int, since: Int = 0) -> InboxQueue.Item {
        InboxQueue.Item(name: FileName(name), size: size, readySince: .seconds(since))
    }

    private let big = InboxQueue.big

    @Test func `small files go before big ones, the one that waits longest first`() {
        let queue = InboxQueue(places: 2)
        let items = [item("big", big), item("late", 10, since: 5), item("early", 10, since: 1)]
        #expect(queue.next(of: items, running: [], now: .seconds(10)) == 2)
        #expect(queue.next(of: Array(items[..<2]), running: [], now: .seconds(10)) == 1)
        #expect(queue.next(of: [items[0]], running: [], now: .seconds(10)) == 0)
    }

    @Test func `a big file that has waited for long goes first`() {
        let queue = InboxQueue(places: 2)
        let items = [item("small", 10, since: 300), item("big", big)]
        #expect(queue.next(of: items, running: [], now: .seconds(299)) == 0)
        #expect(queue.next(of: items, running: [], now: .seconds(300)) == 1)
    }

    @Test func `big files leave a place for small ones`() {
        let queue = InboxQueue(places: 2)
        #expect(queue.next(of: [item("big", big)], running: [big], now: .seconds(1000)) == nil)
        #expect(queue.next(of: [item("big", big), item("small", 1)], running: [big], now: .seconds(1000)) == 1)
        #expect(queue.next(of: [item("big", big)], running: [10], now: .zero) == 0)
        #expect(InboxQueue(places: 1).next(of: [item("big", big)], running: [], now: .zero) == 0)
    }

    @Test func `no more files than there are places`() {
        #expect(InboxQueue(places: 2).next(of: [item("small", 1)], running: [1, 1], now: .zero) == nil)
        #expect(InboxQueue(places: 2).next(of: [], running: [], now: .zero) == nil)
    }
}
