import Intake
import Testing

struct Hash128Tests {
    private func hex(_ hash: Hash128) -> String {
        [hash.high, hash.low].map { part in
            let digits = String(part, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// MurmurHash3 x64_128 of the reference implementation, seed 0.
    @Test(arguments: [
        ("", "00000000000000000000000000000000"),
        ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
        ("hello, world", "342fac623a5ebc8e4cdcbc079642414d"),
        ("19 Jan 2038 at 3:14:07 AM", "b89e5988b737affc664fc2950231b2cb"),
        ("The quick brown fox jumps over the lazy dog.", "cd99481f9ee902c9695da1a38987b6e7"),
        ("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347"),
    ])
    func `published values are met`(text: String, expected: String) {
        #expect(hex(Hash128(of: text)) == expected)
    }

    @Test func `every length and every bit counts`() {
        var seen: Set<Hash128> = []
        for length in 0...64 {
            let bytes = [UInt8](repeating: 0, count: length)
            seen.insert(Hash128(of: bytes.span))
            for place in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[place] = 1 << UInt8(bit)
                    seen.insert(Hash128(of: changed.span))
                }
            }
        }
        #expect(seen.count == 65 + 8 * (64 * 65 / 2))
    }

    @Test func `a text and its bytes have one hash, another seed has another`() {
        let bytes = Array("Zoë".utf8)
        let (ofBytes, seeded) = (Hash128(of: bytes.span), Hash128(of: bytes.span, seed: 1))
        #expect(ofBytes == Hash128(of: "Zoë"))
        #expect(seeded != ofBytes)
    }

    // MARK: Lists of texts

    private func hash(_ texts: [([UInt8], UInt32)], seed: Hash128 = Hash128(high: 0, low: 0)) -> Hash128 {
        var builder = Hash128.Builder(seed: seed)
        for (text, tag) in texts { builder.add(text.span, tag: Hash128.Tag(tag)) }
        return builder.hash
    }

    /// Worked out apart from the program; ids of cases hang on it.
    @Test func `a list of texts has the same hash in every release`() {
        #expect(hex(hash([(Array("hello".utf8), 0)])) == "440b84e3bef601c6f5ccf1925247f3b3")
        let fox = Array("The quick brown fox jumps over the lazy dog".utf8)
        #expect(hex(hash([([], 7), (fox, 8)], seed: Hash128(high: 1, low: 2))) == "dee30be9de3fc8c791b3f1e2683a6fda")
    }

    @Test func `every length and every bit of a text in a list counts`() {
        var seen: Set<Hash128> = []
        var count = 0
        for length in 0...40 {
            let bytes = [UInt8](repeating: 0, count: length)
            seen.insert(hash([(bytes, 0)]))
            count += 1
            for place in bytes.indices {
                for bit in 0..<8 {
                    var changed = bytes
                    changed[place] = 1 << UInt8(bit)
                    seen.insert(hash([(changed, 0)]))
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test func `a text's length is not mistaken for its ninth byte, whatever its tag`() {
        let short = Array("abcdefgh".utf8)
        for tag in 0..<100 as Range<UInt32> {
            let longer = (UInt8.min ... .max).map { short + [$0] } + (UInt8.min ... .max).map { short + [$0, 0] }
            let hashes = Set(([short] + longer).map { hash([($0, tag)]) })
            #expect(hashes.count == longer.count + 1, "tag \(tag)")
        }
    }

    @Test(arguments: [("Anna    ", "Anne    "), ("a-------", "b-------"), ("1       ", "3       ")])
    func `parts of a long text that have an equal half cannot change places, whatever its tag`(
        one: String, other: String
    ) {
        let parts = ["p", "q", "r", "s", "t"].map { "\($0)       " }
        for tag in 0..<100 as Range<UInt32> {
            for (left, right) in [(0, 1), (1, 2), (1, 3), (0, 4)] {
                let texts = [(one, other), (other, one)].map { first, second in
                    var parts = parts
                    (parts[left], parts[right]) = (first, second)
                    return Array(parts.map { $0 + "        " }.joined().utf8)
                }
                let hashes = texts.map { hash([($0, tag)]) }
                #expect(hashes[0] != hashes[1], "tag \(tag), \(left) and \(right)")
            }
        }
    }

    @Test func `where one text ends, the order, the tags and the seed all count`() {
        let text = Array("0123456789abcdefghij".utf8)
        var hashes = (0...text.count).map { hash([(Array(text[..<$0]), 1), (Array(text[$0...]), 1)]) }
        hashes.append(hash([(text, 1)]))
        hashes.append(hash([(text, 2)]))
        hashes.append(hash([(text, 1), ([], 2)]))
        hashes.append(hash([([], 2), (text, 1)]))
        hashes.append(hash([(text, 1)], seed: Hash128(high: 1, low: 0)))
        hashes.append(hash([(text, 1)], seed: Hash128(high: 0, low: 1)))
        hashes.append(hash([]))
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func `what stands around a text makes no difference`() {
        let text = Array("0123456789abcdefghijklmnopqrstuvwxyzÄÖÜ".utf8)
        for length in 0...text.count {
            let part = Array(text[..<length])
            for (before, after) in [(0, 0), (3, 0), (0, 5), (7, 40)] {
                let bytes =
                    [UInt8](repeating: 0xFF, count: before) + part + [UInt8](repeating: 0xFF, count: after)
                var builder = Hash128.Builder()
                builder.add(bytes.span, before..<(before + length), tag: Hash128.Tag(3))
                #expect(builder.hash == hash([(part, 3)]), "\(length) bytes")
            }
        }
    }

    @Test func `letters are made small in passing, and only letters`() {
        let ascii = (0..<128).map { UInt8($0) }
        for length in [1, 5, 8, 9, 16, 17, 128] {
            for start in [0, 60, 128 - length] where start >= 0 && start + length <= 128 {
                let text = Array(ascii[start..<(start + length)])
                var builder = Hash128.Builder()
                let isAdded = builder.addLowered(ascii.span, start..<(start + length), tag: Hash128.Tag(3))
                #expect(isAdded)
                let small = text.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
                #expect(builder.hash == hash([(small, 3)]), "\(start), \(length) bytes")
            }
        }
        let umlaut = Array("abcdefghijÄ".utf8)
        var builder = Hash128.Builder()
        let isAdded = builder.addLowered(umlaut.span, umlaut.indices, tag: Hash128.Tag(3))
        #expect(!isAdded && builder.hash == hash([]))
    }
}
