import Records
import TestSupport
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
        one.append(other, from: 0)
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

    // MARK: Into room that has been made

    @Test(arguments: [0, 1, 30, 63, 64, 65, 1_000])
    func `what is put into room that has been made is what was to be appended`(before: Int) {
        let text = (0..<220).map { UInt8($0) }
        var buffer = OutputBuffer(capacity: 64)
        var expected = [UInt8](repeating: 0xEE, count: before)
        buffer.append(expected)
        for start in [0, 1, 50, 107, 187, 188, 189, 219, 220] {
            for length in [0, 1, 15, 16, 17, 31, 32, 33, 64, 70, 128, 129] where start + length <= text.count {
                // As little room as is needed: a byte, the text, two words and a number.
                buffer.fill(atMost: 1 + length + 16 + 4) { room in
                    room.put(0xFF)
                    room.put(text.span, start..<(start + length))
                    room.put((0x0807_0605_0403_0201, 0x100F_0E0D_0C0B_0A09))
                    room.put(ShortDecimal(1_234))
                }
                expected += [0xFF] + text[start..<(start + length)] + (1...16) + Array("1234".utf8)
            }
        }
        let (bytes, count) = (buffer.bytes, buffer.count)
        #expect(bytes == expected)
        #expect(count == expected.count)
    }

    @Test func `room that nothing is put into leaves what is there`() {
        var buffer = OutputBuffer(capacity: 64)
        buffer.append("abc")
        for size in [0, 1, 61, 62, 64, 1_000, 100_000] {
            buffer.fill(atMost: size) { _ in }
            let text = String(decoding: buffer.bytes, as: UTF8.self)
            #expect(text == "abc", "\(size) bytes of room")
        }
        buffer.fill(atMost: 1) { $0.put(UInt8(ascii: "d")) }
        buffer.append("e")
        let text = String(decoding: buffer.bytes, as: UTF8.self)
        #expect(text == "abcde")
    }

    @Test func `appends and puts take turns`() {
        var random = SeededGenerator.announced()
        let text = (0..<200).map { UInt8($0) }
        var buffer = OutputBuffer(capacity: 64)
        var expected: [UInt8] = []
        for _ in 0..<2_000 {
            let start = Int.random(in: 0...200, using: &random)
            let end = Int.random(in: start...min(200, start + 60), using: &random)
            if Bool.random(using: &random) {
                buffer.fill(atMost: end - start) { $0.put(text.span, start..<end) }
                expected += text[start..<end]
            } else {
                buffer.append(text.span, start..<end)
                buffer.append(decimal: start)
                expected += text[start..<end] + Array("\(start)".utf8)
            }
        }
        let bytes = buffer.bytes
        #expect(bytes == expected)
    }
}
