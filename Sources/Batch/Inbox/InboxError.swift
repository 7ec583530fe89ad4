package import SystemPackage

/// Why something cannot be done with the folders of an inbox.
package struct InboxError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// A folder of the inbox cannot be made or is not what it should be.
        case cannotCreate
        /// A folder cannot be read.
        case unreadable
        /// A file cannot be moved or a note cannot be written.
        case cannotMove
        /// The file is not there any more: somebody else has taken it.
        case gone
        /// Somebody else is at work.
        case busy
        /// There is no such batch.
        case unknownBatch
    }

    package var code: Code
    /// A sentence that names the path and the next step.
    package var message: String
    /// What the system said.
    package var cause: Errno?

    package init(_ code: Code, _ message: String, _ cause: Errno? = nil) {
        self.code = code
        self.message = cause.map { "\(message): \($0)." } ?? message
        self.cause = cause
    }

    package var description: String { message }
}
