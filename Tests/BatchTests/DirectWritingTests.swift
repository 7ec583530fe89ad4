import Foundation
import Records
@testable import Sinks
import SystemPackage
import TestSupport
import Testing

/// What goes past the system's cache arrives whole, and what cannot be written is said.
@Suite struct DirectWritingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 0x2E, count: 1 << 16), to: "cases.csv")
    }

    private func open(_ flags: Int32) -> Int32 { Foundation.open(folder.path("cases.csv"), flags | O_CLOEXEC) }

    private func buffer(_ bytes: [UInt8]) -> OutputBuffer {
        var buffer = OutputBuffer()
        buffer.append(bytes)
        return buffer
    }

    @Test func `pieces of any size come behind what is there`() throws {
        let file = open(O_WRONLY)
        defer { close(file) }
        // Not every file system can do it; the results are then written as small ones are.
        guard let writing = DirectWriting(file, from: 1 << 16, room: RoomAhead()) else { return }
        var random = SeededGenerator.announced()
        var expected = try folder.bytes(of: "cases.csv")
        for size in [0, 1, 4095, 70_000, 5 << 20, 300_000, 2 << 20] + (0..<30).map({ $0 * 1_003 }) {
            let count = Int.random(in: (size - size / 8)...size, using: &random)
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ size) }
            try writing.append(buffer(bytes))
            expected += bytes
        }
        try writing.finish()
        #expect(try folder.bytes(of: "cases.csv") == expected)
    }

    @Test func `what the disk refuses is said by the next piece, or at the end`() throws {
        let file = open(O_RDONLY)
        defer { close(file) }
        guard let writing = DirectWriting(file, from: 1 << 16, room: RoomAhead()) else { return }
        #expect(throws: Errno.badFileDescriptor) {
            for _ in 0..<10 { try writing.append(buffer([UInt8](repeating: 1, count: 1 << 20))) }
        }
        #expect(throws: Errno.badFileDescriptor) { try writing.finish() }
        let short = try #require(DirectWriting(file, from: 1 << 16, room: RoomAhead()))
        try short.append(buffer([1, 2, 3]))
        #expect(throws: Errno.badFileDescriptor) { try short.finish() }
        #expect(try folder.bytes(of: "cases.csv").count == 1 << 16)
    }

    @Test func `a file that does not begin with whole pages is left to the cache`() {
        let file = open(O_WRONLY)
        defer { close(file) }
        #expect(DirectWriting(file, from: 100, room: RoomAhead()) == nil)
    }
}
