package import Intake
import Records
package import SystemPackage

/// A renderer with the file that its bytes go to.
package struct FileSink: ~Copyable {
    private let renderer: any BlockRenderer
    private var file: OutputFile
    private var buffer = OutputBuffer(capacity: FileSink.pieceSize * 2)
    private var rows = 0

    /// What is collected before it is written.
    private static let pieceSize = 1 << 19

    package init(_ renderer: any BlockRenderer, name: String, in folder: FilePath) throws(SinkError) {
        self.renderer = renderer
        file = try OutputFile(name, in: folder)
        renderer.renderStart(into: &buffer)
    }

    package mutating func write(_ block: borrowing JudgedBlock) throws(SinkError) {
        rows += renderer.render(block, into: &buffer)
        if buffer.count >= Self.pieceSize { try file.write(&buffer) }
    }

    /// Completes the file and brings it to the disk.
    package mutating func finish() throws(SinkError) -> WrittenFile {
        renderer.renderEnd(into: &buffer)
        try file.write(&buffer)
        return try file.sync(rows: rows)
    }
}
