@testable import Batch
import Records
import Testing

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

    @Test(arguments: [1, 7, 64, 65_536])
    func `the hash does not depend on the size of the pieces`(size: Int) throws {
        for (text, count, hash) in Self.known where count / size < 100_000 {
            let all = Array(String(repeating: text, count: count).utf8)
            var source = DigestingSource(Bytes(rest: all[...]))
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
}
