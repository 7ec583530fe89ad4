package import Records
package import SystemPackage

/// A renderer's file: takes what was rendered, in file order, and writes it in large pieces.
package final class FileSink {
    private let renderer: any BlockRenderer
    private var file: OutputFile
    private var pending = OutputBuffer(capacity: FileSink.pieceSize)
    private var rows = 0

    /// Smaller pieces are collected before they are written.
    private static let pieceSize = 1 << 16

    package init(_ renderer: any BlockRenderer, name: String, in folder: FilePath) throws(SinkError) {
        self.renderer = renderer
        file = try OutputFile(name, in: folder)
        renderer.renderStart(into: &pending)
    }

    /// Takes what the renderer has made of one block, and empties the buffer.
    package func append(_ rendered: inout OutputBuffer, rows: Int) throws(SinkError) {
        self.rows += rows
        if pending.count + rendered.count < Self.pieceSize {
            pending.append(rendered)
        } else {
            if !pending.isEmpty { try file.write(&pending) }
            try file.write(&rendered)
        }
        rendered.removeAll()
    }

    /// Completes the file and brings it to the disk.
    package func finish() throws(SinkError) -> WrittenFile {
        renderer.renderEnd(into: &pending)
        try file.write(&pending)
        return try file.sync(rows: rows)
    }
}
