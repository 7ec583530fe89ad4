@testable import Bytes
import TestSupport
import Testing

/// Bytes that are put somewhere arrive there whole, and nowhere else.
struct PagedBytesTests {
    @Test(arguments: [PagedBytes.pageSize, 3 << 20])
    func `any number of bytes arrives at any place, and its neighbours stay as they are`(count: Int) {
        var random = SeededGenerator.announced()
        let memory = PagedBytes(count: count)
        var expected = [UInt8](repeating: 0xEE, count: count)
        expected.withUnsafeBytes { memory.put($0, at: 0) }
        for round in 0..<400 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { UInt8(truncatingIfNeeded: $0 &+ round) }
            // From any place in a line of the cache, to any place in one.
            let from = Int.random(in: 0...bytes.count, using: &random)
            let place = Int.random(in: 0...(count - bytes.count + from), using: &random)
            bytes.withUnsafeBytes { memory.put(UnsafeRawBufferPointer(rebasing: $0[from...]), at: place) }
            expected.replaceSubrange(place..<(place + bytes.count - from), with: bytes[from...])
        }
        let all = memory.withBytes(in: 0..<count) { Array($0) }
        #expect(all == expected)
        let part = memory.withBytes(in: 10..<100) { Array($0) }
        #expect(part == Array(expected[10..<100]))
    }

    @Test func `it begins with a page`() {
        for count in [1, PagedBytes.pageSize, PagedBytes.pageSize * 3, 2 << 20] {
            let place = PagedBytes(count: count).withBytes(in: 0..<count) { UInt(bitPattern: $0.baseAddress) }
            #expect(place.isMultiple(of: UInt(PagedBytes.pageSize)))
        }
    }
}
