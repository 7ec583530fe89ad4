/// Why a file cannot be read at all: it ends the run.
package struct RecordError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// There is no such file, or none that may be opened.
        case noSuchFile
        /// Reading it failed on the way, or it changed meanwhile.
        case unreadable
        /// It can be read, but not as the format it should be in.
        case malformed
    }

    package var code: Code
    /// A sentence that names the file, the place and the next step.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
