import Crypto
import Records
import Synchronization
import TestSupport
import Testing

@testable import Batch

/// The hash in the report is the one that `sha256sum` prints.
@Suite struct DigestingSourceTests {
    /// Bytes in memory, handed out as asked.
    private struct Bytes: ByteSource {
        let name = "bytes"
        var rest: ArraySlice<UInt8>

        mutating func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
            let piece = rest.prefix(count)
            bytes += piece
            rest = rest.dropFirst(piece.count)
            return piece.count
        }
    }

    /// The same, read from one place by all copies, as an open file is.
    private final class SharedBytes: ByteSource {
        let name = "bytes"
        private let rest: Mutex<ArraySlice<UInt8>>

        init(_ bytes: [UInt8]) {
            rest = Mutex(bytes[...])
        }

        func read(_ count: Int, into bytes: inout [UInt8]) throws -> Int {
            let piece = rest.withLock { rest in
                defer { rest = rest.dropFirst(count) }
                return rest.prefix(count)
            }
            bytes += piece
            return piece.count
        }
    }

    /// FIPS 180-2, appendix B, and the empty message.
    private static let known: [(text: String, count: Int, hash: String)] = [
        ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ]

    @Test(arguments: [1, 7, 64, 65_536], [false, true])
    func `the hash does not depend on the size of the pieces`(size: Int, usesLibrary: Bool) throws {
        for (text, count, hash) in Self.known where count / size < 100_000 {
            let all = Array(String(repeating: text, count: count).utf8)
            var source = DigestingSource(Bytes(rest: all[...]), usesLibrary: usesLibrary)
            // What stands in front is not the source's.
            var bytes = Array("front".utf8)
            while try source.read(size, into: &bytes) > 0 {}
            #expect(bytes.dropFirst(5) == all[...])
            #expect(source.bytesRead == all.count)
            #expect(source.hexDigest == hash)
        }
    }

    @Test func `a copy that reads on counts for the original`() throws {
        let source = DigestingSource(Bytes(rest: Array("abc".utf8)[...]))
        var copy = source
        var bytes: [UInt8] = []
        #expect(try copy.read(10, into: &bytes) == 3)
        #expect(source.bytesRead == 3)
        #expect(source.hexDigest == Self.known[1].hash)
        #expect(source.name == "bytes")
    }

    @Test func `any pieces come to the same hash as all at once`() throws {
        var random = SeededGenerator.announced()
        for _ in 0..<60 {
            let count = Int.random(in: 0...700, using: &random)
            let all = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            var source = DigestingSource(Bytes(rest: all[...]))
            var bytes: [UInt8] = []
            while try source.read(Int.random(in: 1...200, using: &random), into: &bytes) > 0 {}
            #expect(source.hexDigest == Self.hash(of: all), "\(all.count) bytes")
        }
    }

    /// Rows with and without quotes, doubled quotes, all line ends, lines that are too long, a quote that never closes.
    @Test(arguments: [1, 50, 64, 200, 1_000, 65_536], [false, true])
    func `what a reader hashes beside its scan is the file's hash`(blockSize: Int, usesLibrary: Bool) throws {
        var random = SeededGenerator.announced()
        let cells = [
            "a", "", "value", "\"quoted\"", "\"with \"\"doubled\"\" ones\"", "é", "a\"b", "a longer value than others",
        ]
        for round in 0..<40 {
            var text = "one,two,three\n"
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                text += (0..<3).map { _ in cells.randomElement(using: &random) ?? "" }.joined(separator: ",")
                text += ["\n", "\n", "\r\n", "\r"].randomElement(using: &random) ?? "\n"
            }
            if round % 4 == 3 { text += "a,nul \0,c\nd,e,f\n" }
            // Read once more for each piece that comes to it: only in large ones.
            if round % 20 == 1, blockSize > 1_000 { text += String(repeating: "long ", count: 300_000) + "\nx,y,z\n" }
            if round % 4 == 2 { text += "a,\"never closed,\nb,c,d\n" }
            let all = Array(text.utf8)
            var source = DigestingSource(SharedBytes(all), usesLibrary: usesLibrary)
            var reader = try CSVReader(source, blockSize: blockSize) { ["one", "two", "three"].contains($0) }
            var block = RecordBlock()
            // Now and then somebody stops in the middle, and the rest is only hashed.
            while round % 5 != 3, try reader.read(into: &block) {}
            try source.finish()
            #expect(source.hexDigest == Self.hash(of: all), "round \(round)")
            #expect(source.bytesRead == all.count)
        }
    }

    @Test func `what is unpacked or decoded on its way is hashed as it lies in the file`() throws {
        let text = "one,two\n" + String(repeating: "é,ü\n", count: 5_000)
        let all: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] as [UInt8] }
        let source = DigestingSource(Bytes(rest: all[...]))
        var reader = try CSVReader(source) { ["one", "two"].contains($0) }
        var block = RecordBlock()
        var rows = 0
        while try reader.read(into: &block) { rows += block.rows.count }
        #expect(rows == 5_000)
        #expect(source.hexDigest == Self.hash(of: all))
    }

    private static func hash(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
