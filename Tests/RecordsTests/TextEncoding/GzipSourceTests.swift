import TestSupport
import Testing

@testable import Records

@Suite struct GzipSourceTests {
    private static let text = Array(
        ("Name,City\n" + (0..<300).map { "Person \($0),City \($0 % 7)\n" }.joined()).utf8)

    @Test(arguments: [1, 2, 3, 7, 100, 4096, 100_000])
    func `what was packed comes out, however it is read`(piece: Int) throws {
        let source = try GzipSource(MemorySource(Gzip.pack(Self.text)))
        #expect(try Piecewise.bytes(of: source, piece: piece) == Self.text)
    }

    @Test func `several members are one file, and zeros behind them are padding`() throws {
        let packed = Gzip.pack(Self.text) + Gzip.pack([]) + Gzip.pack(Self.text) + [0, 0, 0]
        let source = try GzipSource(MemorySource(packed))
        #expect(try Piecewise.bytes(of: source, piece: 999) == Self.text + Self.text)
    }

    @Test func `a file is known by its first bytes, and any other goes through whole`() throws {
        #expect(try GzipSource.unpacked(MemorySource(Gzip.pack(Self.text))).isGzip)
        for bytes in [[], [0x1F], [0x1F, 0x00, 0x8B], Array("a,b\n".utf8)] as [[UInt8]] {
            let (source, isGzip) = try GzipSource.unpacked(MemorySource(bytes))
            #expect(!isGzip)
            #expect(try Piecewise.bytes(of: source, piece: 3) == bytes)
        }
    }

    @Test func `a file cut short anywhere is an error and never a shorter file`() throws {
        let packed = Gzip.pack(Array("Name,City\nAnna,Leeds\n".utf8))
        for count in 2..<packed.count {
            let source = try GzipSource(MemorySource(Array(packed.prefix(count))))
            let error = #expect(throws: RecordError.self) { try Piecewise.bytes(of: source, piece: 50) }
            #expect(error?.message.contains("cut short") == true, "\(count) bytes")
        }
    }

    @Test func `damage and strangers behind the end are errors`() throws {
        var packed = Gzip.pack(Self.text)
        packed[packed.count / 2] ^= 0x55
        for bytes in [packed, Gzip.pack(Self.text) + Array("more".utf8)] {
            let source = try GzipSource(MemorySource(bytes))
            let error = #expect(throws: RecordError.self) { try Piecewise.bytes(of: source, piece: 500) }
            #expect(error?.message.contains("damaged") == true)
        }
    }

    @Test func `what it unpacks to is bounded`() throws {
        let packed = Gzip.pack([UInt8](repeating: 0x61, count: 1 << 20))
        let bounds = [GzipSource.Bounds(ratio: 500, free: 1 << 18), GzipSource.Bounds(total: 1 << 19)]
        for bounds in bounds {
            let source = try GzipSource(MemorySource(packed), bounds: bounds)
            let error = #expect(throws: RecordError.self) { try Piecewise.bytes(of: source, piece: 4096) }
            #expect(error?.message.contains("more than any real export") == true)
        }
        #expect(try Piecewise.bytes(of: GzipSource(MemorySource(packed)), piece: 4096).count == 1 << 20)
    }

    @Test func `random damage never traps and ends`() throws {
        var random = SeededGenerator(seed: 7)
        let packed = Gzip.pack(Self.text)
        for _ in 0..<300 {
            var bytes = packed
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            let source = try GzipSource(MemorySource(bytes))
            _ = try? Piecewise.bytes(of: source, piece: 777)
        }
    }
}
