import Foundation
import Records
import Sinks
import SystemPackage
import TestSupport
import Testing

@Suite struct OutputFileTests {
    private let folder: TemporaryFolder
    private var place: FilePath { FilePath(folder.path) }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `pieces follow each other, and rows and bytes are told`() throws {
        var file = try OutputFile("cases.csv", in: place)
        var buffer = OutputBuffer(capacity: 4)
        for text in ["one\n", "", "two\n", "three\n"] {
            buffer.removeAll()
            buffer.append(text)
            try file.append(buffer)
        }
        let written = try file.complete(rows: 3)
        try file.sync()
        #expect(written == WrittenFile(name: "cases.csv", rows: 3, bytes: 14))
        #expect(try folder.text(of: "cases.csv") == "one\ntwo\nthree\n")
    }

    @Test func `a file that is there already is not opened`() throws {
        try folder.write("mine", to: "cases.csv")
        let error = #expect(throws: SinkError.self) { _ = try OutputFile("cases.csv", in: place) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.contains(folder.path("cases.csv")) == true)
        #expect(try folder.text(of: "cases.csv") == "mine")
    }

    @Test(arguments: ["missing/cases.csv", "file/cases.csv"])
    func `a file without its folder cannot be made`(name: String) throws {
        try folder.write("a file", to: "file")
        let error = #expect(throws: SinkError.self) { _ = try OutputFile(name, in: place) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.contains(name) == true)
    }

    @Test func `a link is not followed out of the folder`() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("cases.csv"), withDestinationPath: folder.path("elsewhere"))
        #expect(throws: SinkError.self) { _ = try OutputFile("cases.csv", in: place) }
        #expect(!Files.exists(folder.path("elsewhere")))
    }

    /// Room is asked for ahead, megabytes at a time, where the file system has that; from 8 MiB on, the cache is gone past.
    @Test(arguments: [
        1, 1 << 19, 1 << 20, 1 << 20 + 1, 3 << 20, 8 << 20, 8 << 20 + 1, 10 << 20, 12 << 20 + 17, 23 << 20,
    ])
    func `a large file holds what was written and keeps no room for more`(count: Int) throws {
        var file = try OutputFile("cases.csv", in: place)
        let piece = (0..<min(count, 100_003)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var expected: [UInt8] = []
        while expected.count < count {
            var buffer = OutputBuffer(capacity: 0)
            let more = piece.prefix(count - expected.count)
            buffer.append(Array(more))
            try file.append(buffer)
            expected += more
        }
        #expect(try file.complete(rows: 1).bytes == count)
        try file.sync()
        #expect(try Array(Data(contentsOf: URL(fileURLWithPath: folder.path("cases.csv")))) == expected)
        var status = stat()
        #expect(stat(folder.path("cases.csv"), &status) == 0)
        // In blocks of 512 bytes, of which a file system may take more at once.
        #expect(Int(status.st_blocks) * 512 < count + 1 << 18)
    }

    @Test func `a large file that is given up is not written to any more`() throws {
        for round in 0..<5 {
            do {
                var file = try OutputFile("\(round).csv", in: place)
                var buffer = OutputBuffer()
                buffer.append([UInt8](repeating: 7, count: 1 << 20))
                for _ in 0..<(13 + round) { try file.append(buffer) }
            }
            // It has the number that the file has had.
            try folder.write("mine", to: "other-\(round)")
            #expect(try folder.text(of: "other-\(round)") == "mine")
        }
    }
}
