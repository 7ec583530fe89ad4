/// Muster contradicts itself. The run is given up and leaves no result, rather than a wrong one.
package struct InternalError: Error, Sendable, CustomStringConvertible {
    package var message: String

    package init(_ message: String) {
        self.message = message
    }

    package var description: String {
        "Internal error: \(message). No result was written. This is a fault of Muster's; please report it with the file's name."
    }
}
