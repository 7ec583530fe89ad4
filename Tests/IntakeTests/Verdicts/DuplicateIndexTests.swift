import Intake
import TestSupport
import Testing

struct DuplicateIndexTests {
    @Test(arguments: [0, 100, 100_000])
    func `it remembers what a dictionary would, while it grows`(expected: Int) {
        var random = SeededGenerator.announced()
        var index = DuplicateIndex(expected: expected)
        var dictionary: [Hash128: DuplicateIndex.First] = [:]
        for record in 1...30_000 {
            // Few enough keys that a third comes again.
            let key = Hash128(of: "key \(Int.random(in: 0..<40_000, using: &random))")
            let first = dictionary[key]
            let isRejected = Bool.random(using: &random)
            if first == nil { dictionary[key] = .init(record: record, isRejected: isRejected) }
            let found = index.insert(key, record: record, isRejected: isRejected)
            guard found != first else { continue }
            Issue.record("record \(record): \(String(describing: found)) instead of \(String(describing: first))")
            return
        }
    }

    @Test func `keys that fall into one place are kept apart`() {
        var index = DuplicateIndex()
        for number in 0..<500 as Range<UInt64> {
            // One table, one home: only the bits in between differ.
            #expect(index.insert(Hash128(high: number, low: 7), record: Int(number) + 1) == nil)
        }
        for number in 0..<500 as Range<UInt64> {
            #expect(index.insert(Hash128(high: number, low: 7), record: 9_999)?.record == Int(number) + 1)
        }
    }

    @Test func `keys at the end of a table go on at its start`() {
        var index = DuplicateIndex()
        for number in 0..<12 as Range<UInt64> {
            #expect(index.insert(Hash128(high: .max - number, low: 0), record: Int(number) + 1) == nil)
        }
        for number in 0..<12 as Range<UInt64> {
            #expect(index.insert(Hash128(high: .max - number, low: 0), record: 99)?.record == Int(number) + 1)
        }
    }

    @Test func `a hash of zeros is a key like any other, and great record numbers are kept`() {
        var index = DuplicateIndex()
        let zero = Hash128(high: 0, low: 0)
        #expect(index.insert(zero, record: 1 << 39 - 1, isRejected: true) == nil)
        #expect(index.insert(zero, record: 2) == .init(record: 1 << 39 - 1, isRejected: true))
        #expect(index.insert(Hash128(high: 0, low: 1 << 40), record: 3) == nil)
        #expect(index.insert(Hash128(high: 0, low: 1 << 63), record: 4) == nil)
    }
}
