package import Intake
package import Records

/// Turns the rows of a judged block into the bytes of one file. It is a value without state, so blocks can be rendered
/// at the same time; only the bytes are put in order.
package protocol BlockRenderer: Sendable {
    /// What stands before the first row.
    func renderStart(into output: inout OutputBuffer)
    /// - Returns: how many rows were rendered.
    func render(_ block: borrowing JudgedBlock, into output: inout OutputBuffer) -> Int
    /// What stands behind the last row.
    func renderEnd(into output: inout OutputBuffer)
}

extension BlockRenderer {
    package func renderEnd(into output: inout OutputBuffer) {}
}

/// A file of a finished run.
package struct WrittenFile: Sendable, Equatable {
    /// Its path inside the folder of results.
    package var name: String
    package var rows: Int
    package var bytes: Int

    package init(name: String, rows: Int, bytes: Int) {
        self.name = name
        self.rows = rows
        self.bytes = bytes
    }
}

/// Why a result cannot be written: it ends the run.
package struct SinkError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A file or folder cannot be made.
        case cannotCreate
        /// Writing failed: a full disk, a lost share.
        case inputOutput
        /// A report's template is broken.
        case template
    }

    package var code: Code
    /// A sentence that names the path and the next step.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
