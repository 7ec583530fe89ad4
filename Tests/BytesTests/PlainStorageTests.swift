import Bytes
import Testing

struct PlainStorageTests {
    @Test func `storage holds what was put in`() {
        var storage = PlainStorage(repeating: 7, count: 3)
        storage[1] = 8
        let all = storage.withFirst(3) { Array($0) }
        #expect(all == [7, 8, 7])
        let copy = PlainStorage(all)
        let last = copy[2]
        #expect(copy.count == 3 && last == 7)
    }

    @Test func `storage may be empty`() {
        let count = PlainStorage<Int>([]).withFirst(0) { $0.count }
        #expect(count == 0)
    }
}
