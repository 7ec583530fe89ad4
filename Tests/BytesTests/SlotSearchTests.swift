import Bytes
import TestSupport
import Testing

struct SlotSearchTests {
    @Test(arguments: [1, 7, 8, 9, 16, 40, 61])
    func `the first slot is found that is free or alike, wherever the search begins`(count: Int) {
        var random = SeededGenerator.announced()
        let mask: UInt32 = 0xFFFF_FF00
        for _ in 0..<400 {
            // Full but for a few, and few of those that are alike.
            let slots = (0..<count).map { _ in
                Int.random(in: 0..<24, using: &random) == 0
                    ? 0 : UInt32.random(in: 1...12, using: &random) << 8 | UInt32.random(in: 0...255, using: &random)
            }
            let alike = UInt32.random(in: 1...12, using: &random) << 8
            let storage = PlainStorage(slots)
            for start in 0...count {
                let expected = (0..<count).map { (start + $0) % count }
                    .first { slots[$0] == 0 || slots[$0] & mask == alike }
                let found = storage.firstFree(from: start, orAlike: alike, in: mask)
                #expect(found == expected ?? -1, "\(slots) from \(start)")
            }
        }
    }

    @Test func `where nothing is alike the first free slot is found`() {
        let storage = PlainStorage<UInt32>([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 14, 15, 16])
        let found = storage.firstFree(from: 0, orAlike: 1, in: 0)
        #expect(found == 12)
    }
}
