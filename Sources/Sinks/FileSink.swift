package import Records
package import SystemPackage

/// A renderer's file: takes what was rendered, in file order, and writes it in large pieces.
package final class FileSink {
    private let renderer: any BlockRenderer
    private var file: OutputFile
    private var pending = OutputBuffer(capacity: FileSink.pieceSize)
    private var rows = 0

    /// Bytes are written in multiples of this many: what a write begins or ends in the middle of a page costs the system as
    /// much again, since that page may be on its way to the disk already when the next bytes come for it.
    private static let pieceSize = 1 << 16

    package init(_ renderer: any BlockRenderer, name: String, in folder: FilePath) throws(SinkError) {
        self.renderer = renderer
        file = try OutputFile(name, in: folder)
        renderer.renderStart(into: &pending)
    }

    /// Takes what the renderer has made of one block, and empties the buffer.
    package func append(_ rendered: inout OutputBuffer, rows: Int) throws(SinkError) {
        self.rows += rows
        let whole = (pending.count + rendered.count) & ~(Self.pieceSize - 1)
        if whole > 0 {
            // Fewer bytes than a piece are pending, so some of the new ones go with them.
            try file.write(pending, and: whole - pending.count, of: rendered)
            let written = whole - pending.count
            pending.removeAll()
            pending.append(rendered, from: written)
        } else {
            pending.append(rendered, from: 0)
        }
        rendered.removeAll()
    }

    /// Completes the file, which may then still be on its way to the disk.
    package func finish() throws(SinkError) -> WrittenFile {
        renderer.renderEnd(into: &pending)
        try file.write(&pending)
        return file.complete(rows: rows)
    }

    /// Makes sure that the file's bytes are on the disk.
    package func sync() throws(SinkError) {
        try file.sync()
    }
}
