import Records
import Testing

struct OutputBufferTests {
    @Test func `what is appended comes out in order, however far beyond the capacity`() {
        var buffer = OutputBuffer(capacity: 1)
        var expected: [UInt8] = []
        for number in 0..<300 {
            buffer.append(UInt8(truncatingIfNeeded: number))
            buffer.append([1, 2, 3])
            buffer.append("é\(number)")
            buffer.append("static" as StaticString)
            expected += [UInt8(truncatingIfNeeded: number), 1, 2, 3] + Array("é\(number)static".utf8)
        }
        let (bytes, count) = (buffer.bytes, buffer.count)
        #expect(bytes == expected)
        #expect(count == expected.count)
    }

    @Test func `a run longer than the whole buffer is appended at once`() {
        var buffer = OutputBuffer(capacity: 64)
        buffer.append("x")
        let long = [UInt8](repeating: 7, count: 10_000)
        buffer.append(long)
        buffer.append([])
        let bytes = buffer.bytes
        #expect(bytes == [0x78] + long)
    }

    @Test func `an emptied buffer starts again`() {
        var buffer = OutputBuffer()
        var states = [buffer.isEmpty]
        buffer.append("abc")
        states.append(buffer.isEmpty)
        buffer.removeAll()
        states.append(buffer.isEmpty)
        var contents = [buffer.bytes]
        buffer.append("d")
        contents.append(buffer.bytes)
        #expect(states == [true, false, true])
        #expect(contents == [[], [0x64]])
    }

    @Test func `buffers can be joined and words are little-endian`() {
        var one = OutputBuffer(capacity: 64)
        var other = OutputBuffer()
        other.append([UInt8](repeating: 5, count: 100))
        one.append(word: 0x0403_0201)
        one.append(other)
        let bytes = one.bytes
        #expect(bytes == [1, 2, 3, 4] + [UInt8](repeating: 5, count: 100))
        let sum = one.withBytes { bytes in bytes.reduce(0) { $0 + Int($1) } }
        #expect(sum == 510)
    }

    @Test(arguments: [0, 1, 9, 10, 11, 99, 100, 12_345, 999_999_999_999, 1_000_000_000_000_000_000, .max, -1, .min])
    func `a number is written in decimal digits`(number: Int) {
        var buffer = OutputBuffer()
        buffer.append(decimal: number)
        let text = String(decoding: buffer.bytes, as: UTF8.self)
        #expect(text == "\(number)")
    }

    @Test func `every count of digits is written right at both its ends`() {
        var number = 1
        for _ in 0..<18 {
            number *= 10
            for value in [number - 1, number, number + 1] {
                var buffer = OutputBuffer(capacity: 64)
                buffer.append(decimal: value)
                let text = String(decoding: buffer.bytes, as: UTF8.self)
                #expect(text == "\(value)")
            }
        }
    }

    @Test func `a part of a text is appended, and nothing of what stands around it`() {
        let text = (0..<120).map { UInt8($0) }
        var buffer = OutputBuffer(capacity: 64)
        var expected: [UInt8] = []
        for start in [0, 1, 50, 88, 89, 119, 120] {
            for length in [0, 1, 15, 16, 17, 31, 32, 33, 70] where start + length <= text.count {
                buffer.append(text.span, start..<(start + length))
                buffer.append(0xFF)
                expected += text[start..<(start + length)] + [0xFF]
            }
        }
        let bytes = buffer.bytes
        #expect(bytes == expected)
    }
}
