import Intake
import Records
import TestSupport
import Testing

struct DuplicateIndexTests {
    @Test(arguments: [0, 100, 3_511, 4_096, 30_000, 100_000, 1 << 20])
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

    /// Full to four fifths or to six sevenths with what is expected, on this side of the system's large pages and beyond.
    @Test(arguments: [.min, 1, 4_095, 4_097, 70_000, 100_000, 1 << 20, 1_677_721, 1_800_000, 3 << 20, 64 << 20, .max])
    func `a table of any size takes the keys at both its ends`(expected: Int) {
        var index = DuplicateIndex(expected: expected)
        let keys = (0..<200 as Range<UInt64>).flatMap { number in
            [Hash128(high: number, low: number << 40), Hash128(high: .max - number, low: number << 40)]
        }
        for (place, key) in keys.enumerated() { #expect(index.insert(key, record: place + 1) == nil) }
        for (place, key) in keys.enumerated() {
            #expect(index.insert(key, record: 1 << 20, isRejected: true) == .init(record: place + 1, isRejected: false))
        }
    }

    @Test(arguments: [4_096, 8_000, 20_000])
    func `as many keys as were expected, and twice as many, are all found again`(expected: Int) {
        var index = DuplicateIndex(expected: expected)
        let keys = (0..<(2 * expected)).map { Hash128(of: "key \($0)") }
        var wrong = 0
        for (place, key) in keys.enumerated() where index.insert(key, record: place + 1) != nil { wrong += 1 }
        for (place, key) in keys.enumerated() where index.insert(key, record: 0)?.record != place + 1 { wrong += 1 }
        #expect(wrong == 0)
    }

    @Test func `to be told of a key beforehand changes nothing`() {
        var index = DuplicateIndex()
        let ends = [Hash128(high: 0, low: 0), Hash128(high: .max, low: .max)]
        let keys = ends + (0..<20).map { Hash128(of: "key \($0)") }
        for key in keys { index.prefetch(key) }
        for (place, key) in keys.enumerated() {
            #expect(index.insert(key, record: place + 1) == nil)
            index.prefetch(key)
            #expect(index.insert(key, record: 99)?.record == place + 1)
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

    @Test func `a hash of zeros is a key like any other, and a great record number makes room for itself`() {
        var index = DuplicateIndex()
        let zero = Hash128(high: 0, low: 0)
        #expect(index.insert(zero, record: 3_000_000, isRejected: true) == nil)
        #expect(index.insert(zero, record: 1) == .init(record: 3_000_000, isRejected: true))
        #expect(index.insert(Hash128(high: 0, low: 1), record: 2) == nil)
        #expect(index.insert(Hash128(high: 0, low: 1 << 13), record: 3) == nil)
        #expect(index.insert(Hash128(high: 0, low: 1 << 29), record: 8) == nil)
        #expect(index.insert(Hash128(high: 1 << 32, low: 0), record: 4) == nil)
        #expect(index.insert(Hash128(high: 1, low: 0), record: 5) == nil)
        #expect(index.insert(zero, record: 6) == .init(record: 3_000_000, isRejected: true))
        #expect(index.insert(Hash128(high: 1, low: 0), record: 7) == .init(record: 5, isRejected: false))
    }

    @Test func `more records than can be told apart end the run with a reason`() throws {
        var block = JudgedBlock()
        block.verdicts.rows = [RowVerdict(), RowVerdict()]
        var index = DuplicateIndex()
        let last = DuplicateIndex.mostRecords
        #expect(try block.settle(&index, firstRecord: last - 2) == last)
        #expect {
            _ = try block.settle(&index, firstRecord: last - 1)
        } throws: {
            "\($0)".contains("more than \(last) records") && "\($0)".contains("Split it")
        }
    }
}
