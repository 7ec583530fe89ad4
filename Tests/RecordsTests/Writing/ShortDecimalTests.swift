import Records
import TestSupport
import Testing

struct ShortDecimalTests {
    private func text(_ number: ShortDecimal) -> String {
        var buffer = OutputBuffer()
        buffer.append(number)
        return String(decoding: buffer.bytes, as: UTF8.self)
    }

    @Test(arguments: [0, 1, 9, 10, 99, 100, 101, 12_345, 9_999_999, 10_000_000, 99_999_999])
    func `a number is written in decimal digits`(number: Int) {
        #expect(text(ShortDecimal(number)) == "\(number)")
    }

    @Test func `beyond its bounds the nearest number is taken`() {
        #expect(text(ShortDecimal(-1)) == "0")
        #expect(text(ShortDecimal(100_000_000)) == "99999999")
    }

    @Test func `a number that rises is the number it rises to`() {
        var number = ShortDecimal(0)
        for next in 0...20_000 {
            number.rise(to: next)
            if text(number) != "\(next)" { Issue.record("\(text(number)) instead of \(next)") }
        }
    }

    @Test func `it may rise by any step, stay or fall`() {
        var random = SeededGenerator.announced()
        var (number, value) = (ShortDecimal(0), 0)
        for _ in 0..<20_000 {
            let step = [0, 1, 1, 1, 2, 9, 10, 11, 1_000].randomElement(using: &random) ?? 1
            let leaps = Int.random(in: 0..<50, using: &random) == 0
            value = min(leaps ? Int.random(in: 0...99_999_999, using: &random) : value + step, ShortDecimal.greatest)
            number.rise(to: value)
            if text(number) != "\(value)" { Issue.record("\(text(number)) instead of \(value)") }
        }
    }
}
