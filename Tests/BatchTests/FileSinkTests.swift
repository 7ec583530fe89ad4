import Intake
import Records
import Sinks
import SystemPackage
import TestSupport
import Testing

/// What is rendered of a file's blocks reaches the file whole and in order, whatever the sizes.
struct FileSinkTests {
    private struct Marks: BlockRenderer {
        func renderStart(into output: inout OutputBuffer) { output.append("start ") }
        func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int { 0 }
        func renderEnd(into output: inout OutputBuffer) { output.append(" end") }
    }

    @Test func `blocks of any size come one behind the other`() throws {
        var random = SeededGenerator.announced()
        let folder = try TemporaryFolder()
        let most = [10, 1_000, 65_536, 65_537, 200_000]
        for (number, size) in most.enumerated() {
            let sink = try FileSink(Marks(), name: "\(number).txt", in: FilePath(folder.path))
            var expected = Array("start ".utf8)
            var rows = 0
            for block in 0..<40 {
                let count = block % 5 == 4 ? size : Int.random(in: 0...size, using: &random)
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ block) }
                var buffer = OutputBuffer()
                buffer.append(bytes)
                try sink.append(&buffer, rows: block)
                let isEmpty = buffer.isEmpty
                #expect(isEmpty)
                expected += bytes
                rows += block
            }
            expected += Array(" end".utf8)
            let written = try sink.finish()
            try sink.sync()
            #expect(written == WrittenFile(name: "\(number).txt", rows: rows, bytes: expected.count))
            #expect(try folder.bytes(of: "\(number).txt") == expected)
        }
    }
}
