import Ledger
import TestSupport
import Testing

@Suite struct CaseKeyTests {
    @Test func `a key gives back the hash it was made of, and the bits of the case id`() {
        var generator = SeededGenerator.announced()
        for _ in 0..<1_000 {
            let (high, low) = (generator.next(), generator.next())
            let key = CaseKey(high: high, low: low)
            #expect(key.high == high)
            #expect(key.low == low)
            #expect(key.caseBits == high & (1 << 60 - 1))
        }
    }
}
