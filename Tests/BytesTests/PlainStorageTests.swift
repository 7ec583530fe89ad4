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

    /// Below three quarters of one of the system's large pages, at it, above it, and of several.
    @Test(arguments: [0, 1, 1_000, 196_607, 196_608, 196_609, 262_144, 262_145, 700_000])
    func `storage of zeros holds zeros, and what is put in, up to its end`(count: Int) {
        for _ in 0..<3 {
            var storage = PlainStorage<UInt64>(zeros: count)
            let isZero = storage.withFirst(count) { $0.allSatisfy { $0 == 0 } }
            storage.withMutable { all in
                for index in all.indices { all[index] = UInt64(index) }
            }
            let isKept = storage.withFirst(count) { $0.enumerated().allSatisfy { $0.offset == Int($0.element) } }
            let found = storage.count
            #expect(isZero && isKept && found == count)
        }
    }

    @Test func `storage may be empty`() {
        let count = PlainStorage<Int>([]).withFirst(0) { $0.count }
        #expect(count == 0)
    }
}
