package import Records
package import SystemPackage

/// A renderer's file: takes what was rendered, in file order.
package final class FileSink {
    private let renderer: any BlockRenderer
    private var file: OutputFile
    private var rows = 0

    package init(_ renderer: any BlockRenderer, name: String, in folder: FilePath) throws(SinkError) {
        self.renderer = renderer
        file = try OutputFile(name, in: folder)
        var start = OutputBuffer()
        renderer.renderStart(into: &start)
        try file.append(start)
    }

    /// Takes what the renderer has made of one block, and empties the buffer.
    package func append(_ rendered: inout OutputBuffer, rows: Int) throws(SinkError) {
        self.rows += rows
        try file.append(rendered)
        rendered.removeAll()
    }

    /// Completes the file, which may then still be on its way to the disk.
    package func finish() throws(SinkError) -> WrittenFile {
        var end = OutputBuffer()
        renderer.renderEnd(into: &end)
        try file.append(end)
        return try file.complete(rows: rows)
    }

    /// Makes sure that the file's bytes are on the disk.
    package func sync() throws(SinkError) {
        try file.sync()
    }
}
