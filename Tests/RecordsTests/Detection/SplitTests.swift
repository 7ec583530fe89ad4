import TestSupport
import Testing

@testable import Records

/// The reader gives the same, wherever a block of input ends.
@Suite struct SplitTests {
    /// Longer than the first block, so that boundaries fall into rows of every kind.
    private static let text: String = {
        var text = "Monthly report\nUSERID;First Name;Last Name;Email\nUserid;FIRST NAME;LAST NAME;E-MAIL\n"
        for number in 0..<90 { text += "\(number);Jürgen;Größe \(number);\"a;\"\"b\(number)@x.com\"\r\n" }
        text += "USERID;First Name;Last Name;Email\nUserid;FIRST NAME;LAST NAME;E-MAIL\n"
        text += "91;Zoë;“Ä”;c\n\n92;€;x\n;;;\n93;o\n\"open;x;y\n94;a;b;c\nTotal: 95;;;\n"
        return text
    }()

    private static let encodings: [[UInt8]] = [
        Array(text.utf8), DecodingSourceTests.utf16(text, big: false),
        [0xFE, 0xFF] + DecodingSourceTests.utf16(text, big: true),
        DecodingSourceTests.windows1252(text), Gzip.pack(Array(text.utf8)),
        Gzip.pack(DecodingSourceTests.utf16(text, big: true)),
    ]

    @Test(arguments: 0..<encodings.count)
    func `every encoding is read alike at every block size`(index: Int) throws {
        let whole = try Reading(MemorySource(Self.encodings[0]))
        #expect(whole.rows.contains { $0.contains("repeated header") })
        #expect(whole.rows.contains { $0.contains("second header row") })
        #expect(whole.rows.last?.contains("footer") == true)
        #expect(whole.skipped == ["1: title row", "3: second header row"])
        for blockSize in Array(1...40) + [63, 64, 65, 127, 1000, 4095, 4096, 4097, 5000] {
            let reading = try Reading(MemorySource(Self.encodings[index]), blockSize: blockSize)
            #expect(reading.rows == whole.rows, "block size \(blockSize)")
            #expect(reading.header == whole.header)
            #expect(reading.skipped == whole.skipped)
        }
    }

    /// Mutations of real shapes: never a trap, never an endless loop, and every line is in exactly one place.
    @Test(.timeLimit(.minutes(5)))
    func `mutated files are read to their end in every encoding`() throws {
        let seed: UInt64 = 20_261_123
        var random = SeededGenerator(seed: seed)
        let seeds = Self.encodings.map { Array($0.prefix(600)) } + Self.encodings.suffix(2)
        let spice: [UInt8] = [
            0, 0x0A, 0x0D, 0x22, 0x2C, 0x3B, 0x09, 0xFF, 0xFE, 0xEF, 0xBB, 0xC3, 0xD8, 0x80, 0x1F, 0x8B,
        ]
        for file in 0..<400 {
            var bytes = seeds.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = spice.randomElement(using: &random) ?? 0
                case 1: bytes.insert(spice.randomElement(using: &random) ?? 0, at: at)
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...20, using: &random)))
                default: bytes.append(contentsOf: bytes[at..<min(bytes.count, at + 50)])
                }
            }
            let options = CSVOptions(
                delimiter: Bool.random(using: &random) ? nil : UInt8(ascii: ";"),
                encoding: Bool.random(using: &random)
                    ? nil
                    : EncodingChoice.names.randomElement(using: &random)
                        .flatMap(EncodingChoice.init))
            let blockSize = Int.random(in: 1...64, using: &random)
            let one = try? Reading(MemorySource(bytes), options, blockSize: blockSize)
            let other = try? Reading(MemorySource(bytes), options, blockSize: 8192)
            // An error in the middle of a damaged gzip stream comes sooner or later, but it comes.
            #expect((one == nil) == (other == nil), "seed \(seed), file \(file)")
            if let one, let other { #expect(one.rows == other.rows, "seed \(seed), file \(file): \(bytes)") }
        }
    }
}
